"""Whatever is sent, the form accepts a complete set of answers or refuses it in sentences."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engine.errors import InvalidAnswersError
from engine.forms import Answers, raw_from_post, shown_questions
from tests.forms.demo_form import COMPLETE, CONTEXT, NOW, OPTIONS, demo_form

DEMO = demo_form()
Problems = Mapping[str, Sequence[str]]

NAMES = [question.key for question in DEMO.questions()] + ["facts", "children", "hobby"]
VALUES = ["yes", "no", "died", "unknown", "p-1", "family", "2014-02-31", "2014-07-01", "3", " "]

leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(VALUES)
)
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text()), inner, max_size=6),
        st.fixed_dictionaries({"day": inner, "month": inner, "year": inner}),
    ),
    max_leaves=12,
)
raw_answers = st.dictionaries(st.sampled_from(NAMES), anything, max_size=12)

yes_or_no = st.sampled_from(["yes", "no"])
rows = st.fixed_dictionaries(
    {"last_name": st.sampled_from(["Testchild", "Otherchild", ""])},
    optional={"looked_after": yes_or_no, "authority": st.sampled_from(["Elsewhere", ""])},
)
good_answers = st.fixed_dictionaries(
    {},
    optional={
        "press": yes_or_no,
        "press_details": st.text(alphabet="abc \n", max_size=30),
        "told": st.lists(st.sampled_from(["family", "police", "health"])),
        "agencies_known": st.integers(0, 50),
        "facts": st.fixed_dictionaries(
            {"outcome": st.sampled_from(["died", "harmed"])},
            optional={"died_in_custody": yes_or_no, "interagency_concern": yes_or_no},
        ),
        "children": st.lists(rows, max_size=5),
        "conflict": yes_or_no,
        "stand_in": st.sampled_from(["p-1", "p-2"]),
    },
)


def _outcome(raw: Any) -> tuple[Answers | None, Problems]:
    """Return the answers, or what stands against them; anything else that is raised fails the test."""
    try:
        return DEMO.validate(raw, context=CONTEXT, options=OPTIONS, now=NOW), {}
    except InvalidAnswersError as refusal:
        return None, refusal.problems


def _posted(post: MultiDict[str, str]) -> tuple[dict[str, Any] | None, Problems]:
    try:
        return raw_from_post(DEMO, post), {}
    except InvalidAnswersError as refusal:
        return None, refusal.problems


@given(raw_answers)
@settings(deadline=None, max_examples=300)
def test_nothing_but_a_refusal_in_sentences_comes_of_bad_answers(raw):
    answers, problems = _outcome({**COMPLETE, **raw})

    assert (answers is None) == bool(problems)
    assert all(sentence for each in problems.values() for sentence in each)


@given(good_answers)
@settings(deadline=None, max_examples=200)
def test_accepted_answers_are_accepted_again_as_they_are_kept(raw):
    answers, _ = _outcome({**COMPLETE, **raw})
    assume(answers is not None)

    again, _ = _outcome(json.loads(json.dumps(answers.full)))

    assert again == answers


@given(good_answers)
@settings(deadline=None, max_examples=200)
def test_only_what_is_asked_is_kept(raw):
    answers, _ = _outcome({**COMPLETE, **raw})
    assume(answers is not None)

    shown = DEMO.lay_out(answers.full, context=CONTEXT, options=OPTIONS, now=NOW)

    assert set(_paths(answers.full)) <= {each.path for each in shown_questions(shown)}


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
@settings(deadline=None, max_examples=200)
def test_any_post_is_read_or_refused(pairs):
    raw, problems = _posted(MultiDict([("short_title", "x"), *pairs]))

    assert set(problems) <= {""}
    assert json.dumps(raw)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=200)
def test_a_text_is_kept_as_it_was_written_or_refused(text):
    written = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    raw, _ = _posted(MultiDict([("synopsis", text.replace("\n", "\r\n"))]))

    answers, problems = _outcome({**COMPLETE, "synopsis": raw.get("synopsis", "")})

    assert set(problems) <= {"synopsis"}
    assert answers is None or answers.full["synopsis"] == written


def _paths(value: Any, path: str = "") -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, inner in enumerate(value):
            yield from _paths(inner, f"{path}.{index}")
    elif value != []:
        yield path
