"""Correct a submitted answer: play the case twice, and say and carry out what comes out otherwise.

Pure: `work_out` changes nothing. Whoever keeps the case carries out what it returns, in one transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from engine import hold
from engine.bpmn.model import DECIDES, Element
from engine.bpmn.reader_extensions import YES
from engine.correcting.again import EvaluatedAgain, changed_names, gateways_again, tables_again
from engine.correcting.both_plays import BothPlays
from engine.correcting.given import (
    AnswerGiven,
    Place,
    given_as_far_as_known,
    given_in,
    only_words,
)
from engine.correcting.history import Present
from engine.correcting.left_behind import refuse_what_would_be_left_behind
from engine.correcting.play import Play
from engine.correcting.refusals import (
    ASKED,
    CAN_TAKE_EFFECT,
    NOTHING_CHANGED,
    REASON,
    WHY_NOT,
    CorrectionRefusedError,
)
from engine.correcting.steps import kept_names, names_kept, steps_of
from engine.effects import Effect, NoticeDue, RegisterWritten, TaskOpened
from engine.errors import EngineError
from engine.execution import Step
from engine.forms import Answers, Choice
from engine.registers import RegisterWrite
from engine.version import Version

NO: Final = "no"


class Kind(Enum):
    """How a correction takes effect: at once, at once and what follows opens again, or by the Chair."""

    AT_ONCE = "at_once"
    OPENS = "opens"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class StepNamed:
    """A step of the case that a correction concerns."""

    process: str
    element: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What correcting an answer comes to.

    ``diverges`` says that something comes out otherwise, so that the case goes on from there;
    ``evaluated`` are the tables and gateways evaluated again; ``withdrawn`` the tasks that wait now and are
    withdrawn, ``set_aside`` those that were done since and no longer count, ``opens`` those that open,
    ``decided`` those that decided, and whose decision it would change; ``told`` are the notices that go out.
    ``stands`` are the questions whose fact or field somebody answered again since, which stays.
    ``instance`` is the number of the process that the answer was given in, ``steps`` are those of the
    processes by their number, ``registers`` what the corrected answer writes into registers anew.
    ``after`` is the case as it then stands, ``names`` the ids by which the case knows what stood before.
    """

    kind: Kind
    diverges: bool
    instance: int
    answers: Answers
    evaluated: tuple[EvaluatedAgain, ...]
    withdrawn: tuple[StepNamed, ...]
    set_aside: tuple[StepNamed, ...]
    opens: tuple[StepNamed, ...]
    decided: tuple[StepNamed, ...]
    told: tuple[NoticeDue, ...]
    stands: tuple[str, ...]
    registers: tuple[RegisterWrite, ...] = field(repr=False)
    steps: Mapping[int, Step] = field(repr=False)
    after: Play = field(repr=False)
    names: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ForTheRecord:
    """A correction that cannot be evaluated again exactly: the corrected answers, and why it cannot.

    Nothing is evaluated again and nothing opens; whoever decides on corrections keeps it beside the first
    answer, or refuses it.
    """

    answers: Answers
    refusal: CorrectionRefusedError


def answers_of_start(
    found: Correction | ForTheRecord, reason: str, *, whole: bool = True
) -> dict[str, str]:
    """Return with what answers the process begins that decides on a correction.

    Who proposes it reads them too: whoever does not see the ``whole`` case reads of no step of it.
    """
    if isinstance(found, Correction):
        return {REASON: reason, CAN_TAKE_EFFECT: YES}
    said = found.refusal.sentence if whole else found.refusal.sentence_in_part
    return {REASON: reason, CAN_TAKE_EFFECT: NO, WHY_NOT: said}


def start_of_correction(version: Version) -> Element | None:
    """Return where the process begins that decides on corrections; None where none can be told what it must.

    One of before corrections were made for the record asks for the reason only.
    """
    start = version.decides_on_corrections()
    form = version.form_of(start) if start is not None else None
    asked = tuple(question.path for question in form.questions()) if form is not None else ()
    return start if asked == ASKED else None


