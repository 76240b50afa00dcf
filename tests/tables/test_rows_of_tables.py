"""Every row of a table has a code of its own and cites its clauses."""

from pathlib import Path

import pytest

from engine.clauses import read_clauses
from engine.dmn import read_model
from engine.row_gate import check_rows

ROOT = Path(__file__).parents[2]
CRITERIA = (ROOT / "workflows/decisions/criteria.dmn").read_text()
CLAUSES = read_clauses((ROOT / "workflows/clauses.yaml").read_bytes(), file="clauses.yaml")


def problems(text):
    return check_rows({"criteria": read_model(text.encode(), file="criteria.dmn")}, CLAUSES)


def test_the_register_holds_every_clause_of_the_protocol():
    assert len(CLAUSES) == 185


def test_every_row_of_the_criteria_has_its_code_and_its_clauses():
    assert problems(CRITERIA) == []


@pytest.mark.parametrize(
    ("old", "new", "label", "what", "count"),
    [
        ("<text>T-20, T-21</text>", "<text></text>", "RT-02", "It cites no clause.", 1),
        ("<text>T-20, T-21</text>", "<text>T-99</text>", "RT-02", 'There is no clause "T-99".', 1),
        ("<text>RT-02</text>", "<text></text>", "review_type_rt_02", "It has no code.", 1),
        (
            "<text>RT-02</text>",
            "<text>RT-03</text>",
            "RT-03",
            'The code "RT-03" stands at 2 rows.',
            2,
        ),
    ],
)
def test_a_row_without_its_code_or_clauses_is_refused(old, new, label, what, count):
    assert CRITERIA.count(old) == 1

    found = problems(CRITERIA.replace(old, new))

    assert [(each.label, each.what) for each in found] == [(label, what)] * count
    assert all(each.file == "criteria.dmn" and each.line for each in found)


def test_a_table_without_the_columns_is_refused():
    start = CRITERIA.index('<decision id="lead_authority"')
    end = CRITERIA.index("</decision>", start)
    table = CRITERIA[start:end].replace('<annotation name="clause" />', "")

    [problem] = problems(CRITERIA[:start] + table + CRITERIA[end:])

    assert problem.element == "lead_authority_table"
    assert problem.what == "The table has no annotation column clause."
