"""A question that was never asked is never offered as answered: a "no" must be somebody's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.answering import accept
from engine.bpmn.spiff_session import Session
from engine.calendar import Calendar
from engine.deployment import build, read_folder
from engine.errors import InvalidAnswersError
from engine.forms import Answers
from engine.version import Version

ROOT = Path(__file__).parents[2]
ASKED_OF_ABUSE = {"serious_sexual_abuse", "institutional_abuse", "abused_while_looked_after"}


@pytest.fixture(scope="module")
def version() -> Version:
    return build(read_folder(ROOT))


def facts(version: Version, **known: str) -> dict[str, str]:
    return {**version.settings.defaults, **known}


def settled_facts(version: Version, answers: Answers, *, present: dict[str, str]) -> dict[str, str]:
    session = Session(version, datetime(2026, 3, 2, tzinfo=UTC), Calendar(), dict(present), {})
    accept(session, version, version.element("serious_incident", "supply_detail"), answers)
    return session.facts


def offered(version: Version, task: str, present: dict[str, str]) -> dict[str, str]:
    form = version.forms["serious_incident", task]
    return form.prefilled({"facts": present, "case": {}, "settings": {}}).get("facts", {})


@pytest.mark.parametrize("task", ["supply_detail", "consider"])
def test_what_was_asked_stands_in_the_form_and_what_was_not_stands_empty(version, task):
    without_abuse = facts(version, outcome="harmed", abuse_or_neglect="no")
    with_abuse = facts(version, outcome="harmed", abuse_or_neglect="known")

    assert offered(version, task, without_abuse)["abuse_or_neglect"] == "no"
    assert not ASKED_OF_ABUSE & offered(version, task, without_abuse).keys()
    assert offered(version, task, with_abuse).keys() >= ASKED_OF_ABUSE


def test_abuse_that_comes_to_light_has_its_questions_answered_by_somebody(version):
    form = version.forms["serious_incident", "supply_detail"]
    context = {
        "facts": facts(version, outcome="harmed", abuse_or_neglect="no"),
        "case": {},
        "settings": {},
    }
    entered = form.prefilled(context)

    entered["facts"]["abuse_or_neglect"] = "suspected"

    with pytest.raises(InvalidAnswersError) as refused:
        form.validate(entered, context=context)
    assert {f"facts.{name}" for name in ASKED_OF_ABUSE} <= refused.value.problems.keys()


def test_what_no_longer_arises_falls_back_to_its_default(version):
    form = version.forms["serious_incident", "supply_detail"]
    died = facts(version, outcome="died", died_in_custody="yes", custody_setting="remand")
    context = {"facts": died, "case": {}, "settings": {}}
    entered = {**form.prefilled(context), "answer": "The child lives after all."}
    entered["facts"]["outcome"] = "harmed"
    entered["facts"] |= {"life_threatening_injury": "no", "near_miss_of": "none"}

    answers = form.validate(entered, context=context)
    settled = settled_facts(version, answers, present=died)

    assert settled["died_in_custody"] == version.settings.defaults["died_in_custody"]
    assert settled["custody_setting"] == version.settings.defaults["custody_setting"]
