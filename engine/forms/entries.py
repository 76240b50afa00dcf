"""What a group of questions writes into a register: read from its properties, and worked out of answers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from engine.errors import ExecutionError
from engine.feel import to_json
from engine.forms.components import Component, Condition, Entry, Group, Kind, Question, Rows
from engine.forms.members import Members
from engine.registers.rows import counting_functions
from engine.registers.writing import MOST_ROWS, PROPERTY, RegisterWrite

_SET = "set."


def entry_of(members: Members, *, in_rows: bool) -> Entry | None:
    """Return what a group or repeatable group writes, None where it writes nothing."""
    properties = members.object("properties")
    named = members.property(PROPERTY)
    beside = [name for name in properties if name.startswith(_SET) or name == "row"]
    if not named:
        if beside:
            members.problem(
                properties.line_of(beside[0]),
                f'The property "{beside[0]}" stands without the property "{PROPERTY}".',
                "It would write nothing.",
                f'name the register by "{PROPERTY}", or remove it.',
            )
        return None
    if in_rows:
        members.problem(
            properties.line_of(PROPERTY),
            "A group inside a repeatable group writes into a register.",
            "Which row it means could not be told.",
            "put the property on the repeatable group.",
        )
    return Entry(
        register=named,
        row=_condition(members, "row"),
        sets={
            name.removeprefix(_SET): condition
            for name in properties
            if name.startswith(_SET) and (condition := _condition(members, name)) is not None
        },
        line=properties.line_of(PROPERTY),
    )


def entries_in(components: Sequence[Component]) -> Iterator[Group | Rows]:
    """Yield every group and repeatable group that writes into a register."""
    for component in components:
        if isinstance(component, Group | Rows):
            if component.entry is not None:
                yield component
            yield from entries_in(component.components)


def asked_in(component: Group | Rows) -> Iterator[Question]:
    """Yield the questions whose answers a group writes: its own, and those of groups without a path."""
    for inner in component.components:
        if isinstance(inner, Question):
            yield inner
        elif isinstance(inner, Group) and inner.entry is None:
            yield from asked_in(inner)


def writes_of(
    components: Sequence[Component],
    full: Mapping[str, Any],
    context: Mapping[str, Any],
    now: datetime | None,
) -> tuple[RegisterWrite, ...]:
    """Return what complete answers write into registers; ExecutionError where a row has no number."""
    names = {**context, **_values(components, full)}
    writes: list[RegisterWrite] = []
    for component in entries_in(components):
        entry = component.entry
        assert entry is not None  # noqa: S101  only those are yielded
        answers = _answers_at(full, component.path)
        if isinstance(component, Group):
            row = 1 if entry.row is None else _value(entry.row, names, now)
            if row not in range(1, MOST_ROWS + 1):
                raise ExecutionError(entry.register, "The row that is written has no number.")
            writes.append(_write(component, entry, int(row), answers, names, now))
            continue
        rows = answers if isinstance(answers, list) else []
        for number, each in enumerate(rows, 1):
            inner = {**names, **_values(component.components, each)}
            written = _write(component, entry, number, each, inner, now)
            writes.append(RegisterWrite(written.register, number, written.fields, last=len(rows)))
    return tuple(writes)


def _write(
    component: Group | Rows,
    entry: Entry,
    row: int,
    answers: Any,
    names: Mapping[str, Any],
    now: datetime | None,
) -> RegisterWrite:
    given = answers if isinstance(answers, Mapping) else {}
    fields = {question.key: given.get(question.key) for question in asked_in(component)}
    for name, condition in entry.sets.items():
        value = _value(condition, names, now)
        fields[name] = to_json(value)
    return RegisterWrite(entry.register, row, fields)


def _answers_at(full: Mapping[str, Any], path: str) -> Any:
    value: Any = full
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _values(components: Sequence[Component], answers: Any) -> dict[str, Any]:
    """Return answers as FEEL reads them, null where there is none."""
    given = answers if isinstance(answers, Mapping) else {}
    values: dict[str, Any] = {}
    for component in components:
        match component:
            case Question(kind=Kind.DATE):
                text = given.get(component.key)
                values[component.key] = None if text is None else date.fromisoformat(text)
            case Question():
                values[component.key] = given.get(component.key)
            case Group(path=""):
                values |= _values(component.components, given)
            case _:
                pass
    return values


def _value(condition: Condition, names: Mapping[str, Any], now: datetime | None) -> Any:
    functions = {} if now is None else counting_functions(now)
    return condition.expression.evaluate(names, now=now, functions=functions).value


def _condition(members: Members, name: str) -> Condition | None:
    text = members.property(name).removeprefix("=").strip()
    line = members.object("properties").line_of(name)
    return members.condition(text, line) if text else None
