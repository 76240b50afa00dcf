"""Analysis of decision tables: what no row answers, what two rows answer, what no row can mean.

Exact over enumerations, booleans, numbers, dates, times and durations: each column is divided into
classes by what its cells tell apart (`axes`), and combinations of classes are counted, not sampled
(`coverage`). Columns are taken to be independent of each other. A cell that cannot be analysed is
named, and never counts as answering anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import combinations, islice
from typing import Final

from engine.dmn.boxed import DecisionTable
from engine.dmn.coverage import Box, TooManyCombinationsError, covers, gaps, holds, meet
from engine.dmn.findings import Finding, Kind, TableAnalysis, said
from engine.dmn.model import Model
from engine.dmn.rule_outputs import outputs_of, ranked_apart, ranks_of
from engine.dmn.table_boxes import Row, TableBoxes, boxes_of, label_of
from engine.dmn.table_values import value_findings

MOST_OF_A_KIND: Final = 10
"""Findings of one kind that are spelt out for one table; the rest are counted."""


def analyse(model: Model) -> tuple[TableAnalysis, ...]:
    """Analyse every decision table of a model, in the order of the file."""
    return tuple(analyse_table(model, owner, table) for owner, table in tables_of(model))


def tables_of(model: Model) -> Iterator[tuple[str, DecisionTable]]:
    """Yield every decision table with the id of the decision or business knowledge that holds it."""
    for decision in model.decisions.values():
        yield from ((decision.id, table) for table in _tables_in(decision.expression))
    for knowledge in model.knowledge.values():
        yield from ((knowledge.id, table) for table in _tables_in(knowledge.function))


def analyse_table(model: Model, owner: str, table: DecisionTable) -> TableAnalysis:
    """Analyse one table, which the decision or business knowledge of that id holds."""
    boxes = boxes_of(model, table)
    complete, gaps = _gaps(boxes)
    wrong = list(value_findings(model, boxes))
    explained = {finding.element for finding in wrong}
    found = [
        *wrong,
        *(finding for finding in _dead_cells(boxes) if finding.element not in explained),
        *gaps,
        *_pairs(boxes),
        *_never_reached(boxes),
        *_not_analysed(boxes, complete),
    ]
    label = (model.decisions.get(owner) or model.knowledge[owner]).label or table.label
    return TableAnalysis(owner, table.id, label, table.hit_policy, complete, tuple(found))


def _tables_in(part: object) -> Iterator[DecisionTable]:
    if isinstance(part, DecisionTable):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _tables_in(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            yield from _tables_in(getattr(part, each.name))


def _gaps(boxes: TableBoxes) -> tuple[bool | None, list[Finding]]:
    """Return whether every combination has an answer, and what is missing."""
    table = boxes.table
    if table.has_default or _may_match_nothing(table):
        return True, []
    try:
        surely = _missing(boxes, boxes.rows)
        perhaps = surely or _missing(boxes, boxes.said_rows())
    except TooManyCombinationsError:
        what = "The table has too many combinations for its gaps to be found."
        return None, [Finding("unproven", True, table.id, table.line, (), what)]
    if surely:
        return False, _gap_findings(boxes, surely, "gap", "No row answers")
    if perhaps:
        words = "It cannot be shown that a row answers"
        return None, _gap_findings(boxes, perhaps, "unproven", words)
    return True, []


def _may_match_nothing(table: DecisionTable) -> bool:
    """Tell whether no match is an answer: the empty list of a COLLECT table, or a count of none."""
    return table.hit_policy == "COLLECT" and table.aggregation in (None, "COUNT")


def _missing(boxes: TableBoxes, rows: Iterable[Row]) -> list[Box]:
    """Return what the rows leave out, as far as it is spelt out, and one more."""
    return list(islice(gaps([row.box for row in rows], boxes.space), MOST_OF_A_KIND + 1))


def _gap_findings(boxes: TableBoxes, missing: list[Box], kind: Kind, words: str) -> list[Finding]:
    table = boxes.table
    examples = [boxes.combination(box) for box in missing[:MOST_OF_A_KIND]]
    found = [
        Finding(kind, True, table.id, table.line, (), f"{words}: {said(example)}.", example)
        for example in examples
    ]
    if len(missing) > MOST_OF_A_KIND:
        found.append(_further(table, kind, True, "There are further combinations like these."))
    return found


def _pairs(boxes: TableBoxes) -> Iterator[Finding]:
    """Yield what is worth saying of two rows that match the same combination, as far as it is spelt out."""
    policy = boxes.table.hit_policy
    outputs = {row.rule.id: outputs_of(row.rule) for row in boxes.rows}
    counts: dict[tuple[Kind, bool], int] = {}
    for one, other in combinations(boxes.said_rows(), 2):
        both = meet(one.box, other.box)
        if both is None:
            continue
        same = outputs[one.rule.id] == outputs[other.rule.id]
        kind = _kind_of_pair(one, other)
        is_tie = policy == "PRIORITY" and not ranked_apart(boxes.table, one.rule, other.rule)
        refused = policy == "UNIQUE" or (not same and (policy == "ANY" or is_tie))
        if refused or _worth_a_note(policy, kind, same_answer=same):
            counts[kind, refused] = counts.get((kind, refused), 0) + 1
            if counts[kind, refused] <= MOST_OF_A_KIND:
                yield _pair(boxes, one, other, both, kind, refused=refused, same_answer=same)
    for (kind, refused), count in counts.items():
        if count > MOST_OF_A_KIND:
            more = f"{count - MOST_OF_A_KIND:,} more pairs of rows match the same combinations."
            yield _further(boxes.table, kind, refused, more)


def _pair(
    boxes: TableBoxes,
    one: Row,
    other: Row,
    both: Box,
    kind: Kind,
    *,
    refused: bool,
    same_answer: bool,
) -> Finding:
    answers = "with the same answer" if same_answer else "with different answers"
    names = f"Rows {one.rule.row} and {other.rule.row}"
    example = boxes.combination(both)
    what = {
        "duplicate": f"{names} have the same conditions, {answers}.",
        "subsumed": _subsumed_words(one, other, answers),
    }.get(kind, f"{names} both match, {answers}: {said(example)}.")
    rules = (one.rule.id, other.rule.id)
    return Finding(kind, refused, other.rule.id, other.rule.line, rules, what, example)


def _kind_of_pair(one: Row, other: Row) -> Kind:
    forward, backward = holds(one.box, other.box), holds(other.box, one.box)
    if forward and backward:
        return "duplicate"
    return "subsumed" if forward or backward else "overlap"


def _subsumed_words(one: Row, other: Row, answers: str) -> str:
    wide, narrow = (one, other) if holds(one.box, other.box) else (other, one)
    return f"Row {narrow.rule.row} matches only what row {wide.rule.row} matches too, {answers}."


def _worth_a_note(policy: str, kind: Kind, *, same_answer: bool) -> bool:
    """Tell which pairs are worth knowing of in tables where two rows may match."""
    if policy == "ANY":
        return True
    if policy in ("FIRST", "PRIORITY"):
        return kind != "overlap" or not same_answer
    return same_answer and kind == "duplicate"


def _dead_cells(boxes: TableBoxes) -> Iterator[Finding]:
    for row in boxes.rows:
        for place, classes in enumerate(row.box):
            if classes == 0:
                cell = row.rule.inputs[place]
                what = (
                    f"Row {row.rule.row} can never match: no value of "
                    f'"{label_of(boxes.table.inputs[place])}" fits {cell.text}.'
                )
                yield Finding("never matches", True, cell.id, cell.line, (row.rule.id,), what)


def _never_reached(boxes: TableBoxes) -> Iterator[Finding]:
    """Yield rows whose every combination is taken by rows that are asked before them.

    A row that matches anything and stands last is a safeguard, and no mistake.
    """
    for row, before in _asked_before(boxes):
        if not all(row.box) or not before:
            continue
        try:
            is_taken = covers([each.box for each in before], row.box)
        except TooManyCombinationsError:
            continue
        if is_taken:
            refused = row.box != boxes.space
            names = ", ".join(each.rule.row for each in before if meet(each.box, row.box))
            what = f"Row {row.rule.row} is never reached: rows {names} take all that it matches."
            yield Finding(
                "never reached", refused, row.rule.id, row.rule.line, (row.rule.id,), what
            )


def _asked_before(boxes: TableBoxes) -> Iterator[tuple[Row, list[Row]]]:
    if boxes.table.hit_policy == "FIRST":
        for number, row in enumerate(boxes.rows):
            yield row, [each for each in boxes.rows[:number] if not each.unsaid]
    elif boxes.table.hit_policy == "PRIORITY":
        ranks = ranks_of(boxes.table)
        for row in boxes.rows:
            own = ranks.get(row.rule.id)
            if own is not None:
                higher = {rule for rule, rank in ranks.items() if rank < own}
                yield row, [each for each in boxes.said_rows() if each.rule.id in higher]


def _not_analysed(boxes: TableBoxes, complete: bool | None) -> Iterator[Finding]:
    """Yield every cell that was not analysed; refused where the table's answer may hang on it."""
    one_answer = boxes.table.hit_policy in ("UNIQUE", "ANY")
    for row in boxes.rows:
        others = [each for each in boxes.rows if each is not row] if row.unsaid else []
        refused = complete is None or (one_answer and any(meet(row.box, o.box) for o in others))
        for unsaid in row.unsaid:
            cell = row.rule.inputs[unsaid.column]
            label = label_of(boxes.table.inputs[unsaid.column])
            what = f'Row {row.rule.row} was not analysed: of the cell {cell.text} under "{label}",'
            what = f"{what} {unsaid.reason}."
            rules = (row.rule.id,)
            yield Finding("not analysed", refused, cell.id, cell.line, rules, what)


def _further(table: DecisionTable, kind: Kind, refused: bool, what: str) -> Finding:
    return Finding(kind, refused, table.id, table.line, (), what)
