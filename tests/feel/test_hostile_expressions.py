"""Expressions that mean harm are harmless: they end soon, and nothing of Python is within reach."""

import datetime as dt
import gc
import signal
import time
from contextlib import contextmanager
from decimal import Decimal

import pytest

from engine.feel import Budget, FeelError, compile_values, parse
from engine.feel.values import (
    DateTime,
    DayTimeDuration,
    FarDate,
    FunctionValue,
    Range,
    Time,
    YearMonthDuration,
)
from tests.feel.hostile import HOSTILE, REACHING_FOR_PYTHON, RUNNING_WITHOUT_END

SECONDS_ALLOWED = 0.05
# The machine that runs the tests may be busy with other things; the best of a few runs is what counts.
ATTEMPTS = 5
PLAIN = (
    type(None),
    bool,
    Decimal,
    str,
    dt.date,
    FarDate,
    Time,
    DateTime,
    DayTimeDuration,
    YearMonthDuration,
    FunctionValue,
)


class EndlessBudget(Budget):
    """A budget that is switched off."""

    def spend(self, steps=1):
        pass

    def enter(self, steps):
        pass


@contextmanager
def stopped_after(seconds):
    """Raise TimeoutError after so many seconds of processor time.

    Nothing is searched for garbage meanwhile: what other tests left in memory takes time, and an exception
    raised while it is searched is ignored by Python.
    """

    def stop(number, frame):
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    gc.disable()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        gc.enable()
        signal.signal(signal.SIGPROF, before)


def evaluate(text, budget=None):
    """Return the value, or the refusal; the context holds something to reach for."""
    try:
        known = {"secret": "x"}
        return parse(text).evaluate({"known": known}, budget=budget).value
    except FeelError as error:
        return error


def seconds_taken(text, budget=None):
    """Return the processor time."""
    start = time.process_time()
    evaluate(text, budget)
    return time.process_time() - start


def is_plain(value):
    match value:
        case list():
            return all(map(is_plain, value))
        case dict():
            return all(type(key) is str and is_plain(item) for key, item in value.items())
        case Range():
            return is_plain(value.low) and is_plain(value.high)
        case FeelError():
            return True
    return type(value) in PLAIN


def reaches_python(text):
    try:
        return not is_plain(evaluate(text))
    except (AttributeError, KeyError, TypeError):
        return True  # something that is no FEEL value got in and was stumbled upon


def test_there_are_sixty_hostile_expressions_and_more():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("text", REACHING_FOR_PYTHON)
def test_nothing_of_python_is_within_reach(text):
    assert not reaches_python(text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:60])
def test_a_hostile_expression_ends_within_its_budget(text):
    with stopped_after(5):
        best = min(seconds_taken(text) for _ in range(ATTEMPTS))

    assert best <= SECONDS_ALLOWED


def test_a_path_that_read_attributes_would_be_noticed(monkeypatch):
    def read_attribute(value, wanted, scope, at):
        return getattr(value, wanted, None)

    monkeypatch.setattr(compile_values, "_step", read_attribute)

    leaks = [text for text in REACHING_FOR_PYTHON if reaches_python(text)]

    assert '"".__class__' in leaks
    assert len(leaks) >= 10


@pytest.mark.parametrize("text", RUNNING_WITHOUT_END[:6])
def test_without_the_budget_the_same_expression_would_run_on(text):
    with pytest.raises(TimeoutError), stopped_after(4 * SECONDS_ALLOWED):
        evaluate(text, EndlessBudget())


def test_python_objects_are_refused_at_the_door():
    class Secret:
        token = "x"

    for value in (Secret(), object(), print, {1: 2}, {"a": {"b": Secret()}}, b"x", float("nan")):
        with pytest.raises(FeelError):
            parse("a").evaluate({"a": value})
