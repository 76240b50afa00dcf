"""The analysis of a table says what trying every combination says."""

import datetime as dt
import itertools
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dmn import DecisionError
from engine.dmn.analysis import analyse
from engine.dmn.coverage import gaps, meet
from engine.dmn.table_boxes import boxes_of
from engine.feel.values import YearMonthDuration
from tests.tables.small_tables import model_of, table_of

WORDS = ("a", "b", "c")
NUMBERS = (0, 1, 2, Decimal("2.5"), 4)
DAYS = tuple(dt.date(2014, 2, day) for day in (26, 27, 28))
MONTHS = (0, 1, 2, 12)
LITERAL = {
    "number": str,
    "date": lambda day: f'date("{day}")',
    "yearMonthDuration": lambda months: f'duration("P{months}M")',
}
CONSTANTS = {"number": NUMBERS, "date": DAYS, "yearMonthDuration": MONTHS}


@st.composite
def text_cells(draw):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True))
    listed = ",".join(f'"{word}"' for word in words)
    return draw(st.sampled_from([listed, f"not({listed})", f"? in ({listed})", "-"]))


@st.composite
def ordered_cells(draw, kind):
    low, high = sorted(draw(st.tuples(*[st.sampled_from(CONSTANTS[kind])] * 2)))
    low, high = LITERAL[kind](low), LITERAL[kind](high)
    return draw(
        st.sampled_from(
            [
                "-",
                low,
                f"{low}, {high}",
                f"< {low}",
                f">= {high}",
                f"[{low}..{high}]",
                f"({low}..{high})",
                f"not([{low}..{high}))",
                f"? > {low} and ? <= {high}",
                f"{high} < ? or ? = {low}",
                f"? between {low} and {high}",
            ]
        )
    )


@st.composite
def tables(draw):
    columns, cells = [], []
    for name in "wxyz"[: draw(st.integers(1, 3))]:
        kind = draw(st.sampled_from(["string", "open", "boolean", *CONSTANTS]))
        if kind == "string":
            columns.append((name, "string", ",".join(f'"{word}"' for word in WORDS)))
            cells.append(text_cells())
        elif kind == "open":
            columns.append((name, "string", ""))
            cells.append(text_cells())
        elif kind == "boolean":
            columns.append((name, "boolean", ""))
            cells.append(st.sampled_from(["true", "false", "-", "not(true)"]))
        else:
            columns.append((name, kind, ""))
            cells.append(ordered_cells(kind))
    outputs = st.sampled_from(['"p"', '"q"'])
    rows = draw(st.lists(st.tuples(*cells, outputs), min_size=1, max_size=5))
    hit_policy = draw(st.sampled_from(["UNIQUE", "ANY", "FIRST"]))
    return columns, rows, hit_policy


def values_tried(column):
    """Values on, between and beyond all constants that a cell of the column may hold."""
    _, kind, allowed = column
    if kind == "string":
        return [*WORDS] if allowed else [*WORDS, "d"]
    if kind == "boolean":
        return [True, False]
    if kind == "number":
        return [Decimal(n) / 4 for n in range(-2, 19)]
    if kind == "date":
        return [DAYS[0] + dt.timedelta(days=n) for n in range(-2, 5)]
    return [YearMonthDuration(months) for months in range(-1, 14)]


def rows_that_match(table, values):
    return [
        rule
        for rule in table.rules
        if all(
            cell.tests.test(value, {}).value is True
            for cell, value in zip(rule.inputs, values, strict=True)
        )
    ]


def combinations(columns):
    return itertools.product(*(values_tried(column) for column in columns))


@settings(max_examples=150, deadline=None)
@given(tables())
def test_gaps_and_pairs_are_those_that_trying_every_combination_finds(drawn):
    columns, rows, hit_policy = drawn
    model = model_of(columns, rows, hit_policy=hit_policy)
    table = table_of(model)
    missed, pairs = False, set()
    for values in combinations(columns):
        matching = rows_that_match(table, values)
        missed = missed or not matching
        pairs |= {(a.id, b.id) for a, b in itertools.combinations(matching, 2)}

    [analysis] = analyse(model)
    boxes = boxes_of(model, table)
    meeting = {
        (a.rule.id, b.rule.id)
        for a, b in itertools.combinations(boxes.rows, 2)
        if meet(a.box, b.box) is not None
    }

    assert not any(row.unsaid for row in boxes.rows)
    assert analysis.complete is (not missed)
    assert meeting == pairs


@settings(max_examples=100, deadline=None)
@given(tables())
def test_every_gap_is_unanswered_and_everything_else_is_answered(drawn):
    columns, rows, hit_policy = drawn
    model = model_of(columns, rows, hit_policy=hit_policy)
    table = table_of(model)
    boxes = boxes_of(model, table)
    missing = set()
    for box in gaps([row.box for row in boxes.rows], boxes.space):
        told = set(itertools.product(*(places(classes) for classes in box)))
        assert told.isdisjoint(missing)
        missing |= told

    for place in itertools.product(*(places(axis.domain) for axis in boxes.axes)):
        values = [axis.example(1 << each) for axis, each in zip(boxes.axes, place, strict=True)]
        if None not in values:
            assert bool(rows_that_match(table, values)) is (place not in missing)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_table_that_is_not_refused_answers_every_combination(drawn):
    columns, rows, hit_policy = drawn
    model = model_of(columns, rows, hit_policy=hit_policy)
    [analysis] = analyse(model)
    refused = False

    for values in itertools.islice(combinations(columns), 400):
        named = {name: value for (name, _, _), value in zip(columns, values, strict=True)}
        try:
            model.evaluate("t", named, strict=True)
        except DecisionError:
            refused = True

    if {finding.kind for finding in analysis.refusals} <= {"never matches", "never reached"}:
        assert not refused


def places(classes):
    return [place for place in range(classes.bit_length()) if classes >> place & 1]


def test_an_analysis_of_another_table_does_not_pass_for_this_one():
    columns = [("x", "number", ""), ("w", "string", '"a","b","c"')]
    rows = [("< 2", "-", '"p"'), (">= 2", '"a","b"', '"p"'), ("> 2", '"c"', '"p"')]
    model = model_of(columns, rows)
    missing_two = model_of(columns, [*rows[:2], (">= 2", '"c"', '"p"')])

    unanswered = [v for v in combinations(columns) if not rows_that_match(table_of(model), v)]

    assert unanswered == [(2, "c")]
    assert analyse(model)[0].complete is False
    assert analyse(missing_two)[0].complete is True


@settings(max_examples=100, deadline=None)
@given(tables())
def test_rows_that_never_answer_are_those_that_trying_every_combination_finds(drawn):
    columns, rows, _ = drawn
    model = model_of(columns, rows, hit_policy="FIRST")
    table = table_of(model)
    answering = {
        matching[0].id
        for values in combinations(columns)
        if (matching := rows_that_match(table, values))
    }

    [analysis] = analyse(model)

    silent = ("never matches", "never reached")
    told = {rule for found in analysis.findings if found.kind in silent for rule in found.rules}
    assert told == {rule.id for rule in table.rules} - answering
