"""What is said of tables that the protocol does not have: other columns, other policies, other findings."""

from dataclasses import replace

import pytest

from engine.decide import Answer, Refusal, decide
from engine.deployment import load
from engine.dmn.model import ItemDefinition
from tests.tables.small_tables import model_of
from tests.web.board import protocol
from web.tables.asking import cannot_be_asked, fields, given, tables_of
from web.tables.explaining import explained
from web.tables.findings import marks_of, missing_rows, one_line
from web.tables.sheets import owner

NUMBER = ("age", "number", "[0..17]")
WORD = ("harm", "string", '"none","some","grave"')
YES_NO = ("known", "boolean", "")


def version_with(model):
    """The protocol's version with this model in place of its own."""
    version = load(protocol())
    return replace(version, models={"small": model}, settings=_without_contradictions(version))


def _without_contradictions(version):
    return replace(version.settings, contradictions=None)


def sheet_of(model):
    [sheet] = owner(version_with(model), "t").sheets
    return sheet


@pytest.mark.parametrize(
    ("rows", "options", "line"),
    [
        ([("-", '"a"')], {}, "1 row, complete, no overlap"),
        ([('"none"', '"a"'), ('"some"', '"b"')], {}, "2 rows, 1 gap, no overlap"),
        ([('"none"', '"a"')], {"default": '"b"'}, "1 row, complete by its default, no overlap"),
        (
            [('"none"', '"a"'), ('"none"', '"a"')],
            {"hit_policy": "COLLECT"},
            "2 rows, all that fit are collected, 1 pair of equal rows",
        ),
        (
            [("-", '"a"'), ('"some"', '"b"')],
            {"hit_policy": "FIRST"},
            "2 rows, complete, no overlap, 1 row within another, 1 row that is never reached",
        ),
        (
            [("-", '"a"'), ('"sum"', '"b"')],
            {},
            "2 rows, complete, no overlap, 1 value that is not allowed",
        ),
        (
            [("-", f'"a{number}"') for number in range(6)],
            {},
            "6 rows, complete, no overlap, more than 10 pairs of equal rows",
        ),
    ],
)
def test_one_line_says_what_was_found(rows, options, line):
    assert sheet_of(model_of([WORD], rows, **options)).line == line


def test_a_table_of_numbers_has_its_gaps_as_missing_rows():
    sheet = sheet_of(model_of([NUMBER, WORD], [("< 10", "-", '"a"'), (">= 12", "-", '"b"')]))

    [missing] = sheet.missing
    assert missing.words == "Gap"
    assert missing.cells == ("at least 10 and less than 12", "any")


def test_a_table_without_a_row_is_one_gap_of_any_values():
    sheet = sheet_of(model_of([WORD], []))

    assert sheet.line.startswith("0 rows, 1 gap")
    assert [each.cells for each in sheet.missing] == [("any",)]


def test_rows_that_may_not_stay_are_told_apart_from_rows_worth_knowing_of():
    first = sheet_of(model_of([WORD], [('"none","some"', '"a"'), ("-", '"b"')], hit_policy="FIRST"))
    unique = sheet_of(model_of([WORD], [('"none","some"', '"a"'), ("-", '"b"')]))

    assert {mark.kind for marks in first.marks.values() for mark in marks} == {"note"}
    assert {mark.kind for marks in unique.marks.values() for mark in marks} == {"wrong"}
    assert [mark.words for mark in unique.marks["r1"]] == ["Shares with R2"]


def test_a_row_that_could_not_be_analysed_says_so():
    model = model_of([NUMBER, WORD], [("< string length(harm)", "-", '"a"'), ("-", "-", '"b"')])
    table = model.decisions["t"].expression
    [sheet] = owner(version_with(model), "t").sheets

    assert [mark.words for mark in sheet.marks["r1"]] == ["Not analysed"]
    assert "1 cell not analysed" in one_line(table, sheet.analysis)
    assert marks_of(table, sheet.analysis) == sheet.marks
    assert missing_rows(table, sheet.analysis) == sheet.missing


def test_numbers_dates_and_truths_are_asked_and_given_as_the_decision_takes_them():
    model = model_of(
        [NUMBER, YES_NO, ("since", "date", "")],
        [("< 10", "true", '> date("2014-07-03")', '"a"'), ("-", "-", "-", '"b"')],
        hit_policy="FIRST",
    )
    version = version_with(model)
    entered = {"age": "9", "known": "true", "since": "2014-07-04"}

    asked = fields(version, "t", entered)
    answer = decide(tables_of(version), "t", given(version, "t", entered))

    assert [
        (each.name, each.hint, [choice.words for choice in each.choices]) for each in asked
    ] == [
        ("age", "A number, such as 12 or 0.5", []),
        ("known", "", ["yes", "no"]),
        ("since", "A date, such as 2014-07-03", []),
    ]
    assert isinstance(answer, Answer)
    assert [row.rule for row in answer.evaluation.matched] == ["R1"]


@pytest.mark.parametrize("typed", ["nine", "nan", "1e999999999"])
def test_what_is_no_number_or_far_too_large_is_refused_beside_its_field(typed):
    version = version_with(model_of([NUMBER], [("-", '"a"')]))
    entered = {"age": typed}

    refusal = decide(tables_of(version), "t", given(version, "t", entered))

    assert isinstance(refusal, Refusal)
    [asked] = fields(version, "t", entered, refusal.why)
    assert asked.value == typed
    assert len(asked.problems) == 1


def test_rows_that_fit_but_come_after_are_kept_apart_from_those_that_nearly_fit():
    model = model_of(
        [WORD],
        [('"none"', '"a"'), ('"none","some"', '"b"'), ("-", '"c"')],
        hit_policy="FIRST",
    )
    version = version_with(model)

    [step] = explained(version, decide(tables_of(version), "t", {"harm": "none"}))

    assert [row.row for row in step.answered] == ["R1"]
    assert [row.row for row in step.overtaken] == ["R2", "R3"]
    assert step.nearly == {1: (), 2: ()}


def test_what_has_parts_is_named_and_cannot_be_entered():
    model = model_of([("child", "tChild", "")], [("-", '"a"')])
    part = ItemDefinition("p", 1, "age", "", "number", False, (), None, None)
    child = ItemDefinition("c", 1, "tChild", "", None, False, (part,), None, None)
    composed = replace(model, items={"tChild": child})

    assert cannot_be_asked(version_with(composed), "t") == ("child",)
    assert cannot_be_asked(version_with(model), "t") == ()
