"""However an expression is mutated, it gives a value or our own refusal, and ends."""

import contextlib
import gc
import string
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.feel import Budget, FeelError, parse, parse_unary_tests, to_json
from tests.feel.hostile import HOSTILE

FAIR = [
    'triage.outcome = "convene" and facts.outcome in ("died", "seriously_harmed")',
    "for i in 1..10, j in [1, 2] return i * j + partial[-1]",
    "if count(children[age < 18]) > 0 then sum(children.age) / 2 else null",
    '@"2014-02-28" + duration("P1M") > date and time("2014-03-31T10:00:00@Europe/London")',
    "some child in children satisfies child.age between 3 and 7",
    '{a: 1, "b c": [1..5), f: function(x: number) x ** 2, d: f(3)}.d instance of number',
    'not("a", < 5, [1..7[)',
    'replace("abc", "[a-b-[b]]+", "$0") + substring("abc", -2, 1)',
    "sort([3, 1, 2], function(x, y) x < y)[item != 2]",
    "-1.5e3 // comment\n + .5 /* other */",
]
WORDS = """
and or not if then else for in return some every satisfies function external null true
between instance of item partial ? .. ** <= != date time string 1 0 1e9 999999999999
"""
PIECES = [
    *"()[]{}<>=!?.,:-+*/@\"'\\ \n",
    *WORDS.split(),
    *HOSTILE[:40],
    "\u00e9",
    "\U0001f600",
    "\u0000",
]
SECONDS_ALLOWED = (
    0.25  # of the processor: five times the budget, as one run on a busy machine counts
)


@st.composite
def mutated(draw):
    text = draw(st.sampled_from([*FAIR, *HOSTILE]).filter(lambda each: len(each) < 2_000))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from(PIECES) | st.text(string.printable, max_size=4))
        text = text[:start] + piece + text[end:]
    return text


def outcome(read, text):
    """Return the processor time; garbage that other tests left in memory is not collected meanwhile."""
    gc.disable()
    try:
        start = time.process_time()
        with contextlib.suppress(FeelError):
            to_json(read(text).value)
        return time.process_time() - start
    finally:
        gc.enable()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
@example('"".__class__')
@example("for i in 1..1000000000 return [partial, partial]")
def test_a_mutated_expression_raises_only_our_own_error_and_ends(text):
    context = {"children": [{"age": 3}, {"age": 20}], "facts": {"outcome": "died"}}

    taken = outcome(lambda each: parse(each).evaluate(context), text)

    assert taken <= SECONDS_ALLOWED


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(), st.sampled_from([None, 5, "a", True, [1], {"a": 1}]))
def test_a_mutated_cell_raises_only_our_own_error_and_ends(text, value):
    taken = outcome(lambda each: parse_unary_tests(each).test(value, {}), text)

    assert taken <= SECONDS_ALLOWED


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text):
    with contextlib.suppress(FeelError):
        parse(text)


@settings(max_examples=60, deadline=None)
@given(mutated())
def test_the_same_expression_ends_the_same_way_each_time(text):
    def ending():
        try:
            return repr(parse(text).evaluate({}, budget=Budget(2_000)).value)
        except FeelError as error:
            return str(error)

    if any(name in text for name in ("now", "today", "matches", "replace", "split")):
        return  # these depend on the clock
    first, second = ending(), ending()
    if "FunctionValue" not in first:
        assert first == second


def test_an_error_that_is_not_ours_would_be_noticed():
    def broken(text):
        raise KeyError(text)

    with pytest.raises(KeyError):
        outcome(broken, "1")
