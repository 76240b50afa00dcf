"""Between them the worked cases and decision examples go every way and use every row."""

from functools import cache
from pathlib import Path

import pytest

from engine.decide import read_tables
from engine.decision_examples import ask, example_paths, read_examples
from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.tracing.coverage import Coverage, coverage
from engine.version import Version

ROOT = Path(__file__).parents[2]
FILES = read_folder(ROOT)
ONE = "workflows/scenarios/decisions/one.yaml"
WRITTEN = """
decision: lead_authority
usually: {placed_by_other_authority: no, ordinarily_resident_elsewhere: no}
examples:
  - title: The child belongs here
    clauses: [N-21]
    given: {}
    rows: [lead_authority/LA-3]
    result: {lead: bscb, action: none}
"""


@cache
def version() -> Version:
    return build(FILES)


@cache
def covered(*without: str) -> Coverage:
    return coverage(version(), without=frozenset(without))


def asked(written: str):
    return ask(read_tables(FILES), read_examples({ONE: written.encode()}, ONE))


def test_every_flow_is_taken_and_every_row_matched():
    assert len(covered().flows) > 250
    assert len(covered().rows) > 100
    assert covered().missed == ()


def test_a_flow_that_only_one_case_takes_is_missed_without_it():
    by_one = next((flow, by) for flow, by in covered().flows.items() if len(by) == 1)

    assert any(by_one[0] in sentence for sentence in covered(*by_one[1]).missed)


def test_a_row_that_only_one_file_matches_is_missed_without_it():
    row, by = next((row, by) for row, by in covered().rows.items() if len(by) == 1)

    assert any(sentence.startswith(f"{row}:") for sentence in covered(*by).missed)


def test_every_decision_that_is_a_table_has_examples():
    titles = {read_examples(FILES, path).decision for path in example_paths(FILES)}

    assert {"review_type", "notification_duty", "panel_chair", "publication"} <= titles


@pytest.mark.parametrize("path", example_paths(FILES))
def test_every_example_is_answered_as_stated(path):
    for answer in ask(read_tables(FILES), read_examples(FILES, path)):
        assert answer.differences == (), answer.example.title


@pytest.mark.parametrize(
    ("stated", "instead"),
    [
        ("rows: [lead_authority/LA-3]", "rows: [lead_authority/LA-2]"),
        ("rows: [lead_authority/LA-3]", "rows: [lead_authority/LA-3, lead_authority/LA-1]"),
        ("lead: bscb", "lead: other"),
        ("given: {}", "given: {ordinarily_resident_elsewhere: yes}"),
        ("given: {}", "given: {ordinarily_resident_elsewhere: perhaps}"),
    ],
)
def test_an_example_that_states_anything_else_differs(stated, instead):
    assert [answer.differences for answer in asked(WRITTEN)] == [()]
    assert any(answer.differences for answer in asked(WRITTEN.replace(stated, instead)))


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("decision: lead_authority", "", "names no"),
        ("    title: The child belongs here\n", "", 'no "title"'),
        ("clauses: [N-21]", "clause: [N-21]", "means nothing"),
        ("rows: [lead_authority/LA-3]", "refused: [V1a]", "unclear"),
        ("given: {}", "given: none", "Named values"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(written, instead, said):
    text = WRITTEN.replace("- title", "-\n    title")
    assert written in text

    with pytest.raises(DefinitionError) as refused:
        read_examples({ONE: text.replace(written, instead).encode()}, ONE)

    assert said in refused.value.problems[0].what
    assert refused.value.problems[0].file == ONE
