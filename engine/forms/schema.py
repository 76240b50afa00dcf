"""The marshmallow schema of what a form asks now: it refuses unknown, missing and unfit answers.

It is generated from the layout, because what is required and what may be chosen depends on the answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields

from engine.errors import InvalidAnswersError
from engine.forms import sentences
from engine.forms.blanks import is_blank
from engine.forms.components import Component
from engine.forms.fields import AnswerField
from engine.forms.laying_out import blank_answers
from engine.forms.layout import Shown, ShownGroup, ShownQuestion, ShownRows

Plan = dict[str, Any]
"""Name to `ShownQuestion`, `ShownRows`, or the plan of a group (groups of one path share theirs)."""

_WRONG_SHAPE: Final = "The answers to this part must be given question by question"
_LONGEST_QUOTED: Final = 60


class AnswersSchema(Schema):
    """What every schema of answers shares: our own sentences."""

    error_messages = {"type": _WRONG_SHAPE, "unknown": sentences.UNKNOWN_NAME}


class RowsField(fields.Field[Any]):
    """A repeatable group: each row has a schema of its own, blank rows are left out."""

    def __init__(self, shown: ShownRows) -> None:
        """Keep the rows as they are shown now."""
        super().__init__()
        self.shown = shown

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[dict[str, Any]]:
        rows = self.shown.rows
        if not isinstance(value, list | tuple):
            raise ValidationError(_WRONG_SHAPE)
        if len(value) > rows.at_most:
            raise ValidationError(sentences.too_many_rows(rows.label, rows.at_most))
        padded = [*value, *[{}] * (rows.at_least - len(value))]
        answered = [index for index, each in enumerate(padded) if not is_blank(each)]
        needed = [index for index in range(len(padded)) if index not in answered]
        kept = sorted(answered + needed[: max(rows.at_least - len(answered), 0)])
        loaded, errors = [], {}
        for index in kept:
            try:
                loaded.append(
                    _load(_plan(self.shown.entries[index]), padded[index], rows.components)
                )
            except ValidationError as error:
                errors[str(index)] = error.messages
        if errors:
            raise ValidationError(errors)
        return loaded


def load(
    shown: Sequence[Shown], raw: Mapping[str, Any], components: Sequence[Component]
) -> dict[str, Any]:
    """Return the answers to what is shown, or raise InvalidAnswersError with sentences by path."""
    try:
        return _load(_plan(shown), raw, components)
    except ValidationError as error:
        raise InvalidAnswersError(
            _by_path(
                {"_schema": error.messages} if isinstance(error.messages, list) else error.messages
            )
        ) from None


def _plan(shown: Sequence[Shown]) -> Plan:
    plan: Plan = {}
    for item in shown:
        match item:
            case ShownQuestion():
                plan[item.question.key] = item
            case ShownRows():
                plan[item.rows.key] = item
            case ShownGroup() if item.group.path:
                plan.setdefault(item.path.rpartition(".")[2], {}).update(_plan(item.items))
            case ShownGroup():
                _merge(plan, _plan(item.items))
            case _:
                pass
    return plan


def _merge(plan: Plan, other: Plan) -> None:
    for name, inner in other.items():
        if isinstance(inner, dict):
            plan.setdefault(name, {}).update(inner)
        else:
            plan[name] = inner


def _load(plan: Plan, raw: Any, components: Sequence[Component]) -> dict[str, Any]:
    cleaned = _cleaned(plan, raw, blank_answers(components))
    loaded: dict[str, Any] = _schema(plan)().load(cleaned, unknown=RAISE)
    return loaded


def _schema(plan: Plan) -> type[Schema]:
    made: dict[str, Any] = {}
    for name, inner in plan.items():
        match inner:
            case ShownQuestion():
                made[name] = AnswerField(inner)
            case ShownRows():
                made[name] = RowsField(inner)
            case _:
                made[name] = fields.Nested(_schema(inner), unknown=RAISE)
    return AnswersSchema.from_dict(made)


def _cleaned(plan: Plan, raw: Any, known: Mapping[str, Any]) -> Any:
    """Drop answers that are blank or hidden; leave names the form does not know, to be refused."""
    if not isinstance(raw, Mapping):
        return {} if is_blank(raw) else raw
    cleaned = {str(name): value for name, value in raw.items() if name not in known}
    for name, inner in plan.items():
        value = raw.get(name)
        if isinstance(inner, dict):
            cleaned[name] = _cleaned(inner, value, known[name])
        elif isinstance(inner, ShownRows):
            cleaned[name] = [] if is_blank(value) and not isinstance(value, list) else value
        elif not is_blank(value):
            cleaned[name] = value
    return cleaned


def _by_path(messages: Mapping[str, Any]) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    for path, sentence in _flattened(messages, ""):
        if sentence == sentences.UNKNOWN_NAME:
            # The name came from outside: it is shown to who sent it, and stands in no exception.
            name = path[:_LONGEST_QUOTED]
            problems.setdefault("", []).append(f"“{name}”: {sentence[0].lower()}{sentence[1:]}")
        else:
            problems.setdefault(path, []).append(sentence)
    return problems


def _flattened(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            at = path if name == "_schema" else f"{path}.{name}" if path else str(name)
            yield from _flattened(inner, at)
    else:
        for sentence in messages:
            yield path, str(sentence)
