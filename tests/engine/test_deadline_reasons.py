"""Each due date explains itself: what was counted, from where, over which holidays, by which setting."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar import meetings_in_order, working_days_after
from engine.day_words import ordinal
from engine.deadline import deadline_from
from engine.deadline_reasons import Reading, explain
from engine.feel import parse
from engine.settings import Setting
from tests.engine.small_diagrams import case_field, version

SIG = datetime(2014, 5, 13, 10, tzinfo=UTC)
SETTINGS = {
    "triage_days": Setting("triage_days", Decimal(3), "working days", "inferred", 1),
    "decision_months": Setting(
        "decision_months", Decimal(1), "months", "Working Together 2013", 1, statutory=True
    ),
    "panel_days": Setting("panel_days", Decimal(7), "days", "Working Together 2013", 1),
}
FIELDS = {
    "triage_due": case_field(
        "triage_due",
        "date",
        formula="working days after(case.date_received, settings.triage_days)",
    ),
    "decision_due": case_field(
        "decision_due", "date", formula="months after(case.date_received, settings.decision_months)"
    ),
    "review_due": case_field("review_due", "date"),
}
FILES = version(settings=SETTINGS, case=FIELDS).settings


def reading(
    today: str = "2014-04-28", received: str = "2014-04-28", holds: tuple = (), **names: object
) -> Reading:
    now = datetime.fromisoformat(f"{today}T09:00:00+00:00")
    values = {key: setting.value for key, setting in SETTINGS.items()}
    case = {
        "date_received": date.fromisoformat(received),
        "triage_due": date(2014, 5, 1),
        "decision_due": date(2014, 5, 28),
        "review_due": date(2014, 11, 3),
        **names.pop("case", {}),
    }
    return Reading(
        {"case": case, "settings": values, **names},
        now,
        meetings_in_order({"SIG": [SIG]}).feel_functions(now),
        FILES,
        {"holds": [list(each) for each in holds]},
        {"ask": "Ask for more detail"}.get,
    )


STEP = "28 April 2014 is the day on which this step was reached."
RECEIVED = "28 April 2014 is the day on which the notification was received."


@pytest.mark.parametrize(
    ("formula", "words", "notes", "clock"),
    [
        (
            "working days after(today(), 10)",
            "10 working days after 28 April 2014, not counting Monday 5 May, Early May bank holiday",
            (STEP,),
            "case",
        ),
        ("working days after(today(), 1)", "1 working day after 28 April 2014", (STEP,), "case"),
        (
            "case.triage_due",
            "3 working days after 28 April 2014",
            (RECEIVED,),
            "case",
        ),
        ("case.decision_due", "1 month after 28 April 2014", (RECEIVED,), "statutory"),
        (
            "working days before(case.decision_due, 5)",
            "5 working days before 28 May 2014, not counting Monday 26 May, Spring bank holiday",
            ("28 May 2014 is 1 month after 28 April 2014.", RECEIVED),
            "statutory",
        ),
        ("case.review_due", "what was set for the case (review due)", (), "none"),
        (
            'months after(date("2014-08-31"), 6)',
            "6 months after 31 August 2014 (28 February, because February 2015 has no 31st)",
            ("31 August 2014 is what the formula of this step gives.",),
            "case",
        ),
        (
            'next meeting("SIG", today())',
            "the first SIG meeting on or after 28 April 2014",
            (STEP,),
            "none",
        ),
        (
            'next meeting("Board", today())',
            "no Board meeting is known on or after 28 April 2014",
            (STEP,),
            "none",
        ),
        (
            'working days before(next meeting("SIG", today()), 2)',
            "2 working days before 13 May 2014",
            (
                "13 May 2014 at 11:00 is the first SIG meeting on or after 28 April 2014.",
                STEP,
            ),
            "none",
        ),
        (
            'if meeting known by("Board", today()) then next meeting("Board", today())'
            " else case.decision_due",
            "1 month after 28 April 2014",
            (RECEIVED,),
            "statutory",
        ),
        (
            'today() + duration("P1D") * settings.panel_days',
            "7 days after 28 April 2014",
            (STEP,),
            "case",
        ),
        (
            "working days after(ask.seen_on, ask.days)",
            "2 working days after 2 May 2014, not counting Monday 5 May, Early May bank holiday",
            (
                "2 May 2014 is what was entered in “Ask for more detail” (seen on).",
                "The 2 is what was entered in “Ask for more detail” (days).",
            ),
            "case",
        ),
        ("ask.seen_on", "what was entered in “Ask for more detail” (seen on)", (), "none"),
        ("row.due_on", "what the case holds as “row: due on”", (), "none"),
        (
            "min([case.triage_due, case.decision_due])",
            "3 working days after 28 April 2014",
            (RECEIVED, "It is the earliest of 1 May 2014 and 28 May 2014."),
            "case",
        ),
        (
            'date(next meeting("SIG", today()))',
            "the first SIG meeting on or after 28 April 2014",
            (STEP,),
            "none",
        ),
        (
            "(for d in [case.triage_due] return d)[1]",
            "what the formula of this step gives",
            (),
            "none",
        ),
    ],
)
def test_a_due_date_is_explained(formula, words, notes, clock):
    read = reading(
        ask={"seen_on": date(2014, 5, 2), "days": Decimal(2)}, row={"due_on": date(2014, 5, 2)}
    )

    why = explain(formula, read)

    assert (why.words, why.notes, why.clock) == (words, notes, clock)


def test_the_settings_that_a_deadline_rests_on_are_named():
    assert explain("case.triage_due", reading()).settings == ("triage_days",)
    assert explain("working days after(today(), 3)", reading()).settings == ()


def test_holidays_are_named_as_the_government_names_them_and_weekends_pass_in_silence():
    why = explain("working days after(today(), 3)", reading(today="2014-04-16"))

    assert why.words == (
        "3 working days after 16 April 2014, not counting Friday 18 April, Good Friday; and"
        " Monday 21 April, Easter Monday"
    )
    over_a_weekend = explain("working days after(today(), 3)", reading(today="2014-05-09"))
    assert over_a_weekend.words == "3 working days after 9 May 2014"


def test_substitute_days_at_christmas_are_named():
    why = explain("working days after(today(), 1)", reading(today="2021-12-24"))

    assert why.words == (
        "1 working day after 24 December 2021, not counting Monday 27 December, Christmas Day"
        " (substitute day); and Tuesday 28 December, Boxing Day (substitute day)"
    )


def test_a_month_that_is_not_clamped_says_nothing_of_it():
    assert explain("months after(today(), 6)", reading()).words == "6 months after 28 April 2014"


def test_what_the_element_says_of_its_clock_counts_before_all_else():
    assert explain("working days after(today(), 3)", reading(), clock="statutory").clock == (
        "statutory"
    )
    assert explain("case.decision_due", reading(), clock="case").clock == "case"


def test_a_field_that_a_hold_moved_says_by_how_much():
    read = reading(
        today="2014-06-01",
        holds=(("2014-04-29", "2014-05-13"),),
        case={"triage_due": date(2014, 5, 15)},
    )

    why = explain("case.triage_due", read)

    assert why.words == "14 days on hold after 1 May 2014"
    assert why.notes[0] == (
        "1 May 2014 was 3 working days after 28 April 2014. Moved on by the 14 days for which the"
        " case was on hold."
    )
    assert why.clock == "case"


def test_a_field_that_somebody_set_otherwise_is_not_explained_by_its_formula():
    why = explain("case.triage_due", reading(case={"triage_due": date(2014, 7, 1)}))

    assert why.words == "what was set for the case (triage due)"


def test_a_field_that_a_form_asks_for_is_called_by_its_questions():
    asked = {"review_due": ("By when is the review complete?", "By when is it complete now?")}
    read = replace(reading(), asked=lambda field: asked.get(field, ()))

    why = explain("working days before(case.review_due, 20)", read)

    assert why.notes == (
        "3 November 2014 is what was answered to “By when is the review complete?” or “By when is it"
        " complete now?”.",
    )
    assert explain("case.triage_due", read).words == "3 working days after 28 April 2014"


def test_an_explanation_is_kept_and_comes_back():
    why = explain("case.triage_due", reading()).after("Extended to 9 May 2014.")

    assert deadline_from(why.as_json()) == why
    stopped = why.stopped(date(2014, 5, 1), date(2014, 5, 9))
    assert deadline_from(stopped.as_json()) == stopped


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (30, "30th"), (31, "31st")],
)
def test_days_of_the_month_are_worded(number, words):
    assert ordinal(number) == words


DATES = st.recursive(
    st.sampled_from(
        [
            "today()",
            "case.triage_due",
            "case.decision_due",
            "case.review_due",
            "ask.seen_on",
            "nothing.at_all",
            'date("2014-05-31")',
            'next meeting("SIG", today())',
            'next meeting("Board", today())',
            "null",
            '"text"',
            "7",
        ]
    ),
    lambda inner: st.one_of(
        st.builds("working days after({}, {})".format, inner, st.integers(-1, 30)),
        st.builds("working days before({}, settings.triage_days)".format, inner),
        st.builds("months after({}, settings.decision_months)".format, inner),
        st.builds('{} + duration("P{}D")'.format, inner, st.integers(-3, 40)),
        st.builds("date({})".format, inner),
        st.builds("min([{}, {}])".format, inner, inner),
        st.builds("if case.review_due = null then {} else {}".format, inner, inner),
        st.builds("[{}][1]".format, inner),
    ),
    max_leaves=5,
)


@given(DATES)
@settings(max_examples=300, deadline=None)
def test_no_formula_is_refused_an_explanation(formula):
    """Whatever the formula gives: words are found, and what counts days in front of them is the date."""
    read = reading(ask={"seen_on": date(2014, 5, 2)})
    given_date = parse(formula).evaluate(read.context, now=read.now, functions=read.functions).value

    why = explain(formula, read)

    assert why.words
    assert deadline_from(why.as_json()) == why
    counted = re.fullmatch(r"(\d+) working days? after (\d+ \w+ \d{4})\b.*", why.words)
    if counted and isinstance(given_date, date):
        begun = datetime.strptime(counted[2], "%d %B %Y").date()
        assert working_days_after(begun, int(counted[1])) == given_date
