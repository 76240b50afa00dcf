"""Why each row of a table did or did not match."""

from engine.dmn.verdicts import verdicts
from tests.tables.small_tables import model_of, table_of

COLUMNS = [("outcome", "string", '"died","harmed"'), ("age", "number", "")]


def told(rows, hit_policy="UNIQUE", **inputs):
    model = model_of(COLUMNS, rows, hit_policy=hit_policy)
    [trace] = model.evaluate("t", inputs, strict=True).trace
    return verdicts(table_of(model), trace)


def test_the_row_that_answers_is_told_from_those_that_nearly_did():
    answering, near, far = told(
        [('"died"', "< 5", '"a"'), ('"died"', ">= 5", '"b"'), ('"harmed"', ">= 5", '"c"')],
        outcome="died",
        age=3,
    )

    assert (answering.row, answering.matched, answering.failed) == ("R1", True, ())
    assert [(each.label, each.cell, each.value) for each in near.failed] == [("AGE", ">= 5", "3")]
    assert [each.label for each in far.failed] == ["OUTCOME", "AGE"]


def test_a_row_after_the_first_that_matches_has_nothing_against_it():
    first, second = told(
        [('"died"', "-", '"a"'), ("-", "-", '"b"')], hit_policy="FIRST", outcome="died", age=3
    )

    assert first.matched is True
    assert (second.matched, second.failed) == (False, ())


def test_a_cell_that_reads_another_column_is_left_open():
    model_rows = [("-", 'if outcome = "died" then ? < 5 else ? < 1', '"a"'), ("-", "-", '"b"')]

    first, _ = told(model_rows, hit_policy="FIRST", outcome="died", age=7)

    assert (first.matched, first.failed, first.open) == (False, (), (1,))
