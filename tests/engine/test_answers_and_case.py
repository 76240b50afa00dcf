"""What answers do to the facts and fields of a case, before the process moves on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine import execution
from engine.errors import ExecutionError, InvalidAnswersError
from engine.forms import Answers, RoutingType
from engine.settings import Setting
from tests.engine.small_diagrams import (
    Case,
    begin,
    case_field,
    diagram,
    element,
    flows,
    keeps,
    rule,
    stop,
    user,
    version,
)

FORM = (
    "<bpmn:extensionElements><zeebe:userTask/>"
    '<zeebe:formDefinition formId="ask"/></bpmn:extensionElements>'
)
DRAWN = diagram(
    "small",
    begin("notified"),
    user("ask"),
    user("after"),
    stop(),
    flows("notified ask", "ask after", "after done"),
)
DEFAULTS = {"outcome": "unknown", "died_in_custody": "no"}


def refusing(inputs):
    """Refuse a death in custody without a death, as a row of the contradictions does."""
    facts = inputs["facts"]
    if facts["died_in_custody"] == "yes" and facts["outcome"] != "died":
        sentence = "A child who died in custody has died."
        return [{"code": "V1", "sentence": sentence, "facts": ["outcome", "died_in_custody"]}]
    return []


STRICT = version(
    DRAWN,
    decisions={"contradictions": refusing},
    contradictions="contradictions",
    defaults=DEFAULTS,
)


def submit(case, /, **answers):
    """Complete the open task with answers of every kind."""
    return case.keep(
        execution.complete(
            case.version, case.state, case.open()[0].task_id, Answers(**answers), world=case.world()
        )
    )


def test_a_new_case_begins_with_the_defaults_overlaid_by_what_was_answered():
    case = Case(STRICT)
    answers = Answers(facts={"outcome": "died"})

    case.keep(execution.start(case.version, "small", world=case.world(), answers=answers))

    assert case.facts == {"outcome": "died", "died_in_custody": "no"}


def test_a_later_answer_changes_one_fact_and_keeps_the_others():
    case = Case(STRICT, facts={"outcome": "died", "died_in_custody": "no"}).begin("small")

    submit(case, facts={"died_in_custody": "unknown"})

    assert case.facts == {"outcome": "died", "died_in_custody": "unknown"}


def test_contradictory_facts_are_refused_beside_the_questions_concerned():
    case = Case(STRICT)
    answers = Answers(facts={"outcome": "harmed", "died_in_custody": "yes"})

    with pytest.raises(InvalidAnswersError) as refusal:
        execution.start(case.version, "small", world=case.world(), answers=answers)

    assert refusal.value.problems == {
        "facts.outcome": ("A child who died in custody has died.",),
        "facts.died_in_custody": ("A child who died in custody has died.",),
    }


def test_a_contradiction_with_what_is_known_is_told_beside_what_was_asked():
    case = Case(STRICT, facts={"outcome": "harmed"}).begin("small")
    before = case.state

    with pytest.raises(InvalidAnswersError) as refusal:
        submit(case, facts={"died_in_custody": "yes"})

    assert list(refusal.value.problems) == ["facts.died_in_custody"]
    assert (case.state, case.facts["died_in_custody"]) == (before, "no")


def test_answers_that_set_no_fact_are_not_asked_about_contradictions():
    case = Case(STRICT, facts={"outcome": "harmed", "died_in_custody": "yes"}).begin("small")

    assert submit(case, routing={"n": 1}).waiting() == ["after"]


def test_a_case_field_is_set_by_an_answer_and_is_no_variable():
    case = Case(version(DRAWN, case={"lead": case_field("lead", "choice", initial="none_yet")}))
    case.begin("small")
    assert case.case["lead"] == "none_yet"

    submit(case, case={"lead": "accepted"}, routing={"n": 1})

    assert case.case["lead"] == "accepted"
    assert case.variables() == {"ask": {"n": 1, "round": 1}}


KEEPING = diagram(
    "small",
    begin("notified"),
    user("ask", keeps("lead", '=if ask.n > 1 then "accepted" else "nobody"')),
    user("after"),
    stop(),
    flows("notified ask", "ask after", "after done"),
)
LEAD = {"lead": replace(case_field("lead", "choice", initial="none_yet"), values={"accepted": "A"})}


def test_a_field_of_the_case_takes_what_a_task_gives_it_once_it_is_done():
    case = Case(version(KEEPING, case=LEAD)).begin("small")
    assert case.case["lead"] == "none_yet"

    case.complete("ask", n=2)

    assert (case.case["lead"], case.waiting()) == ("accepted", ["after"])


def test_a_value_that_the_field_does_not_have_refuses_the_step():
    case = Case(version(KEEPING, case=LEAD)).begin("small")

    with pytest.raises(ExecutionError) as refusal:
        case.complete("ask", n=1)

    assert refusal.value.element == "ask"
    assert (case.case["lead"], case.waiting()) == ("none_yet", ["ask"])


def test_a_decision_s_result_can_be_kept_with_the_case_as_a_date():
    decided = rule("work_out", "when", "when", keeps=keeps("met_on", "=when"))
    drawn = diagram("small", begin(), decided, stop(), flows("begun work_out", "work_out done"))
    fields = {"met_on": case_field("met_on", "date")}
    known = version(drawn, case=fields, decisions={"when": lambda _: date(2026, 3, 9)})

    assert Case(known).begin("small").case["met_on"] == "2026-03-09"


def test_fields_with_a_value_are_worked_out_when_the_case_is_received_and_never_again():
    fields = {
        "triage_due": case_field(
            "triage_due", "date", formula="working days after(case.date_received, settings.days)"
        ),
        "decision_due": case_field(
            "decision_due", "date", formula="months after(case.triage_due, 1)"
        ),
    }
    case = Case(version(DRAWN, case=fields)).begin("small")
    assert (case.case["triage_due"], case.case["decision_due"]) == ("2026-03-05", "2026-04-05")

    case.case["date_received"] = "2026-05-01"
    case.begin("small")

    assert case.case["triage_due"] == "2026-03-05"


def test_a_date_of_the_case_that_is_no_date_refuses_the_notification():
    fields = {"due": case_field("due", "date", formula='"soon"')}

    with pytest.raises(ExecutionError) as refusal:
        Case(version(DRAWN, case=fields)).begin("small")

    assert refusal.value.element == "case.due"


def test_dates_and_numbers_of_case_and_settings_are_read_as_such():
    drawn = diagram(
        "small",
        begin(),
        user("ask", due="=case.met"),
        element("exclusiveGateway", "which", default="which__b"),
        user("a"),
        user("b"),
        stop(),
        flows(
            "begun ask",
            "ask which",
            "which a =case.met > case.date_received and case.n = settings.days",
        )
        + flows("which b", "a done", "b done"),
    )
    fields = {"met": case_field("met", "date"), "n": case_field("n", "number")}
    days = Setting("days", Decimal(3), "working days", "test", 1)
    case = Case(version(drawn, case=fields, settings={"days": days}))
    case.case |= {"met": "2026-04-01", "n": 3}

    case.begin("small")

    assert case.open()[0].due == date(2026, 4, 1)
    assert case.complete("ask").waiting() == ["a"]


class AskingForDates:
    """A form with a date question, one in a group, and a question that looks like one."""

    def facts(self):
        return ()

    def routing_types(self):
        return {
            "seen_on": RoutingType("date"),
            "visit.on": RoutingType("date"),
            "word": RoutingType("choice"),
        }


def test_a_date_that_was_answered_is_a_date_in_every_later_expression():
    drawn = diagram(
        "small",
        begin(),
        element("userTask", "ask", FORM),
        user("after", due="=months after(ask.seen_on, 1)"),
        stop(),
        flows("begun ask", "ask after", "after done"),
    )
    played = version(drawn)
    played.forms[("small", "ask")] = AskingForDates()
    case = Case(played, forget_specs=True).begin("small")

    case.complete("ask", seen_on="2026-01-31", visit={"on": "2026-02-01"}, word="2026-02-01")

    assert case.open()[0].due == date(2026, 2, 28)
    assert case.variables()["ask"] == {
        "seen_on": date(2026, 1, 31),
        "visit": {"on": date(2026, 2, 1)},
        "word": "2026-02-01",
        "round": 1,
    }


def test_a_date_of_the_start_form_is_a_date_too():
    drawn = diagram(
        "small",
        element("startEvent", "notified", FORM.replace("<zeebe:userTask/>", "")),
        user("ask", due="=notified.seen_on"),
        stop(),
        flows("notified ask", "ask done"),
    )
    played = version(drawn)
    played.forms[("small", "notified")] = AskingForDates()

    case = Case(played, forget_specs=True).begin("small", seen_on="2026-01-31")

    assert case.open()[0].due == date(2026, 1, 31)
