"""An answer explained: every table that was asked, the rows that answered, those that nearly did, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.clauses import Clause
from engine.decide import Answer
from engine.dmn import Model
from engine.dmn.boxed import DecisionTable, Rule
from engine.dmn.evaluation import DecisionTrace
from engine.dmn.table_boxes import label_of
from engine.dmn.verdicts import Verdict, verdicts
from engine.version import Version
from web.tables.words import ANY, Words, answer, heading, outcome

NEARLY: Final = (1, 2)
"""How many conditions may have failed in a row that nearly answered."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a row: what it asks of a column, and in an answer what the value was.

    ``holds`` is None where it was not tested, or cannot be told by itself.
    """

    label: str
    asks: str
    value: str = ""
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class RowInWords:
    """A row of a table: its conditions (without those that anything meets), its answers, its clauses."""

    rule: str
    row: str
    conditions: tuple[Condition, ...]
    answers: tuple[tuple[str, str], ...]
    clauses: tuple[Clause, ...]

    @property
    def failed(self) -> tuple[Condition, ...]:
        """Return the conditions that did not hold."""
        return tuple(each for each in self.conditions if each.holds is False)

    @property
    def held(self) -> int:
        """Return how many conditions held."""
        return sum(1 for each in self.conditions if each.holds)


@dataclass(frozen=True, slots=True)
class Explained:
    """One decision that was evaluated. ``nearly`` holds the rows by the number of conditions that failed.

    ``overtaken`` are rows whose conditions all hold, but which an earlier row of the table came before.
    """

    decision: str
    label: str
    is_table: bool
    outcome: tuple[tuple[str, str], ...]
    answered: tuple[RowInWords, ...]
    overtaken: tuple[RowInWords, ...]
    nearly: dict[int, tuple[RowInWords, ...]]


def explained(version: Version, given: Answer) -> tuple[Explained, ...]:
    """Explain an answer, required decisions first."""
    model = version.model_of(given.decision)
    words = Words(version)
    return tuple(
        _explain(version, model, words, trace)
        for trace in given.evaluation.trace
        if trace.decision in model.decisions
    )


def row_in_words(version: Version, words: Words, table: DecisionTable, rule: Rule) -> RowInWords:
    """Return a row as it stands in the table."""
    return _row(version, words, table, rule, None, None)


def _explain(version: Version, model: Model, words: Words, trace: DecisionTrace) -> Explained:
    decision = model.decisions[trace.decision]
    table = decision.expression
    said = outcome(model, decision.type_ref, trace.value)
    label = decision.label or decision.name
    if not isinstance(table, DecisionTable):
        return Explained(decision.id, label, False, said, (), (), {})
    rows = [
        (each, _row(version, words, table, rule, each, trace))
        for each, rule in zip(verdicts(table, trace), table.rules, strict=True)
    ]
    return Explained(
        decision.id,
        label,
        True,
        said,
        tuple(row for verdict, row in rows if verdict.matched),
        tuple(row for verdict, row in rows if _all_hold(verdict)),
        {
            number: tuple(
                sorted((row for verdict, row in rows if _failed(verdict) == number), key=_most_held)
            )
            for number in NEARLY
        },
    )


def _all_hold(verdict: Verdict) -> bool:
    return not (verdict.matched or verdict.failed or verdict.open)


def _failed(verdict: Verdict) -> int | None:
    """Return how many conditions failed; None where some cannot be told."""
    return None if verdict.open else len(verdict.failed)


def _most_held(row: RowInWords) -> int:
    return -row.held


def _row(
    version: Version,
    words: Words,
    table: DecisionTable,
    rule: Rule,
    verdict: Verdict | None,
    trace: DecisionTrace | None,
) -> RowInWords:
    return RowInWords(
        rule.id,
        rule.row,
        tuple(_conditions(words, table, rule, verdict, trace)),
        tuple(
            (heading(column, table), answer(cell))
            for column, cell in zip(table.outputs, rule.outputs, strict=True)
        ),
        tuple(version.clauses[each] for each in rule.clauses if each in version.clauses),
    )


def _conditions(
    words: Words,
    table: DecisionTable,
    rule: Rule,
    verdict: Verdict | None,
    trace: DecisionTrace | None,
) -> Iterator[Condition]:
    failed = {each.column for each in verdict.failed} if verdict else set()
    for place, (column, cell) in enumerate(zip(table.inputs, rule.inputs, strict=True)):
        asks = words.condition(column, cell)
        if asks == ANY:
            continue
        if verdict is None or trace is None:
            yield Condition(label_of(column), asks)
            continue
        holds = None if place in verdict.open else place not in failed
        value = words.of_input(column, trace.inputs.get(column.text))
        yield Condition(label_of(column), asks, value, holds)
