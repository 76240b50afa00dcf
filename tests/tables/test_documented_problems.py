"""What docs/decision-tables.md shows is what the program prints."""

from pathlib import Path

from click.testing import CliRunner

from engine.clauses import read_clauses
from engine.dmn import read_model
from engine.row_gate import check_rows
from engine.table_gate import check_tables
from web.commands import main

ROOT = Path(__file__).parents[2]
FILE = "workflows/decisions/criteria.dmn"
DOCUMENT = (ROOT / "docs/decision-tables.md").read_text()
MISTAKES = [
    ("review_type_rt_11", '"no","unknown","clearly_none"', '"no","clearly_none"'),
    ("lead_authority_la_2", '<text>"no"</text>', "<text>-</text>"),
    ("harm_level_hl_6", '"harmed"</text></inputEntry>', '"harm"</text></inputEntry>'),
    ("review_type_rt_17", '"IMR"', '"IRM"'),
    ("review_type_rt_19", "<text>T-27</text>", "<text></text>"),
]
SETS = """[{"placed_by_other_authority": "no", "ordinarily_resident_elsewhere": "no"},
 {"placed_by_other_authority": "maybe"},
 {"placed_by_other_authority": "no", "ordinarily_resident_elsewhere": "no",
  "outcome": "harmed", "suspected_suicide": "yes"}]"""


def with_mistakes():
    text = (ROOT / FILE).read_text()
    for rule, old, new in MISTAKES:
        start = text.index(f'<rule id="{rule}">')
        end = text.index("</rule>", start)
        assert text.count(old, start, end) == 1
        text = text[:start] + text[start:end].replace(old, new) + text[end:]
    return text


def test_the_problems_shown_are_those_that_are_printed():
    models = {"criteria": read_model(with_mistakes().encode(), file=FILE)}
    clauses = read_clauses((ROOT / "workflows/clauses.yaml").read_bytes(), file="clauses.yaml")

    printed = [str(each) for each in (*check_tables(models), *check_rows(models, clauses))]

    shown = [line for line in DOCUMENT.splitlines() if line.startswith(f"{FILE}:")]
    assert sorted(printed) == sorted(shown)
    assert len(shown) == 7


def test_the_answers_and_refusals_shown_are_those_that_are_printed(tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(SETS)

    arguments = ["decide", "lead_authority", "--facts", str(file), "--folder", str(ROOT)]
    result = CliRunner().invoke(main, arguments)

    assert f"$ review-desk decide lead_authority --facts facts.json\n{result.output}" in DOCUMENT
