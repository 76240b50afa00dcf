"""What the protocol tells people, and asks them nothing about, stands in the forms where they need it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.deployment import build, read_folder
from engine.forms import ShownGroup, ShownText
from tests.workflows.drawing import ROOT

VERSION = build(read_folder(ROOT))
NOTIFICATION = ("serious_incident", "notification_submitted")
RECOMMENDATION = ("serious_incident", "recommend")
METHODOLOGY = ("finding_author", "propose_methodology")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
METHODS = (
    "SCIE Learning Together",
    "Root Cause Analysis",
    "Child Practice Review",
    "Significant Incident Learning Process",
    "Appreciative Inquiry",
    "any method that follows the principles",
)


def said_in(
    at: tuple[str, str], answers: dict[str, Any], points: tuple[str, ...] = (), **facts: str
) -> str:
    """Return every text that the form shows with these answers on a case with these facts and points."""
    settings = dict(VERSION.settings.values())
    known = {**VERSION.settings.defaults, **facts}
    review = {"recommendation": "NFA", "further_information": False}
    context = {"facts": known, "case": {}, "settings": settings, "review_type": review}
    context["points"] = [{"code": "X", "prompt": each} for each in points]
    shown = VERSION.forms[at].lay_out(answers, context=context, now=NOW)
    beside = [each.text for each in VERSION.forms[at].beside()]
    return "\n".join([*beside, *texts(shown)])


def texts(items) -> list[str]:
    found = []
    for item in items:
        if isinstance(item, ShownText):
            found.append(item.words)
        if isinstance(item, ShownGroup):
            found += texts(item.items)
    return found


@pytest.mark.clause("A1-00", "N-30", "N-31")
def test_the_notification_is_headed_as_confidential_and_says_whom_it_goes_to():
    said = said_in(NOTIFICATION, {})

    assert "**Confidential.** Case Review Notification Form" in said
    assert "Serious Incident Group" in said
    assert "sent securely" in said
    assert "as soon as the criteria are met" in said


@pytest.mark.clause("G-08", "N-03", "N-28")
def test_beside_the_notification_stands_what_the_duty_does_not_depend_on():
    said = said_in(NOTIFICATION, {})

    assert "A notification to the SIG is a notification to the Board" in said
    assert "regardless of whether a review has been triggered by your own procedures" in said
    assert "If you are in doubt whether to notify, speak to the Business Manager" in said


@pytest.mark.clause("N-27")
def test_who_notifies_excellent_practice_reads_nothing_of_blame():
    praise = "nothing here asks for blame"

    assert praise in said_in(NOTIFICATION, {"reason_class": "excellent_practice"})
    assert praise not in said_in(NOTIFICATION, {"reason_class": "serious_case_review"})
    assert praise not in said_in(NOTIFICATION, {})


@pytest.mark.clause("A1-02")
@pytest.mark.parametrize(
    ("born", "incident", "warned"),
    [
        ("2008-02-26", "2026-02-26", True),
        ("2008-02-27", "2026-02-26", False),
        ("2019-05-04", "2026-02-26", False),
    ],
)
def test_who_was_18_on_the_day_of_the_incident_is_pointed_out_and_may_be_notified(
    born, incident, warned
):
    answers = {
        "children": [{"date_of_birth": "2020-01-01"}, {"date_of_birth": born}],
        "incident_on": incident,
    }

    assert ("was 18 or older" in said_in(NOTIFICATION, answers)) is warned


@pytest.mark.clause("N-32")
def test_a_late_notification_is_asked_for_at_once_and_never_barred():
    late = "More than 7 days have passed since then. Please notify now"

    assert late in said_in(NOTIFICATION, {"criteria_met_on": "2026-02-22"})
    assert late not in said_in(NOTIFICATION, {"criteria_met_on": "2026-02-23"})


@pytest.mark.clause("N-01", "N-02")
@pytest.mark.parametrize(
    ("unsatisfactory", "better", "duty"),
    [("yes", "yes", True), ("yes", "unknown", False), ("no", "yes", False)],
)
def test_who_sees_both_sides_of_the_duty_is_told_that_they_have_it(unsatisfactory, better, duty):
    answers = {
        "facts": {"unsatisfactory_outcome": unsatisfactory, "better_interagency_likely": better}
    }

    said = said_in(NOTIFICATION, answers)

    assert ("You have a duty to report this" in said) is duty
    assert ("the Child Death Overview Panel report incidents" in said) is duty


@pytest.mark.clause("A4-01", "A4-02", "A4-03", "A4-04", "A4-05", "A4-06", "C-27")
@pytest.mark.parametrize("form", [RECOMMENDATION, METHODOLOGY])
def test_every_method_that_the_protocol_names_is_explained_where_one_is_chosen(form):
    said = said_in(form, {})

    assert [method for method in METHODS if method not in said] == []
    assert "not limited to systems methods" in said


@pytest.mark.clause("A4-05")
@pytest.mark.parametrize("form", [RECOMMENDATION, METHODOLOGY])
def test_for_excellent_practice_appreciative_inquiry_is_suggested(form):
    suggested = "**Appreciative Inquiry is suggested**"

    # What is recommended is asked above the method, which is not asked where nothing is reviewed.
    answers = {"recommendation": "SIR"}
    assert suggested in said_in(form, answers, excellent_practice="yes")
    assert suggested not in said_in(form, answers, excellent_practice="no")


@pytest.mark.clause("N-14", "N-21", "N-26", "N-27", "D-04", "D-05")
@pytest.mark.parametrize("form", ["consider", "recommend", "decide_review"])
def test_points_to_weigh_stand_where_the_review_is_weighed(form):
    point = "There is national or public interest: weigh it in the decision."
    at = ("serious_incident", form)

    assert point in said_in(at, {}, points=(point,))
    assert "Points to weigh" not in said_in(at, {})
