"""The gate for the rows of decision tables: each has a code of its own and cites its clauses."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.clauses import Clause
from engine.dmn import Model
from engine.dmn.analysis import tables_of
from engine.dmn.boxed import DecisionTable, Rule
from engine.names import nearest
from engine.problems import Problem

COLUMNS: Final = ("row", "clause")


def check_rows(models: Mapping[str, Model], clauses: Mapping[str, Clause]) -> list[Problem]:
    """Return what is wrong with the codes and clauses of the rows of the models' tables.

    Every table has the annotation columns ``row`` and ``clause``; codes are unique in their table; every
    row cites clauses of the register, but a row of a list that tests nothing and so claims nothing.
    """
    return [
        problem
        for model in models.values()
        for _, table in tables_of(model)
        for problem in _Rows(model, table, clauses).problems()
    ]


@dataclass(frozen=True, slots=True)
class _Rows:
    model: Model
    table: DecisionTable
    clauses: Mapping[str, Clause]

    def problems(self) -> Iterator[Problem]:
        named = {name for rule in self.table.rules for name in rule.annotations}
        missing = [name for name in COLUMNS if self.table.rules and name not in named]
        if missing:
            yield self._problem(
                None,
                f"The table has no annotation column {' and none called '.join(missing)}.",
                "A decision is explained by the code and the clauses of its rows.",
                "add the columns row and clause, in this spelling.",
            )
            return
        codes = Counter(rule.annotations.get("row", "").strip() for rule in self.table.rules)
        for rule in self.table.rules:
            yield from self._code(rule, codes)
            yield from self._clauses(rule)

    def _code(self, rule: Rule, codes: Mapping[str, int]) -> Iterator[Problem]:
        code = rule.annotations.get("row", "").strip()
        if not code or codes[code] > 1:
            what = f'The code "{code}" stands at {codes[code]} rows.' if code else "It has no code."
            yield self._problem(
                rule,
                what,
                "A decision is explained by the codes of its rows.",
                "give the row a code of its own in the column row.",
            )

    def _clauses(self, rule: Rule) -> Iterator[Problem]:
        if not rule.clauses and not self._claims_nothing(rule):
            yield self._problem(
                rule,
                "It cites no clause.",
                "Nobody could tell what of the protocol it carries out.",
                "write the ids of its clauses in the column clause.",
            )
        for clause in rule.clauses:
            if clause not in self.clauses:
                near = nearest(clause, self.clauses)
                yield self._problem(
                    rule,
                    f'There is no clause "{clause}".',
                    "Its reason could not be looked up.",
                    f'cite "{near}", or another clause of workflows/clauses.yaml.'
                    if near
                    else "cite a clause of workflows/clauses.yaml.",
                )

    def _claims_nothing(self, rule: Rule) -> bool:
        return self.table.hit_policy == "COLLECT" and all(
            cell.tests is not None and cell.tests.tree.matches_anything for cell in rule.inputs
        )

    def _problem(self, rule: Rule | None, what: str, why: str, instead: str) -> Problem:
        if rule is None:
            line, element, label = self.table.line, self.table.id, self.table.label
        else:
            line, element, label = rule.line, rule.id, rule.row
        return Problem(self.model.file, line, element, label, what, why, instead)