def answer_given(place: Place, present: Present) -> AnswerGiven:
    """Return the answer given there, as far as that can be worked out; ``present`` is how the case stands."""
    return _played_to(place, present, place.history.events[place.number].at)[1]


def work_out(
    place: Place,
    present: Present,
    entered: Mapping[str, Any],
    *,
    options: Mapping[str, Sequence[Choice]] | None,
    now: datetime,
) -> Correction | ForTheRecord:
    """Return what it comes to that the answer given there is corrected to what was entered.

    ``options`` is None where they were looked at before. InvalidAnswersError where the form does not take
    what was entered; CorrectionRefusedError where it is no correction.
    """
    plays, given = _played_to(place, present, now)
    answers = given.corrected(entered, options)
    if answers.full == given.answers.full:
        raise CorrectionRefusedError(NOTHING_CHANGED)
    try:
        if not given.keeps_files(answers):
            raise CorrectionRefusedError("files")
        if plays is None:
            raise CorrectionRefusedError("not understood")
        if only_words(given.answers, answers):
            return _in_words_only(plays, given, answers)
        if place.over:
            raise CorrectionRefusedError("opened again")
        return _correction(plays, present, given, answers)
    except CorrectionRefusedError as refusal:
        return ForTheRecord(answers, refusal)


def _played_to(
    place: Place, present: Present, now: datetime
) -> tuple[BothPlays | None, AnswerGiven]:
    """Return the case played to where the answer was given, None where it cannot be, and the answer."""
    try:
        plays = BothPlays(place.history, place.number, now)
        return plays, given_in(plays.first, place.history, place.number)
    except (CorrectionRefusedError, EngineError, LookupError):
        return None, given_as_far_as_known(place, present)


def _in_words_only(plays: BothPlays, given: AnswerGiven, answers: Answers) -> Correction:
    """Return a correction of what nothing reads but people: it needs no play, whatever happened since."""
    nothing: dict[str, str] = {}
    return Correction(
        kind=Kind.AT_ONCE,
        diverges=False,
        instance=given.instance,
        answers=answers,
        evaluated=(),
        withdrawn=(),
        set_aside=(),
        opens=(),
        decided=(),
        told=(),
        stands=(),
        registers=(),
        steps={},
        after=plays.first,
        names=nothing,
    )


def _correction(
    plays: BothPlays, present: Present, given: AnswerGiven, answers: Answers
) -> Correction:
    """Return what it comes to; CorrectionRefusedError where that cannot be worked out exactly."""
    _refuse_other_actors(given.answers, answers)
    plays.go_on(answers)
    names = names_kept(plays.first, present)
    if hold.holds_of(plays.first.fields) != hold.holds_of(plays.second.fields):
        raise CorrectionRefusedError("hold")
    registers = _registers(plays, given.answers, answers)
    refuse_what_would_be_left_behind(plays)
    steps = steps_of(plays, names, given.instance)
    decided = _decided(plays, given, answers)
    kind = Kind.CHAIR if decided else Kind.OPENS if plays.diverged else Kind.AT_ONCE
    return Correction(
        kind,
        plays.diverged,
        given.instance,
        answers,
        tuple(_evaluated(plays, changed_names(given.element.id, given.answers, answers))),
        tuple(_withdrawn(plays)),
        tuple(_named(opened) for opened in plays.set_aside),
        tuple(_named(each) for each in _effects(steps) if isinstance(each, TaskOpened)),
        decided,
        tuple(each for each in _effects(steps) if isinstance(each, NoticeDue)),
        tuple(_stands(plays, given, answers)),
        registers,
        steps,
        _in_order(plays),
        kept_names(plays, names),
    )


