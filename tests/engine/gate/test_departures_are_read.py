"""departures.yaml says what is wrong with it; each name and text of the protocol, misspelt, is refused."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_decisions import Decisions
from engine.bpmn.gate_formulas import Formulas
from engine.departures import DEPARTURES, Moment, read_departures
from engine.departures.gate import check_departures
from engine.deployment import build, read_folder
from engine.errors import DefinitionError

TEXT = read_folder(Path(__file__).parents[3])[DEPARTURES].decode()

GOOD = """
late:
  title: Late step
  looks_at: overdue
  places:
    - {step: every step, when: '=today() > task.due', sentence: It is late., clause: of the step}
refused:
  title: Refused
  looks_at: flow taken
  places:
    - flow: small/no
      sentence: It was refused.
      clause: T-01
      reason_follows: [small/explain/reason, small/say/why]
"""


def read(text: str):
    return read_departures(text.encode(), file=DEPARTURES)


def sentences(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_kinds_are_read_as_written():
    late, refused = read(GOOD).values()

    assert (late.looks_at, late.places[0].at, late.places[0].clause) == (Moment.OVERDUE, None, None)
    assert late.places[0].when.text == "today() > task.due"
    [place] = refused.places
    assert (place.at, place.when, place.follows) == ("small/no", None, True)
    assert [str(each) for each in place.reason] == ["small/explain/reason", "small/say/why"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("looks_at: overdue", "looks_at: overdu", 'write "overdue"'),
        ("looks_at: overdue", "looks_at: flow taken", '"step" is not looked at'),
        ("title: Late step", "titel: Late step", 'write "title"'),
        ("sentence: It was refused.", "sentence: ''", '"sentence" is missing'),
        ("clause: T-01", "claus: T-01", '"clause" is missing'),
        ("'=today() > task.due'", "today() > task.due", "There is no condition here"),
        ("small/explain/reason", "explain", '"explain" names no answer'),
        ("clause: T-01", "clause: T-01\n      reason: small/a/b", "named twice"),
        ("looks_at: flow taken", "looks_at: conflict found late", "given already"),
        ("late:", "Late:", "not snake case"),
        ("  places:\n    - {step", "  place:\n    - {step", "No place is named"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(old, new, said):
    assert old in GOOD

    assert said in "\n".join(sentences(GOOD.replace(old, new, 1)))


@cache
def dataflow() -> Dataflow:
    version = build(read_folder(Path(__file__).parents[3]))
    return Dataflow.of(version, Decisions(version), Formulas())


def problems(text: str) -> list[str]:
    try:
        departures = read(text)
    except DefinitionError as refusal:
        return [str(each) for each in refusal.problems]
    version = replace(dataflow().version, departures=departures)
    checked = check_departures(replace(dataflow(), version=version, formulas=Formulas()))
    return [str(each) for each in checked.problems]


_NAMED = re.compile(
    r"(?P<key>step|flow|register|reason|reason_follows|clause|looks_at): *\[?(?P<value>[^,}\]\n]+)"
)
_GRAMMAR = {"if", "then", "else", "and", "or", "not"}


def misspelt() -> Iterator[tuple[str, str]]:
    """Yield each text with one name or value in it misspelt, and which."""
    body = TEXT[TEXT.index("late_step:") :]
    start = len(TEXT) - len(body)
    for found in _NAMED.finditer(body):
        at = start + found.end("value") - 1
        yield found.group(), TEXT[:at] + "x" + TEXT[at:]
    for condition in re.finditer(
        r"when: (?:>-\n(?P<block>(?: {8,}.*\n)+)|'(?P<line>=.*)'\n)", body
    ):
        group = "block" if condition["block"] else "line"
        for token in re.finditer(r'"\w+"|[A-Za-z_]\w*', condition[group]):
            if token.group() in _GRAMMAR | {"null"}:
                continue
            at = start + condition.start(group) + token.end() - 2
            yield f"{token.group()} in {condition[group]}", TEXT[:at] + "x" + TEXT[at:]


def test_the_protocols_own_departures_are_accepted():
    assert problems(TEXT) == []


def test_every_name_and_value_misspelt_is_refused():
    tried = list(misspelt())

    assert len(tried) > 120
    assert [what for what, text in tried if not problems(text)] == []
