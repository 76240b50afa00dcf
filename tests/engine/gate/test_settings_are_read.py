"""settings.yaml, clauses.yaml and the texts of notices say what is wrong with them."""

from decimal import Decimal

import pytest

from engine.clauses import cited, read_clauses
from engine.errors import DefinitionError
from engine.messages import PLACEHOLDERS, read_message
from engine.settings_reader import read_settings
from engine.yaml_text import read_yaml

GOOD = """
facts: {type: tFacts, contradictions: contradictions, defaults: {outcome: "no"}}
case:
  lead_answer: {type: choice, values: {none_yet: No answer yet, accepted: Accepted}, initial: none_yet}
  due: {type: date, value: "=today()"}
settings:
  days: {value: 3, unit: working days, source: invented}
  strict: {value: false, unit: switch, source: invented}
bodies:
  dfe: {name: Example Department, email: dfe@example.invalid}
"""


def settings(text: str = GOOD):
    return read_settings(text.encode(), file="workflows/settings.yaml")


def sentences(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        settings(text)
    return [str(problem) for problem in caught.value.problems]


def test_settings_are_read_as_written():
    found = settings()

    assert found.values() == {"days": Decimal(3), "strict": False}
    assert found.case["due"].formula.text == "today()"
    assert found.case["lead_answer"].values["accepted"] == "Accepted"
    assert found.defaults == {"outcome": "no"}
    assert found.bodies["dfe"].email == "dfe@example.invalid"


def test_what_the_law_fixes_and_what_serves_a_clause_is_marked():
    marked = GOOD.replace("unit: switch", "unit: switch, clock: statutory, clause: 'N-01, T-02'")
    found = settings(marked.replace("type: date", "type: date, clock: statutory"))

    assert found.settings["strict"].statutory
    assert found.settings["strict"].clauses == ("N-01", "T-02")
    assert found.case["due"].statutory
    assert not found.settings["days"].statutory
    assert not settings().case["due"].statutory


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  days:", "  Days:", '"Days" is not snake case.'),
        ("value: 3", "value: ", "The setting has no value."),
        ("unit: working days", "unti: working days", '"unti" means nothing here.'),
        ("type: date", "type: day", '"day" is not a type.'),
        ("initial: none_yet", "initial: no_answer", '"no_answer" is not one of the values.'),
        ('"=today()"', "today()", "The value is not a formula."),
        ("dfe@example.invalid", "dfe", "This is not a mail address."),
        ("  due:", "  reference:", 'Every case has "reference" already.'),
        ('{outcome: "no"}', "{outcome: no}", "The fact is not text."),
        ("bodies:", "boddies:", 'Instead: write "bodies".'),
        ("unit: switch", "unit: switch, clock: law", '"law" is no clock.'),
        ("type: date", "type: date, clock: case", '"case" is no clock.'),
        ("  due:", "  held_days:", 'Every case has "held_days" already.'),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(old, new, sentence):
    assert GOOD.count(old) == 1

    assert any(sentence in line for line in sentences(GOOD.replace(old, new)))


def test_a_problem_of_a_setting_names_its_line():
    [line] = sentences(GOOD.replace("value: 3", "value: "))

    assert line.startswith("workflows/settings.yaml:7: settings.days.value: ")


@pytest.mark.parametrize(
    "text",
    ["a: &a [1]\nb: *a", "a: 1\na: 2", "a: [1", "\tb: 1", "a: !!python/name:os.system"],
    ids=["an alias", "a key twice", "an open list", "a tab", "a tag of Python"],
)
def test_yaml_that_is_more_than_plain_values_is_refused(text):
    with pytest.raises(DefinitionError):
        read_yaml(text.encode(), file="x.yaml")


def test_yaml_nested_too_deeply_is_refused():
    with pytest.raises(DefinitionError):
        read_yaml(b"[" * 30 + b"]" * 30, file="x.yaml")


def test_clauses_are_read_by_id():
    clauses = read_clauses(
        b"N-01: {section: N, actor: A, requirement: R, gap: true}", file="c.yaml"
    )

    assert clauses["N-01"].requirement == "R"
    assert clauses["N-01"].gap


@pytest.mark.parametrize(
    "text",
    ["", "N-01: {section: N, actor: A}", "N-01: {section: N, actor: A, requirement: R, note: x}"],
)
def test_a_clause_that_lacks_its_words_is_refused(text):
    with pytest.raises(DefinitionError):
        read_clauses(text.encode(), file="c.yaml")


def test_clauses_are_cited_with_commas_or_spaces():
    assert cited("N-01, T-02 R-03") == ("N-01", "T-02", "R-03")


def test_a_notice_is_filled_in_by_reference_only():
    text = read_message(
        b"# Due: {reference}\n\n{task} by {due}\n", file="workflows/messages/due.md"
    )

    notice = text.render(
        reference="SI-2026-0042", task="Triage", due="3 March 2026", link="x", recipient="Chair"
    )

    assert text.name == "due"
    assert text.placeholders == {"reference", "task", "due"}
    assert notice.subject == "Due: SI-2026-0042"
    assert notice.body == "Triage by 3 March 2026"


def test_no_value_can_add_a_line_to_the_head_of_a_mail():
    text = read_message(b"# {task}\n\nbody", file="x.md")

    notice = text.render(reference="", task="a\r\nBcc: all", due="", link="", recipient="")

    assert notice.subject == "a Bcc: all"


@pytest.mark.parametrize(
    "text",
    ["", "Subject\n\nbody", "# \n\nbody", "# S\n", "# S\n\n{child}", "# S\n\n{", "# S\n\n{{task}}"],
)
def test_a_text_that_cannot_be_sent_is_refused(text):
    with pytest.raises(DefinitionError) as caught:
        read_message(text.encode(), file="workflows/messages/x.md")

    assert all(problem.instead for problem in caught.value.problems)


def test_an_unknown_placeholder_is_answered_with_the_known_ones():
    with pytest.raises(DefinitionError) as caught:
        read_message(b"# S\n\nSeen by {child_name}\n", file="x.md")

    [problem] = caught.value.problems
    assert problem.line == 3
    assert all(f"{{{name}}}" in problem.instead for name in PLACEHOLDERS)
