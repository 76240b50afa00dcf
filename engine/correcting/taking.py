"""Take one event of a history in a play."""

from collections.abc import Iterable
from datetime import datetime

from engine.correcting.history import Began, Completed, Event, Extended, Fired, Retimed
from engine.correcting.play import Happened, Play, RunKey
from engine.correcting.refusals import CorrectionRefusedError
from engine.effects import RegisterWritten
from engine.errors import EngineError
from engine.forms import Answers
from engine.registers import RegisterWrite


def subject_of(play: Play, event: Event) -> str | None:
    """Return the id of the open task or waiting timer that an event is about; None where it is about none.

    CorrectionRefusedError where the play has no such thing: what happened is not understood then.
    """
    match event:
        case Completed() | Extended():
            opened = play.run(event.instance).opened
            if event.task < len(opened) and opened[event.task].task_id in play.open:
                return opened[event.task].task_id
        case Fired():
            key = play.run(event.instance).key
            waiting = [
                timer
                for timer, of_run in play.timers.values()
                if of_run == key
                and (timer.process, timer.element) == (event.process, event.element)
                and timer.due is not None
            ]
            if waiting:
                return min(waiting, key=lambda each: (each.due is None, each.due)).timer_id
        case Began() | Retimed():
            return None
    raise CorrectionRefusedError("not understood")


def take(
    play: Play,
    event: Event,
    number: int,
    subject: str | None,
    *,
    answers: Answers | None = None,
    now: datetime | None = None,
) -> Answers | None:
    """Take the event, and return the answers that it was taken with, if it has any.

    ``answers`` stand in the place of the event's own, ``now`` in that of its time.
    """
    at, taken = now or event.at, answers
    play.effects.clear()
    match event:
        case Began():
            if taken is None and event.answers is not None:
                taken = play.start_answers(event.process, event.version, event.answers, event.at)
            key = ("event", str(number))
            play.begin(key, event.process, event.version, taken, at, event.given)
        case Completed() if subject is not None:
            if taken is None:
                taken = play.task_answers(subject, event.answers, event.at)
            play.complete(subject, taken, at)
        case Fired() if subject is not None:
            play.fire(subject, at)
        case Extended() if subject is not None:
            play.extend(subject, event.to, at)
        case Retimed():
            play.retime(at)
    return taken


def take_as_it_was(play: Play, event: Event, number: int) -> Answers | None:
    """Take the event as it happened; CorrectionRefusedError where the play does not allow it."""
    try:
        return take(play, event, number, subject_of(play, event))
    except CorrectionRefusedError:
        raise
    except (EngineError, IndexError) as refusal:
        raise CorrectionRefusedError("not understood") from refusal


def rows_by_answers(
    play: Play, event: Event, number: int, answers: Answers | None
) -> list[tuple[RunKey, RegisterWrite]]:
    """Return what the answers that an event was taken with write into registers, and in which process."""
    if answers is None:
        return []
    begun = ("event", str(number))
    key = play.run(event.instance).key if isinstance(event, Completed) else begun
    return [(key, write) for write in answers.registers]


def rows_by_diagram(happened: Iterable[Happened]) -> list[tuple[RunKey, RegisterWrite]]:
    """Return what effects write into registers, and in which process."""
    return [(key, each.write) for key, each in happened if isinstance(each, RegisterWritten)]
