"""annual_report.yaml says what is wrong with it."""

import pytest

from engine.annual import Source, read_annual_report
from engine.errors import DefinitionError

GOOD = """
begun:
  title: Begun
  about: What was begun.
  clause: A5-08, P-06
  by: review_type
  total: true
  lines:
    first: {label: First, left: one/begin two/begin}
    again: {label: Again, taken: one/flow}
  awaited:
    told: {label: Told, to: notifier, since: one/begin, until: one/tell two/tell, due: told_by}
kinds:
  title: Departures
  about: By kind.
  clause: A5-08
  departures: every
in_time:
  title: In time
  about: In time or late.
  clause: A5-08
  lines:
    step: {label: Step, deadline: one/step}
"""


def figures(text: str = GOOD):
    return read_annual_report(text.encode(), file="workflows/annual_report.yaml")


def test_figures_are_read_as_written():
    found = figures()

    assert list(found) == ["begun", "kinds", "in_time"]
    assert found["begun"].clauses == ("A5-08", "P-06")
    assert found["begun"].by_review_type
    assert found["begun"].summed
    assert found["begun"].lines["first"].source is Source.LEFT
    assert found["begun"].lines["first"].places == ("one/begin", "two/begin")
    told = found["begun"].awaited["told"]
    assert (told.label, told.to, told.since) == ("Told", "notifier", ("one/begin",))
    assert told.due == "told_by"
    assert told.until == ("one/tell", "two/tell")
    assert found["kinds"].awaited == {}
    assert found["kinds"].every_departure
    assert found["kinds"].summed
    assert found["in_time"].is_of_deadlines
    assert not found["in_time"].summed


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("begun:", "Begun:", '"Begun" is not snake case.'),
        ("first:", "First:", '"First" is not snake case.'),
        ("title: Begun", "titel: Begun", 'write "title"'),
        ("label: First", "lable: First", 'write "label"'),
        ("until: one/tell two/tell, ", "", "Text is missing here."),
        ("due: told_by", "by: told_by", "by"),
        ("  about: What was begun.\n", "", "Text is missing here."),
        ("by: review_type", "by: agency", '"agency" splits nothing.'),
        ("total: true", "total: maybe", '"total" is not true or false.'),
        ("left: one/begin two/begin", "left: one/begin one/begin", "is named twice"),
        (", taken: one/flow", "", "It is not said what the line counts."),
        ("taken: one/flow", "taken: one/flow, left: one/begin", "It counts two things."),
        ("departures: every", "departures: most", '"most" is not "every".'),
        ("  departures: every\n", "", "has lines, or one for every kind"),
        ("  by: review_type\n  total: true", "  departures: every", "and not both"),
        ("taken: one/flow", "deadline: one/flow", "Lines with a deadline stand beside"),
        ("taken: one/flow", "departures: late", "are not counted by type of review"),
        ("  lines:\n    step", "  total: true\n  lines:\n    step", "deadline have no total"),
        ("    step: {label: Step, deadline: one/step}", "    step: [1]", "Entries are missing"),
    ],
)
def test_what_cannot_be_counted_or_read_is_refused(old: str, new: str, sentence: str):
    assert old in GOOD
    with pytest.raises(DefinitionError) as caught:
        figures(GOOD.replace(old, new, 1))

    assert any(sentence in str(problem) for problem in caught.value.problems)
