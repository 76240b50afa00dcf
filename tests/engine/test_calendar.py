"""Working days in England, clamped months, meetings, and the clock of London."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import (
    feel_instant,
    instant_of,
    is_working_day,
    london_date,
    meetings_in_order,
    months_after,
    morning_of,
    working_days_after,
    working_days_before,
)
from engine.feel import parse

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-03-02", 3, "2026-03-05"),
        ("2026-03-05", 2, "2026-03-09"),
        ("2014-04-17", 1, "2014-04-22"),  # Good Friday and Easter Monday
        ("2021-12-24", 1, "2021-12-29"),  # Christmas Day and Boxing Day on a weekend
        ("2022-09-16", 1, "2022-09-20"),  # the bank holiday of a state funeral
        ("2026-03-07", 0, "2026-03-09"),
        ("2026-03-06", 0, "2026-03-06"),
    ],
)
def test_working_days_pass_over_weekends_and_bank_holidays(day, count, expected):
    assert working_days_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@given(DAYS, st.integers(1, 60))
def test_working_days_before_undo_working_days_after(day, count):
    later = working_days_after(day, count)

    assert is_working_day(later)
    assert (
        sum(is_working_day(day + timedelta(n)) for n in range(1, (later - day).days + 1)) == count
    )
    if is_working_day(day):
        assert working_days_before(later, count) == day


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2014-02-28", 12, "2015-02-28"),
        ("2014-08-31", 6, "2015-02-28"),
        ("2014-01-31", 1, "2014-02-28"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2014-03-31", -1, "2014-02-28"),
        ("2014-12-15", 1, "2015-01-15"),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(day, count, expected):
    assert months_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(("day", "hour"), [("2026-01-15", 9), ("2026-07-15", 8)])
def test_a_date_is_nine_in_london_in_winter_and_in_summer(day, hour):
    morning = morning_of(date.fromisoformat(day))

    assert (morning.hour, london_date(morning)) == (hour, date.fromisoformat(day))


@given(st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_an_instant_comes_back_from_feel(instant):
    # The hour that summer time repeats is read as its first passing, as the clock on the wall is.
    back = instant_of(feel_instant(instant))

    assert back in (instant, instant - timedelta(hours=1))
    assert london_date(instant) == feel_instant(instant).date


def test_an_evening_in_summer_belongs_to_the_next_day_in_london():
    assert london_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


SIG = datetime(2026, 3, 17, 10, tzinfo=UTC)
CALENDAR = meetings_in_order({"SIG": [SIG + timedelta(days=28), SIG], "Board": []})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('working days after(date("2026-03-02"), 3)', date(2026, 3, 5)),
        ('working days before(date("2026-03-05"), 3)', date(2026, 3, 2)),
        ('months after(date("2026-01-31"), 1)', date(2026, 2, 28)),
        ('next meeting("SIG", date("2026-03-17"))', feel_instant(SIG)),
        ('next meeting("SIG", date("2026-03-18"))', feel_instant(SIG + timedelta(days=28))),
        ('next meeting("SIG", date("2026-04-15"))', None),
        ('next meeting("Board", today())', None),
        ('next meeting("Other", today())', None),
        ('meeting known by("SIG", date("2026-03-17"))', True),
        ('meeting known by("SIG", date("2026-03-16"))', False),
        ('meeting known by("Board", date("2026-12-31"))', False),
        ('working days after(next meeting("SIG", today()), 1)', date(2026, 3, 18)),
    ],
)
def test_feel_reads_the_calendar(text, expected):
    result = parse(text).evaluate({}, now=NOW, functions=CALENDAR.feel_functions(NOW))

    assert result.value == expected
    assert result.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        'working days after("2026-03-02", 3)',
        "working days after(today(), 1.5)",
        "working days after(today(), -1)",
        "working days after(today(), 10000000)",
        "months after(null, 1)",
        "next meeting(1, today())",
        'next meeting("SIG", null)',
    ],
)
def test_feel_is_told_what_the_calendar_cannot_answer(text):
    result = parse(text).evaluate({}, now=NOW, functions=CALENDAR.feel_functions(NOW))

    assert result.value is None
    assert result.warnings


def test_a_meeting_that_is_over_is_not_known_any_more():
    later = SIG + timedelta(hours=1)

    assert not CALENDAR.meeting_known_by("SIG", date(2026, 3, 31), now=later)
