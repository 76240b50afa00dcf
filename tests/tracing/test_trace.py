"""The trace says of every clause what carries it and what shows it, and leaves no gap unsaid."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from engine.clauses import Clause, read_clauses
from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.tracing.carriers import Carrier, Sort, parts_of
from engine.tracing.citations import (
    Citation,
    Proof,
    check_citations,
    cited_in_cases,
    cited_in_tests,
)
from engine.tracing.trace import trace
from engine.version import Version
from web.tracing import access_rules, trace_of

ROOT = Path(__file__).parents[2]


@cache
def version() -> Version:
    return build(read_folder(ROOT))


def clause(name: str, **more: str) -> Clause:
    return Clause(name, "Section", "Actor", "Requirement.", gap=False, line=1, **more)


def carrier(*clauses: str) -> Carrier:
    return Carrier(Sort.ELEMENT, "process", "step", "Step", "workflows/process.bpmn", 7, clauses)


def citation(name: str) -> Citation:
    return Citation(name, Proof.SCENARIO, "A case", "workflows/scenarios/a.yaml", 1)


def test_a_clause_with_a_carrier_and_a_case_has_no_gap():
    found = trace({"N-08": clause("N-08")}, [carrier("N-08")], [citation("N-08")])

    assert list(found.gaps()) == []
    assert found.by_id["N-08"].carriers == (carrier("N-08"),)


def test_a_clause_that_nothing_carries_is_a_gap():
    found = trace({"N-08": clause("N-08")}, [], [citation("N-08")])

    assert list(found.gaps()) == ["N-08: nothing carries it."]


def test_a_clause_that_nothing_shows_is_a_gap():
    found = trace({"N-08": clause("N-08")}, [carrier("N-08")], [])

    assert list(found.gaps()) == ["N-08: no scenario, example or test shows it."]


def test_a_statement_needs_neither_but_nothing_may_carry_it():
    stated = {"G-01": clause("G-01", statement="docs/interpretation.md")}

    assert list(trace(stated, [], []).gaps()) == []
    assert len(list(trace(stated, [carrier("G-01")], []).gaps())) == 1


def test_more_than_fifteen_statements_are_a_gap():
    def stated(count: int) -> dict[str, Clause]:
        names = [f"G-{number}" for number in range(count)]
        return {name: clause(name, statement="docs/interpretation.md") for name in names}

    assert list(trace(stated(15), [], []).gaps()) == []
    assert len(list(trace(stated(16), [], []).gaps())) == 1


def test_a_part_that_cites_nothing_is_listed():
    found = trace({}, [carrier(), replace(carrier("N-08"), id="other")], [])

    assert found.uncited == (carrier(),)


def test_every_sort_of_carrier_is_found_in_the_protocol():
    found = {part.sort for part in (*parts_of(version()), *access_rules()) if part.clauses}

    assert found >= {Sort.ELEMENT, Sort.NOTICE, Sort.ROW, Sort.QUESTION, Sort.ACCESS}


def test_no_two_carriers_have_one_name():
    names = [part.name for part in (*parts_of(version()), *access_rules())]

    assert len(names) > 500
    assert len(names) == len(set(names))


def test_every_clause_cited_anywhere_is_in_the_register():
    found = trace_of(version())
    cited = tuple(each for traced in found.clauses for each in traced.citations)

    assert check_citations((*cited, *cited_in_cases(version().files)), version().clauses) == ()
    assert {clause for rule in access_rules() for clause in rule.clauses} <= set(version().clauses)


def test_a_citation_of_no_clause_is_refused_with_the_nearest():
    (problem,) = check_citations((citation("N-80"),), {"N-08": clause("N-08")})

    assert '"N-80"' in problem.what
    assert '"N-08"' in problem.instead


def test_the_marks_of_tests_are_read_where_they_are_written_out(tmp_path):
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_a.py").write_text(
        'import pytest\n\n@pytest.mark.clause("N-08", "N-09")\ndef test_it():\n    pass\n'
    )

    found = cited_in_tests(tests)

    assert [(each.clause, each.name, each.file) for each in found] == [
        ("N-08", "test_it", "tests/test_a.py"),
        ("N-09", "test_it", "tests/test_a.py"),
    ]


def test_a_mark_that_is_worked_out_is_refused(tmp_path):
    (tmp_path / "test_a.py").write_text(
        "import pytest\n\n@pytest.mark.clause(*IDS)\ndef test_it():\n    pass\n"
    )

    with pytest.raises(DefinitionError) as refused:
        cited_in_tests(tmp_path)

    assert "worked out" in str(refused.value.problems[0])


def test_a_statement_names_a_page_below_docs():
    written = "G-01: {section: S, actor: A, requirement: R., statement: docs/purpose.md}"

    assert read_clauses(written.encode(), file="c.yaml")["G-01"].statement == "docs/purpose.md"
    with pytest.raises(DefinitionError):
        read_clauses(written.replace("docs/", "").encode(), file="c.yaml")


def test_the_page_of_a_statement_says_which_clause_it_states():
    for traced in trace_of(version()).statements:
        assert traced.clause.statement
        page = (ROOT / traced.clause.statement).read_text("utf-8")
        assert traced.clause.id in page, traced.clause.id


def test_every_clause_of_the_protocol_is_carried_and_shown():
    assert len(trace_of(version()).clauses) > 180
    assert list(trace_of(version()).gaps()) == []
