"""Two plays of a case side by side, as it was and as it would have been with a corrected answer."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.bpmn.called import called
from engine.correcting.history import Completed, Event, Extended, Fired, History
from engine.correcting.pairing import Pairs, new_departures, renamed_id, same_length, without_moves
from engine.correcting.play import Happened, Play, RunKey
from engine.correcting.refusals import CorrectionRefusedError
from engine.correcting.taking import (
    rows_by_answers,
    rows_by_diagram,
    subject_of,
    take,
    take_as_it_was,
)
from engine.effects import TaskOpened
from engine.errors import EngineError, ExecutionError, InvalidAnswersError
from engine.forms import Answers
from engine.registers import RegisterWrite


def beginning_of(history: History) -> Play:
    """Return a play in which nothing of the history has happened yet."""
    if history.base is None:
        return Play(history.calendar, dict(history.fields))
    return replace(history.base.copy(), calendar=history.calendar)


@dataclass
class Moment:
    """One event in both plays: what happened in each, and how many effects from the start are the same.

    ``departed`` are the departures that the second play alone has; ``taken`` says whether the event could
    be taken in the second play, ``first_answers`` what it was taken with.
    """

    number: int
    event: Event
    first: list[Happened] = field(default_factory=list)
    second: list[Happened] = field(default_factory=list)
    departed: list[Happened] = field(default_factory=list)
    same: int = 0
    taken: bool = True
    first_answers: Answers | None = None

    @property
    def differs(self) -> bool:
        """Say whether it came out otherwise, or could not be taken."""
        return not self.taken or self.same < max(len(self.first), len(self.second))


class BothPlays:
    """One case played twice; until the corrected event the two plays are one."""

    def __init__(self, history: History, number: int, now: datetime) -> None:
        """Play the case to where the event with that number is about to happen."""
        self._history, self.number, self._now = history, number, now
        self.first = beginning_of(history)
        self.second = self.first
        self.pairs = Pairs()
        self.moments: list[Moment] = []
        self.set_aside: list[TaskOpened] = []
        self.done_since: list[tuple[RunKey, TaskOpened]] = []
        self.written_before: list[tuple[RunKey, RegisterWrite]] = []
        for earlier, event in enumerate(history.events[:number]):
            answers = take_as_it_was(self.first, event, earlier)
            self.written_before += rows_by_answers(self.first, event, earlier, answers)
            self.written_before += rows_by_diagram(self.first.effects)

    def go_on(self, corrected: Answers) -> None:
        """Play the rest in both, with the corrected answers in the second."""
        self._part()
        for number in range(self.number, len(self._history.events)):
            self._take(number, corrected if number == self.number else None)

    @property
    def begins_anew(self) -> bool:
        """Say whether the history begins where a correction opened the case again."""
        return self._history.base is not None

    @property
    def diverged(self) -> bool:
        """Say whether anything came out otherwise."""
        return any(moment.differs for moment in self.moments)

    def label(self, process: str, element: str) -> str:
        """Return what a step is called."""
        for run in self.first.runs.values():
            if process in run.version.diagrams:
                diagram = run.version.diagrams[process]
                return called(diagram, diagram.elements[element])
        return element

    def _part(self) -> None:
        self.second = self.first.copy()
        tokens = {
            *(opened.task_id for run in self.first.runs.values() for opened in run.opened),
            *(timer.partition(":")[0] for timer in self.first.timers),
            *(token for token, _ in self.first.standing),
        }
        for token in tokens:
            self.pairs.are(token, token)

    def _take(self, number: int, corrected: Answers | None) -> None:
        event = self._history.events[number]
        moment = Moment(number, event)
        self.moments.append(moment)
        known = list(self.first.timers)
        try:
            subject = subject_of(self.first, event)
        except IndexError as missing:
            raise CorrectionRefusedError("not understood") from missing
        opened = self.first.open.get(subject or "")
        moment.first_answers = take_as_it_was(self.first, event, number)
        moment.first = without_moves(self.first.effects, known)
        theirs = None if subject is None else renamed_id(subject, self.pairs.to_second)
        if not self._fits(moment, theirs, corrected):
            moment.taken = False
            if opened is not None and isinstance(event, Completed):
                self.set_aside.append(opened[0])
            return
        self._take_in_second(moment, theirs, corrected)
        if opened is not None and isinstance(event, Completed) and corrected is None:
            self.done_since.append((opened[1], opened[0]))

    def _take_in_second(
        self, moment: Moment, subject: str | None, corrected: Answers | None
    ) -> None:
        before, pairs = self.second.copy(), self.pairs.copy()
        self._play_second(moment, subject, corrected, moment.event.at)
        if moment.differs:
            # What comes out otherwise happens now, and what is due then is counted from now.
            self.second, self.pairs = before, pairs
            self._play_second(moment, subject, corrected, self._now)

    def _play_second(
        self, moment: Moment, subject: str | None, corrected: Answers | None, now: datetime
    ) -> None:
        known = list(self.second.timers)
        try:
            take(self.second, moment.event, moment.number, subject, answers=corrected, now=now)
        except InvalidAnswersError:
            if corrected is not None:
                raise
            raise CorrectionRefusedError("not possible") from None
        except ExecutionError as refusal:
            raise CorrectionRefusedError("not possible", refusal.sentence) from refusal
        except EngineError as refusal:
            raise CorrectionRefusedError("not possible") from refusal
        moment.second = without_moves(self.second.effects, known)
        moment.departed = new_departures(self.first.effects, self.second.effects)
        moment.same = same_length(moment.first, moment.second, self.pairs)

    def _fits(self, moment: Moment, subject: str | None, corrected: Answers | None) -> bool:
        """Say whether the event can be taken in the second play as the same thing."""
        match moment.event:
            case Completed():
                if corrected is not None:
                    return True
                return subject in self.second.open and self._still_answered(moment, str(subject))
            case Extended():
                return subject in self.second.open
            case Fired():
                if subject not in self.second.timers:
                    return False
                timer = self.second.timers[str(subject)][0]
                if timer.due is None or timer.due > moment.event.at:
                    label = self.label(timer.process, timer.element)
                    raise CorrectionRefusedError("time has come", label)
        return True

    def _still_answered(self, moment: Moment, task_id: str) -> bool:
        """Say whether the form takes the answers given since again, and they come to the same."""
        event = moment.event
        assert isinstance(event, Completed)  # noqa: S101
        try:
            again = self.second.task_answers(task_id, event.answers, event.at)
        except InvalidAnswersError:
            return False
        return again == moment.first_answers
