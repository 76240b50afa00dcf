"""Working days in England, clamped months, meetings, and the clock of London."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import (
    bank_holidays_within,
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
        ("2013-08-29", 6, "2014-02-28"),
        ("2015-08-29", 6, "2016-02-29"),
        ("2015-08-31", 6, "2016-02-29"),
        ("2013-12-31", 2, "2014-02-28"),
        ("2014-03-31", 1, "2014-04-30"),
        ("2014-05-31", 6, "2014-11-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2027-10-31", 1, "2027-11-30"),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(day, count, expected):
    assert months_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


# England's bank holidays as the government published them, copied by hand: year, then month and day.
BANK_HOLIDAYS = {
    2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",  # VE Day: a Friday in May
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",  # jubilee, funeral
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",  # coronation
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_the_bank_holidays_of_a_year_are_those_that_were_published(year):
    published = {date.fromisoformat(f"{year}-{day}") for day in BANK_HOLIDAYS[year].split()}

    found = bank_holidays_within(date(year, 1, 1), date(year, 12, 31))

    assert {day for day, _ in found} == published
    for day in (date(year, 1, 1) + timedelta(n) for n in range(365)):
        assert is_working_day(day) is (day.weekday() < 5 and day not in published), day


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2014-05-05", "Early May bank holiday"),
        ("2014-05-26", "Spring bank holiday"),
        ("2014-08-25", "Summer bank holiday"),
        ("2014-04-18", "Good Friday"),
        ("2017-01-02", "New Year's Day (substitute day)"),
        ("2021-12-27", "Christmas Day (substitute day)"),
        ("2021-12-28", "Boxing Day (substitute day)"),
        ("2022-06-03", "Platinum Jubilee bank holiday"),
        ("2022-09-19", "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        ("2023-05-08", "Bank holiday for the coronation of King Charles III"),
    ],
)
def test_a_bank_holiday_has_the_name_that_the_government_gives_it(day, name):
    there = date.fromisoformat(day)

    assert bank_holidays_within(there, there) == ((there, name),)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2014-04-28", 10, "2014-05-13"),  # over the Early May bank holiday
        ("2014-04-16", 3, "2014-04-23"),  # over Easter
        ("2013-12-20", 5, "2013-12-31"),  # over Christmas and Boxing Day
        ("2015-12-24", 3, "2015-12-31"),  # Boxing Day on a Saturday, its substitute on Monday
        ("2016-12-23", 1, "2016-12-28"),  # Christmas Day on a Sunday
        ("2016-12-30", 1, "2017-01-03"),  # New Year's Day on a Sunday
        ("2022-06-01", 1, "2022-06-06"),  # the jubilee's four days
        ("2022-12-30", 1, "2023-01-03"),
        ("2023-05-05", 1, "2023-05-09"),  # the coronation
        ("2027-12-24", 1, "2027-12-29"),
        ("2020-05-07", 1, "2020-05-11"),  # VE Day
    ],
)
def test_working_days_of_england_are_those_counted_by_hand(day, count, expected):
    assert working_days_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


def test_a_bank_holiday_on_a_weekend_is_none_that_is_not_counted():
    assert bank_holidays_within(date(2021, 12, 25), date(2021, 12, 26)) == ()


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