def _refuse_other_actors(before: Answers, after: Answers) -> None:
    acts = [
        (each.declares_conflict, dict(each.appoints), each.under_review) for each in (before, after)
    ]
    if acts[0] != acts[1]:
        raise CorrectionRefusedError("who acts")


def _registers(plays: BothPlays, before: Answers, after: Answers) -> tuple[RegisterWrite, ...]:
    """Return what the corrected answer writes anew; refuse where others have written these rows since."""
    if before.registers == after.registers:
        return ()
    written = {each.register for each in (*before.registers, *after.registers)}
    for moment in plays.moments[1:]:
        later = moment.first_answers.registers if moment.first_answers is not None else ()
        by_diagram = [e.write for _, e in moment.first if isinstance(e, RegisterWritten)]
        again = written & {each.register for each in (*later, *by_diagram)}
        if again:
            raise CorrectionRefusedError("registers", ", ".join(sorted(again)))
    return after.registers


def _decided(plays: BothPlays, given: AnswerGiven, after: Answers) -> tuple[StepNamed, ...]:
    """Return the steps that decided and whose decision the correction would change or undo."""
    before, itself = given.answers, given.element
    found: list[StepNamed] = []
    changed = (before.routing, before.facts, before.case) != (
        after.routing,
        after.facts,
        after.case,
    )
    if _decides(itself) and changed:
        found.append(StepNamed(itself.process, itself.id))
    otherwise = {
        key
        for moment in plays.moments
        for key, _ in (*moment.first[moment.same :], *moment.second[moment.same :])
    }
    since = [opened for key, opened in plays.done_since if key in otherwise]
    found += [
        _named(opened)
        for opened in (*plays.set_aside, *since)
        for run in plays.first.runs.values()
        if opened in run.opened and _decides(run.version.element(opened.process, opened.element))
    ]
    return tuple(dict.fromkeys(found))


def _decides(element: Element) -> bool:
    return element.properties.get(DECIDES) == YES


def _evaluated(plays: BothPlays, changed: frozenset[str]) -> Iterator[EvaluatedAgain]:
    names = set(changed)
    for moment in plays.moments:
        if not moment.taken:
            continue
        later = moment.number != plays.number
        for each, _, made in tables_again(moment.first, moment.second):
            yield replace(each, later=later)
            if not each.same:
                names.add(made.variable)
        plays_of_it = (plays.first, moment.first), (plays.second, moment.second)
        for passed in gateways_again(*plays_of_it, names):
            yield replace(passed, later=later)


def _withdrawn(plays: BothPlays) -> Iterator[StepNamed]:
    """Yield the tasks that wait now and are withdrawn."""
    kept = {plays.pairs.to_first.get(task) for task in plays.second.open}
    for task, (opened, _) in plays.first.open.items():
        if task not in kept:
            yield _named(opened)


def _stands(plays: BothPlays, given: AnswerGiven, after: Answers) -> Iterator[str]:
    """Yield the questions whose corrected fact or field somebody answered again since."""
    before = given.answers
    for question in (*given.form.facts(), *given.form.case_fields()):
        group, _, key = question.path.partition(".")
        was, now = (getattr(each, group).get(key) for each in (before, after))
        first, second = (
            (play.facts if group == "facts" else play.fields).get(key)
            for play in (plays.first, plays.second)
        )
        # What is hidden now says nothing, and takes nobody's answer away.
        if now is not None and was != now and first == second and second != now:
            yield question.label


def _in_order(plays: BothPlays) -> Play:
    """Return the second play with its processes in the order in which they began on the case."""
    runs = plays.second.runs
    order = [*plays.first.runs, *(key for key in runs if key not in plays.first.runs)]
    return replace(plays.second, runs={key: runs[key] for key in order})


def _effects(steps: Mapping[int, Step]) -> Iterator[Effect]:
    return (effect for step in steps.values() for effect in step.effects)


def _named(opened: TaskOpened) -> StepNamed:
    return StepNamed(opened.process, opened.element, opened.agency)
