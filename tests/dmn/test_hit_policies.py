"""What each hit policy makes of the rows that match."""

from decimal import Decimal

import pytest

from tests.dmn.decision_files import decision, input_data, model_of, table

ROWS = (
    ("A", "", ["> 10"], ["3"]),
    ("B", "", ["> 5"], ["1"]),
    ("C", "", ["> 0"], ["2"]),
    ("D", "", ["> 7"], ["1"]),
)


def evaluate(hit_policy, x, *, aggregation="", rows=ROWS, strict=False):
    outputs = [("out", "number", "1,2,3")]
    logic = table(hit_policy, ["x"], outputs, *rows, aggregation=aggregation)
    model = model_of(input_data("x"), decision("d", logic, inputs=["x"]))
    return model.evaluate("d", {"x": x}, strict=strict)


@pytest.mark.parametrize(
    ("hit_policy", "aggregation", "expected", "rows"),
    [
        ("FIRST", "", 3, ["A"]),
        ("PRIORITY", "", 1, ["B"]),
        ("RULE ORDER", "", [3, 1, 2, 1], ["A", "B", "C", "D"]),
        ("OUTPUT ORDER", "", [1, 1, 2, 3], ["A", "B", "C", "D"]),
        ("COLLECT", "", [3, 1, 2, 1], ["A", "B", "C", "D"]),
        ("COLLECT", "SUM", 7, ["A", "B", "C", "D"]),
        ("COLLECT", "COUNT", 4, ["A", "B", "C", "D"]),
        ("COLLECT", "MIN", 1, ["A", "B", "C", "D"]),
        ("COLLECT", "MAX", 3, ["A", "B", "C", "D"]),
    ],
)
def test_a_hit_policy_answers_with_the_rows_it_rests_on(hit_policy, aggregation, expected, rows):
    evaluation = evaluate(hit_policy, 11, aggregation=aggregation, strict=True)

    assert evaluation.value == expected
    assert [row.rule for row in evaluation.matched] == rows


def test_unique_answers_where_one_row_matches():
    assert evaluate("UNIQUE", 3, strict=True).value == 2


def test_any_answers_where_all_rows_agree():
    rows = (("B", "", ["> 5"], ["1"]), ("D", "", ["> 7"], ["1"]))

    evaluation = evaluate("ANY", 11, rows=rows, strict=True)

    assert evaluation.value == 1
    assert [row.rule for row in evaluation.matched] == ["B", "D"]


def test_any_is_null_where_rows_differ():
    evaluation = evaluate("ANY", 11)

    assert evaluation.value is None
    assert "ANY" in evaluation.warnings[0].sentence


def test_unique_is_null_where_rows_overlap():
    evaluation = evaluate("UNIQUE", 6)

    assert evaluation.value is None
    assert [row.rule for row in evaluation.matched] == ["B", "C"]


@pytest.mark.parametrize("hit_policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER"])
def test_no_match_is_null_with_a_reason(hit_policy):
    evaluation = evaluate(hit_policy, -1)

    assert evaluation.value is None
    assert "No row" in evaluation.warnings[0].sentence


def test_counting_no_match_is_zero():
    assert evaluate("COLLECT", -1, aggregation="COUNT", strict=True).value == Decimal(0)


def test_priority_goes_by_the_first_output_then_the_next():
    outputs = [("kind", "string", '"SCR","SIR"'), ("when", "string", '"now","later"')]
    rows = (
        ("A", "", ["-"], ['"SIR"', '"now"']),
        ("B", "", ["-"], ['"SCR"', '"later"']),
        ("C", "", ["-"], ['"SCR"', '"now"']),
    )
    logic = table("PRIORITY", ["x"], outputs, *rows)
    model = model_of(input_data("x"), decision("d", logic, inputs=["x"]))

    evaluation = model.evaluate("d", {"x": 1}, strict=True)

    assert evaluation.value == {"kind": "SCR", "when": "now"}
    assert [row.rule for row in evaluation.matched] == ["C"]


def test_a_first_table_does_not_read_rows_behind_the_match():
    rows = (("A", "", ["> 0"], ["1"]), ("B", "", ["> unknown name"], ["2"]))

    assert evaluate("FIRST", 5, rows=rows, strict=True).value == 1
