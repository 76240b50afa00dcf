"""Of a submission that is not theirs, people read the answers that were written for them."""

from pathlib import Path

import pytest

from engine.forms import Form, read_form
from engine.forms.parts import part_of

TRIAGE = Path(__file__).parents[2] / "forms/serious_incident/triage.form"
ANSWERS = {
    "discussed": "no",
    "no_discussion_reason": "Not for the notifier.",
    "outcome": "more_detail",
    "reason": "Not for the notifier either.",
    "detail_wanted": "How is the child now?",
}


@pytest.fixture(scope="module")
def triage() -> Form:
    return read_form(TRIAGE.read_bytes(), file="forms/serious_incident/triage.form")


def test_a_part_holds_the_answers_named_and_nothing_else(triage: Form):
    form, answers = part_of(triage, ANSWERS, {"detail_wanted"})

    assert answers == {"detail_wanted": "How is the child now?"}
    assert [question.path for question in form.questions()] == ["detail_wanted"]


def test_a_part_is_shown_whole_although_what_it_depended_on_is_left_out(triage: Form):
    form, answers = part_of(triage, ANSWERS, {"detail_wanted"})

    [shown] = form.lay_out(answers, context={"facts": {}, "case": {}, "settings": {}})

    assert shown.value == "How is the child now?"


def test_an_answer_that_was_not_given_makes_no_part(triage: Form):
    assert part_of(triage, ANSWERS, {"reason_for_notifier"}) is None


def test_a_part_keeps_the_group_an_answer_stands_in(demo: Form):
    form, answers = part_of(
        demo, {"facts": {"outcome": "harmed"}, "press": "no"}, {"facts.outcome"}
    )

    assert answers == {"facts": {"outcome": "harmed"}}
    assert [question.path for question in form.questions()] == ["facts.outcome"]
