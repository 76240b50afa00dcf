"""Values come in by one door, go out as JSON, and say why they became null."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.feel import (
    Budget,
    BudgetExceededError,
    FeelValueError,
    from_json,
    parse,
    parse_unary_tests,
    to_json,
)
from engine.feel.values import (
    DateTime,
    DayTimeDuration,
    FarDate,
    Offset,
    Time,
    YearMonthDuration,
    ZoneName,
)


@pytest.mark.parametrize(
    "value",
    [None, True, "a", 3, -0.25, 12345678901234567890, ["a", [1]], {"a": {"b": [None]}}, 0.1],
)
def test_json_comes_back_as_it_went_in(value):
    assert to_json(from_json(value)) == value


def test_numbers_from_json_are_exact():
    assert from_json(0.1) == Decimal("0.1")
    assert from_json(True) is True


@pytest.mark.parametrize(
    ("text", "json"),
    [
        ('@"2014-02-28"', "2014-02-28"),
        ('@"-99999-02-28"', "-99999-02-28"),
        ('@"10:00:00@Europe/London"', "10:00:00@Europe/London"),
        ('@"2014-02-28T10:00:00.5+01:00"', "2014-02-28T10:00:00.5+01:00"),
        ('@"P1DT2H"', "P1DT2H"),
        ('@"-P14M"', "-P1Y2M"),
        ("[1..5)", "[1..5)"),
        ("(>= 5)", "(>= 5)"),
        ("function(a, b) a", "function(a, b)"),
        ("1/3", "0.3333333333333333333333333333333333"),
        ("10 ** 3", 1000),
        ("1.50", 1.5),
    ],
)
def test_values_that_json_lacks_become_their_text(text, json):
    assert to_json(parse(text).evaluate({}).value) == json


def test_python_dates_and_times_are_understood():
    london = ZoneInfo("Europe/London")
    context = {
        "day": dt.date(2014, 2, 28),
        "moment": dt.datetime(2014, 2, 28, 10, 30, tzinfo=london),
        "utc": dt.datetime(2014, 2, 28, 10, 30, tzinfo=dt.UTC),
        "time": dt.time(10, 30),
        "span": dt.timedelta(hours=36),
    }

    values = parse("[day, moment, utc, time, span]").evaluate(context).value

    assert values == [
        dt.date(2014, 2, 28),
        DateTime(dt.date(2014, 2, 28), Time(10, 30, 0, 0, ZoneName("Europe/London"))),
        DateTime(dt.date(2014, 2, 28), Time(10, 30, 0, 0, Offset(0))),
        Time(10, 30, 0),
        DayTimeDuration(36 * 3600 * 10**9),
    ]


def test_dates_reach_beyond_the_years_of_python():
    result = parse('@"9999-12-31" + @"P1D"').evaluate({}).value

    assert result == FarDate(10000, 1, 1)
    assert parse('@"9999-12-31" < @"10000-01-01"').evaluate({}).value is True
    assert parse('@"10000-01-01" - @"P1D"').evaluate({}).value == dt.date(9999, 12, 31)


def test_now_and_today_read_the_clock_that_is_given():
    now = dt.datetime(2014, 2, 28, 23, 59, tzinfo=dt.UTC)

    values = parse('[today(), now() = @"2014-02-28T23:59:00Z"]').evaluate({}, now=now).value

    assert values == [dt.date(2014, 2, 28), True]


def test_without_a_clock_the_real_one_is_read():
    before = dt.datetime.now().astimezone().date()

    today = parse("today()").evaluate({}).value

    assert before <= today <= before + dt.timedelta(days=1)


def doubled(number, times=2):
    if times is None:
        raise FeelValueError("Times is not known.")
    return number * times


def test_functions_from_outside_are_called_by_position_and_by_name():
    functions = {"made larger": doubled}

    by_position = parse("made larger(21, 2)").evaluate({}, functions=functions)
    by_name = parse("made larger(times: 3, number: 2)").evaluate({}, functions=functions)

    assert (by_position.value, by_name.value) == (42, 6)


@pytest.mark.parametrize("text", ["made larger(1)", "made larger(1, null)", "made larger(a: 1)"])
def test_a_function_from_outside_may_refuse(text):
    result = parse(text).evaluate({}, functions={"made larger": doubled})

    assert result.value is None
    assert result.warnings


def test_a_function_from_outside_gives_plain_values_only():
    with pytest.raises(FeelValueError):
        parse("f() + 1").evaluate({"f": object()})
    result = parse("f()").evaluate({}, functions={"f": object})
    assert result.value is None


def test_a_name_that_is_not_there_is_null_with_its_place():
    result = parse("1 +\n outcom", line=7).evaluate({"outcome": 1})

    assert result.value is None
    first = result.warnings[0]
    assert "'outcom'" in first.sentence
    assert (first.line, first.column) == (8, 2)


@pytest.mark.parametrize(
    "text",
    [
        "false and missing",
        "true or missing",
        "if true then 1 else missing",
        "if false then missing else 1",
        "some x in [1] satisfies x = 1 or missing",
    ],
)
def test_what_need_not_be_read_does_not_warn(text):
    assert parse(text).evaluate({}).warnings == ()


@pytest.mark.parametrize(
    ("left", "right", "conjunction", "disjunction"),
    [
        ("true", "null", None, True),
        ("null", "true", None, True),
        ("false", "null", False, None),
        ("null", "false", False, None),
        ("null", "null", None, None),
        ("true", "false", False, True),
    ],
)
def test_logic_has_three_values(left, right, conjunction, disjunction):
    assert parse(f"{left} and {right}").evaluate({}).value is conjunction
    assert parse(f"{left} or {right}").evaluate({}).value is disjunction


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("-", None, True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ('not("a", "b")', "c", True),
        ("< 5, > 10", 7, False),
        ("[1..5[", 5, False),
        ("null", None, True),
        ("[1, 2]", 2, True),
        ('contains(?, "x")', "axe", True),
        ("limit > 3", "anything", True),
        ("listed", "b", True),
        ('date("2014-01-01")', dt.date(2014, 1, 1), True),
        ("true", False, False),
        ("< 5", None, None),
        ('"a"', 5, None),
    ],
)
def test_a_cell_tests_a_value(cell, value, passes):
    result = parse_unary_tests(cell).test(value, {"limit": 4, "listed": ["a", "b"]})

    assert result.value is passes
    assert bool(result.warnings) is (passes is None)


def test_a_budget_ends_what_takes_too_long():
    with pytest.raises(BudgetExceededError):
        parse("for i in 1..1000 return i").evaluate({}, budget=Budget(100))


def test_an_expression_is_evaluated_many_times_without_trace():
    expression = parse("append(xs, 1)")
    xs = [1]

    assert expression.evaluate({"xs": xs}).value == [1, 1]
    assert expression.evaluate({"xs": xs}).value == [1, 1]
    assert xs == [1]


def test_months_are_clamped_to_the_end_of_the_month():
    assert parse('@"2014-08-31" + @"P6M"').evaluate({}).value == dt.date(2015, 2, 28)
    assert parse('@"P1Y6M"').evaluate({}).value == YearMonthDuration(18)
