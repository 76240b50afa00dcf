"""Values, conditions and answers of tables in words: facts as the forms word them, others plainly."""

from typing import Final

from engine.decide import FACTS
from engine.dmn import Model
from engine.dmn.boxed import DecisionTable, InputCell, LiteralExpression, TableInput, TableOutput
from engine.dmn.conditions import listed, reads_only_its_input
from engine.dmn.value_words import either, value_in_words
from engine.feel.values import Value
from engine.version import Version

ANY: Final = "any"

# So few left out are said shorter than the many that remain.
_FEW: Final = 2


class Words:
    """The words of one version."""

    def __init__(self, version: Version) -> None:
        """Collect from the forms what the values of each fact are called; the first form says it."""
        self._choices: dict[str, dict[str, str]] = {}
        for form in version.forms.values():
            for question in form.facts():
                known = self._choices.setdefault(question.key, {})
                for choice in question.choices:
                    known.setdefault(choice.value, choice.label)

    def of_fact(self, name: str, value: Value) -> str:
        """Say the value of a fact."""
        return self._choices.get(name, {}).get(str(value)) or in_plain_words(value)

    def of_input(self, column: TableInput, value: Value) -> str:
        """Say the value that a column reads."""
        return self.of_fact(_fact_of(column), value)

    def condition(self, column: TableInput, cell: InputCell) -> str:
        """Say what a cell asks of its column; a cell that lists no values is quoted."""
        tests = cell.tests
        if tests is not None and tests.tree.matches_anything:
            return ANY
        values = listed(column.allowed) or []
        if tests is None or not values or not reads_only_its_input(tests.tree):
            return cell.text
        asked = [value for value in values if tests.test(value, {}).value is True]
        others = [value for value in values if value not in asked]
        if not asked:
            return cell.text
        if 0 < len(others) <= _FEW < len(asked):
            return f"anything but {self._either(column, others)}"
        return self.of_input(column, asked[0]) if len(asked) == 1 else self._either(column, asked)

    def _either(self, column: TableInput, values: list[Value]) -> str:
        """Join values in quotes, as the words of one may hold commas themselves."""
        return either([f"“{self.of_input(column, value)}”" for value in values])


def answer(cell: LiteralExpression) -> str:
    """Say what a row answers; anything that is worked out is quoted."""
    result = cell.expression.evaluate({}) if cell.expression is not None else None
    if result is None or result.warnings:
        return cell.text
    return in_plain_words(result.value)


def heading(column: TableOutput, table: DecisionTable) -> str:
    """Return the words people know an output by."""
    return column.label or column.name or table.label


def outcome(model: Model, type_ref: str | None, value: Value) -> tuple[tuple[str, str], ...]:
    """Say a decision's whole answer, part by part, by the labels of its type."""
    item = model.items.get(type_ref or "")
    if isinstance(value, dict):
        parts = {part.name: part for part in item.components} if item else {}
        return tuple(
            (
                parts[name].label or name if name in parts else in_plain_words(name),
                _nested(model, parts[name].type_ref if name in parts else None, each),
            )
            for name, each in value.items()
        )
    return (((item.label if item else "") or "Answer", _nested(model, type_ref, value)),)


def in_plain_words(value: Value) -> str:
    """Say a value without the labels of a type."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(in_plain_words(each) for each in value) or "none"
    if isinstance(value, dict):
        return "; ".join(f"{value_in_words(k)}: {in_plain_words(v)}" for k, v in value.items())
    return value_in_words(value)


def _nested(model: Model, type_ref: str | None, value: Value) -> str:
    if isinstance(value, list):
        item = model.items.get(type_ref or "")
        of_one = item.type_ref if item else None
        between = "\n" if any(isinstance(each, dict) for each in value) else ", "
        return between.join(_nested(model, of_one, each) for each in value) or "none"
    if isinstance(value, dict):
        return "; ".join(f"{label}: {words}" for label, words in outcome(model, type_ref, value))
    return in_plain_words(value)


def _fact_of(column: TableInput) -> str:
    source, _, name = column.text.partition(".")
    return name if source == FACTS else ""
