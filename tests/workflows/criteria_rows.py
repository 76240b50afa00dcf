"""The rows of the criteria tables, matched cell by cell: a second way to an answer, for tests."""

import itertools
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from engine.admission import fields_of
from engine.dmn import Model, read_model
from engine.dmn.boxed import DecisionTable, Rule
from engine.dmn.conditions import listed

FILE = "workflows/decisions/criteria.dmn"


@cache
def criteria() -> Model:
    return read_model((Path(__file__).parents[2] / FILE).read_bytes(), file=FILE)


@cache
def vocabulary() -> Mapping[str, list[str]]:
    fields = fields_of(criteria(), "tFacts")
    assert fields
    return {
        name: [str(value) for value in listed(field.allowed) or []]
        for name, field in fields.items()
    }


class Rows:
    """One table: which rows match, with a bit set for each value of each column."""

    def __init__(self, table: DecisionTable) -> None:
        self.table = table
        self.columns = [column.text.removeprefix("facts.") for column in table.inputs]
        self.domains = [[str(value) for value in listed(c.allowed) or []] for c in table.inputs]
        self._bits = [
            {value: self._matching(number, value) for value in domain}
            for number, domain in enumerate(self.domains)
        ]

    def _matching(self, column: int, value: str) -> int:
        bits = 0
        for number, rule in enumerate(self.table.rules):
            tests = rule.inputs[column].tests
            assert tests is not None
            if tests.test(value, {}).value is True:
                bits |= 1 << number
        return bits

    def matched(self, values: Mapping[str, str]) -> list[Rule]:
        bits = (1 << len(self.table.rules)) - 1
        for column, of_value in zip(self.columns, self._bits, strict=True):
            bits &= of_value[values[column]]
        return [rule for number, rule in enumerate(self.table.rules) if bits >> number & 1]

    def combinations(self) -> Iterator[dict[str, str]]:
        for values in itertools.product(*self.domains):
            yield dict(zip(self.columns, values, strict=True))

    def outputs(self, rule: Rule) -> dict[str, object]:
        found = {}
        for column, cell in zip(self.table.outputs, rule.outputs, strict=True):
            assert cell.expression is not None
            found[column.name] = cell.expression.evaluate({}).value
        return found


@cache
def rows_of(decision_id: str) -> Rows:
    table = criteria().decisions[decision_id].expression
    assert isinstance(table, DecisionTable)
    return Rows(table)
