"""Templates of documents are read strictly: what they name is there, or they are refused with the line."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_decisions import Decisions
from engine.bpmn.gate_formulas import Formulas
from engine.deployment import build, digest, read_folder
from engine.documents.gate import check_template
from engine.documents.reader import read_template
from engine.documents.template import Only, Paragraph, Place, Shape, Shown, Whose
from engine.errors import DefinitionError
from engine.problems import Problem
from tests.engine.gate.tiny_folder import problems, tiny_folder

FILE = "workflows/documents/record.md"
RECORD = """---
title: Record of the triage
clauses: T-01
formats: [pdf, docx]
tasks:
  - incident/triage
  - returns/answer
needs: triage
when: triage.outcome = "convene"
otherwise: It is made once the group is to meet.
seen-by: sig_chair business_manager
---

Decided: **{triage.outcome}**, by {by triage} on {date triage}.

{if facts.abuse = "yes"}

Due by {case.triage_due}, {settings.triage_days} working days after receipt.

{end}

{answers triage: outcome}

{missing answer of triage.agencies}

{decisions: classify}

{notices: reminder}
"""


def with_record(text: str = RECORD) -> dict[str, bytes]:
    return {**tiny_folder(), FILE: text.encode()}


def test_a_document_that_names_what_is_there_is_accepted():
    assert problems(with_record()) == []

    version = build(with_record())
    document = version.documents["record"]

    assert document.formats == ("pdf", "docx")
    assert document.seen_by == ("sig_chair", "business_manager")
    assert document.tasks == (("incident", "triage"), ("returns", "answer"))


def test_the_text_is_read_as_paragraphs_placeholders_and_blocks():
    blocks = build(with_record()).documents["record"].blocks

    assert isinstance(blocks[0], Paragraph)
    assert blocks[0].content[1] == Place(Whose.ANSWER, "triage", "outcome", 14, strong=True)
    assert isinstance(blocks[1], Only)
    assert blocks[1].condition.text == 'facts.abuse = "yes"'
    assert blocks[2] == Shown(Shape.ANSWERS, "triage", "", "", ("outcome",), 22)


def test_a_document_is_part_of_the_version_and_its_digest():
    other = RECORD.replace("Decided:", "It was decided:")

    assert build(with_record(other)).digest == digest(with_record(other))
    assert digest(with_record(other)) != digest(with_record())


@dataclass(frozen=True)
class Trap:
    about: str
    old: str
    new: str
    says: str
    line: int
    instead: str = ""


TRAPS = (
    Trap("a question", "triage.outcome}**", "triage.outcom}**", '"outcom"', 14, '"outcome"'),
    Trap("a task of by", "{by triage}", "{by triaje}", '"triaje"', 14, '"triage"'),
    Trap("a task that is not listed", "{date triage}", "{date hear}", '"hear"', 14),
    Trap("a field", "case.triage_due", "case.triage_du", '"triage_du"', 18, '"triage_due"'),
    Trap("a setting", "settings.triage_days", "settings.triage_day", "triage_day", 18),
    Trap("a fact", "{case.triage_due}", "{facts.abus}", '"abus"', 18, '"abuse"'),
    Trap("a task in the list", "returns/answer", "returns/anser", '"anser"', 7, '"answer"'),
    Trap("a process", "- incident/", "- incidnt/", '"incidnt"', 6, '"incident"'),
    Trap("a needed task", "needs: triage", "needs: triag", '"triag"', 8, '"triage"'),
    Trap("a role", "sig_chair business", "sig_chairs business", '"sig_chairs"', 11, '"sig_chair"'),
    Trap("a clause", "clauses: T-01", "clauses: T-02", '"T-02"', 3, "T-01"),
    Trap("a format", "pdf, docx", "pdf, doc", '"doc"', 4, "docx"),
    Trap("no PDF", "[pdf, docx]", "[docx]", "PDF", 4),
    Trap("a key of the head", "otherwise:", "otherwhise:", '"otherwhise"', 10, '"otherwise"'),
    Trap("a literal of when", '= "convene"', '= "convenes"', "convenes", 9, "convene"),
    Trap("a name of when", "when: triage", "when: triaje", "triaje", 9, "triage"),
    Trap("a name of if", "facts.abuse =", "facts.abus =", "abus", 16, "abuse"),
    Trap("a condition that is no FEEL", 'abuse = "yes"', "abuse = =", "expected", 16),
    Trap("a column", "triage: outcome", "triage: outcom", '"outcom"', 22, '"outcome"'),
    Trap("a question that asks no agencies", "triage.agencies", "triage.outcome", "agencies", 24),
    Trap("a decision", "decisions: classify", "decisions: clasify", "clasify", 26, "classify"),
    Trap("a message", "notices: reminder", "notices: remindr", '"remindr"', 28, '"reminder"'),
    Trap("a block that is none", "{answers triage: outcome}", "{answers triage outcome}", "", 22),
    Trap("a block inside text", "{notices: reminder}", "See {notices: reminder}", "inside", 28),
    Trap("a placeholder that is none", "{by triage}", "{from triage}", "from triage", 14),
    Trap("if without end", "{end}", "The end.", "{end}", 16),
    Trap("end without if", '{if facts.abuse = "yes"}', "Due.", "ends nothing", 20),
    Trap("rows that do not repeat", "{answers triage: outcome}", "{table triage.outcome}", "", 22),
    Trap("a bracket alone", "Decided:", "Decided {:", "bracket", 14),
    Trap("a link", "Decided:", "[Decided](https://example.invalid):", "more", 14, "links"),
    Trap("code", "Decided:", "`Decided`:", "more", 14, "code"),
    Trap("a picture", "Decided:", "![Decided](a.png):", "more", 14, "pictures"),
    Trap("HTML", "{decisions: classify}", "```\nx\n```", "Something other", 26),
    Trap("a main heading", "{decisions: classify}", "# Decisions", "level 1", 26),
    Trap("counting in a case", "{decisions: classify}", "{count triage.outcome}", "year", 26),
)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.about)
def test_what_cannot_be_filled_in_is_refused_with_its_line(trap: Trap):
    assert RECORD.count(trap.old) == 1

    found = problems(with_record(RECORD.replace(trap.old, trap.new)))

    assert any(
        problem.file == FILE
        and problem.line == trap.line
        and trap.says in problem.what
        and trap.instead in problem.instead
        for problem in found
    ), [str(problem) for problem in found]


@pytest.mark.parametrize("text", ["", "No head.\n", "---\ntitle: Record\n"])
def test_a_file_without_a_head_is_refused(text: str):
    assert [problem.file for problem in problems(with_record(text))] == [FILE]


def test_a_file_that_is_not_text_is_refused():
    with pytest.raises(DefinitionError, match="UTF-8"):
        read_template(b"\xff\xfe", file=FILE)


def test_a_task_that_is_listed_and_never_read_is_refused():
    text = RECORD.replace("{missing answer of triage.agencies}", "Nothing.")

    [problem] = problems(with_record(text))

    assert '"answer"' in problem.what


REAL = read_folder(Path(__file__).parents[3])
TEMPLATES = sorted(path for path in REAL if path.startswith("workflows/documents/"))
# Words of the grammar, not anybody's names.
GRAMMAR = {
    *("answers", "table", "cards", "every", "merged", "missing", "of", "by", "date", "decisions"),
    *("notices", "count", "days", "to", "if", "end", "and", "or", "not", "null", "true", "false"),
}


@cache
def _dataflow() -> Dataflow:
    version = build(REAL)
    return Dataflow.of(version, Decisions(version), Formulas())


def _refusals(path: str, text: str) -> list[Problem]:
    try:
        template = read_template(text.encode(), file=path)
    except DefinitionError as error:
        return list(error.problems)
    return check_template(template, _dataflow()).problems


def _misspelt(text: str) -> list[tuple[int, str, str]]:
    """Return the line, the name and the whole text with that one name misspelt, name by name."""
    found = []
    inside = [*re.finditer(r"\{[^{}]*\}", text), *re.finditer(r"(?m)^when: .*$", text)]
    for place in inside:
        start = place.start() + (len("when:") if place[0].startswith("when:") else 1)
        for name in re.compile(r"[A-Za-z_][A-Za-z_0-9]*").finditer(text, start, place.end()):
            if name[0] not in GRAMMAR:
                line = text.count("\n", 0, name.start()) + 1
                spelt = f"{text[: name.start()]}{name[0]}q{text[name.end() :]}"
                found.append((line, name[0], spelt))
    return found


def test_there_are_the_documents_of_the_protocol():
    assert {Path(path).stem for path in TEMPLATES} == {
        "agency_request",
        "cases_of_a_year",
        "confidential_note",
        "contract",
        "decision_record",
        "merged_chronology",
        "publication_record",
        "recommendations_and_action_plan",
        "sig_report",
        "terms_of_reference",
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: Path(path).stem)
def test_every_name_of_every_document_is_noticed_when_it_is_misspelt(path: str):
    text = REAL[path].decode()
    misspelt = _misspelt(text)
    assert len(misspelt) > 5
    assert _refusals(path, text) == []

    unnoticed = [
        f"{path}:{line}: {name}"
        for line, name, spelt in misspelt
        if line not in {problem.line for problem in _refusals(path, spelt)}
    ]

    assert unnoticed == []


GUIDE = (Path(__file__).parents[3] / "docs/documents.md").read_text("utf-8")


def test_the_guide_names_every_block():
    assert [shape.value for shape in Shape if f"`{{{shape.value} " not in GUIDE] == []


def test_the_example_of_the_guide_is_accepted():
    example = re.search(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)

    assert _refusals("workflows/documents/example.md", example[1]) == []
