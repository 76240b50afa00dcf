"""A case on hold: its days are counted apart, and where it begins and ends stands on the diagram."""

from datetime import UTC, date, datetime

import pytest

from engine import hold
from engine.case_fields import case_values
from tests.engine.small_diagrams import (
    Case,
    begin,
    diagram,
    element,
    extensions,
    flows,
    user,
    version,
)

HELD = {"holds": [["2026-03-10", "2026-03-20"], ["2026-04-01", None]]}


def holding(word: str) -> str:
    return f'<zeebe:properties><zeebe:property name="hold" value="{word}"/></zeebe:properties>'


def put_on_hold() -> Case:
    """A process that is begun, holds the case from `asked` on and ends the hold at its end event."""
    drawn = diagram(
        "small",
        begin(),
        user("asked", holding("begins")),
        user("reviewed"),
        element("endEvent", "goes_on", extensions(holding("ends"))),
        flows("begun asked", "asked reviewed", "reviewed goes_on"),
    )
    return Case(version(drawn)).begin("small")


def fields(case: Case) -> dict[str, object]:
    today = case.now.date()
    return case_values(case.version.settings, case.case, today=today)


def test_a_case_is_not_on_hold_until_a_token_leaves_the_element_that_says_so():
    case = put_on_hold()

    assert fields(case)["on_hold"] is False
    assert fields(case)["held_since"] is None
    case.complete("asked")
    assert fields(case)["on_hold"] is True
    assert fields(case)["held_since"] == date(2026, 3, 2)


def test_held_and_elapsed_days_are_counted_apart():
    case = put_on_hold()
    case.now = datetime(2026, 3, 9, 9, tzinfo=UTC)
    case.complete("asked")
    case.now = datetime(2026, 3, 30, 9, tzinfo=UTC)

    assert (fields(case)["held_days"], fields(case)["elapsed_days"]) == (21, 7)
    case.complete("reviewed")
    case.now = datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert fields(case)["on_hold"] is False
    assert (fields(case)["held_days"], fields(case)["elapsed_days"]) == (21, 10)


def test_an_element_that_says_nothing_holds_nothing():
    drawn = diagram(
        "small", begin(), user("asked"), user("next"), flows("begun asked", "asked next")
    )
    case = Case(version(drawn)).begin("small")

    case.complete("asked")

    assert "holds" not in case.case


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-03-01", "2026-03-31", 10),
        ("2026-03-15", "2026-03-31", 5),
        ("2026-03-01", "2026-03-12", 2),
        ("2026-03-20", "2026-03-31", 0),
        ("2026-03-01", "2026-04-11", 20),
        ("2026-04-05", "2026-04-01", 0),
    ],
)
def test_the_days_of_every_hold_within_a_time_are_counted(first, last, days):
    assert hold.held_days(HELD, date.fromisoformat(first), date.fromisoformat(last)) == days


def test_a_second_hold_within_the_first_changes_nothing():
    begun = hold.after("begins", {}, date(2026, 3, 2))
    again = hold.after("begins", begun, date(2026, 3, 9))

    assert again == begun
    ended = hold.after("ends", again, date(2026, 3, 12))
    assert ended == {"holds": [["2026-03-02", "2026-03-12"]]}
    assert hold.after("ends", ended, date(2026, 3, 20)) == ended


def test_ending_a_hold_that_there_is_not_changes_nothing():
    assert hold.after("ends", {"reference": "SI-2026-0001"}, date(2026, 3, 2)) == {
        "reference": "SI-2026-0001"
    }
