"""Corrections on a case in memory: made at once, or proposed and settled by the process that decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.bpmn.model import Element
from engine.correcting import (
    Correction,
    CorrectionRefusedError,
    ForTheRecord,
    History,
    Place,
    answer_given,
    base_after,
    work_out,
)
from engine.correcting.history import Began, Completed, Event
from engine.desk import CorrectionMade
from engine.effects import CorrectionSettled
from engine.errors import InvalidAnswersError
from engine.execution import Step, World
from engine.forms import Choice
from engine.memory_case import Chapter, Instance, MemoryCase


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer on the case: at which event of which chapter, the present one being the last."""

    chapter: int
    number: int
    event: Began | Completed
    element: Element


@dataclass
class Proposed:
    """A correction that waits to be decided on: of which answer, to what was entered."""

    answered: Answered
    entered: Mapping[str, Any]
    place: int


@dataclass
class MemoryCorrections:
    """What was corrected on one case, and by the number of the deciding process what is proposed."""

    case: MemoryCase
    made: list[CorrectionMade] = field(default_factory=list)
    proposed: dict[int, Proposed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Settle what the case's processes decide."""
        self.case.settles = self._settled

    def newest(self, task: str, agency: str | None) -> Answered:
        """Return the newest answer to the step; CorrectionRefusedError where there is none."""
        for number, chapter in reversed(list(enumerate(self._chapters()))):
            for place, event in reversed(list(enumerate(chapter.events))):
                element = self._answered(event, agency)
                if element is not None and element.id == task:
                    now = chapter.corrected.get(place, event)
                    assert isinstance(now, Began | Completed)  # noqa: S101
                    return Answered(number, place, now, element)
        raise CorrectionRefusedError("no answer")

    def entered(self, answered: Answered, world: World) -> Mapping[str, Any]:
        """Return the answer as it was given."""
        return answer_given(self._place(answered, world), self.case.present()).answers.full

    def work_out(
        self,
        answered: Answered,
        entered: Mapping[str, Any],
        *,
        options: Mapping[str, Sequence[Choice]] | None,
        world: World,
    ) -> Correction | ForTheRecord:
        """Return what the correction comes to."""
        return work_out(
            self._place(answered, world),
            self.case.present(),
            entered,
            options=options,
            now=world.now,
        )

    def correct(
        self, answered: Answered, found: Correction, made: CorrectionMade, *, world: World
    ) -> None:
        """Let the correction take effect."""
        self._carry_out(found, answered, world)
        self.made.append(replace(made, outcome="opened" if found.diverges else "at once"))

    def propose(
        self,
        answered: Answered,
        entered: Mapping[str, Any],
        made: CorrectionMade,
        instance: int,
    ) -> None:
        """Keep what the process of that number decides on."""
        self.proposed[instance] = Proposed(answered, entered, len(self.made))
        self.made.append(replace(made, outcome="proposed"))

    def _settled(self, instance: Instance, step: Step, world: World) -> Any:
        """Work out what a step of the deciding process settles; return what is done once it is taken."""
        settled = [each for each in step.effects if isinstance(each, CorrectionSettled)]
        place = next(n for n, each in enumerate(self.case.instances) if each is instance)
        if not settled or place not in self.proposed:
            return lambda: None
        proposed, outcome = self.proposed[place], settled[0].outcome
        if outcome != "accepted":
            return lambda: self._becomes(proposed.place, outcome)
        try:
            found = self.work_out(proposed.answered, proposed.entered, options=None, world=world)
        except CorrectionRefusedError as refusal:
            raise InvalidAnswersError({"": [refusal.sentence]}) from refusal
        if isinstance(found, ForTheRecord):
            raise InvalidAnswersError({"": [found.refusal.sentence]})

        def accept() -> None:
            self._carry_out(found, proposed.answered, world)
            self._becomes(proposed.place, outcome)

        return accept

    def _becomes(self, place: int, outcome: str) -> None:
        self.made[place] = replace(self.made[place], outcome=outcome)

    def _carry_out(self, found: Correction, answered: Answered, world: World) -> None:
        case = self.case
        event = replace(answered.event, answers=found.answers.full)
        numbered = case.on_record()
        if found.registers:
            of_process = next(
                place
                for place, each in enumerate(case.instances)
                if each is numbered[found.instance]
            )
            case.registers.write(of_process, found.registers)
        for place, step in found.steps.items():
            case.keep(numbered[place], step, world)
        if answered.chapter < len(case.chapters):
            case.chapters[answered.chapter].corrected[answered.number] = event
        elif found.diverges:
            opened = [each.opened for each in case.on_record()]
            ids = [[task.task_id for task in each] for each in opened]
            base = base_after(found.after, found.names, ids)
            case.go_on_from(base, answered.number, event)
        else:
            case.events[answered.number] = event

    def _chapters(self) -> list[Chapter]:
        return [*self.case.chapters, Chapter(self.case.events, self.case.base)]

    def _place(self, answered: Answered, world: World) -> Place:
        chapter = self._chapters()[answered.chapter]
        events = tuple(chapter.as_answered(answered.number))
        history = History(events, self.case.first_fields, world.calendar, chapter.base)
        over = answered.chapter < len(self.case.chapters)
        return Place(history, answered.number, self.case.version, answered.element, over)

    def _answered(self, event: Event, agency: str | None) -> Element | None:
        """Return the element whose form was answered at the event, by the agency if one is named."""
        match event:
            case Began(answers=full) if full is not None:
                starts = event.version.diagram(event.process).start_events()
                return next(each for each in starts if each.form)
            case Completed():
                opened = self.case.on_record()[event.instance].opened[event.task]
                if agency in (None, opened.agency):
                    return self.case.version.element(opened.process, opened.element)
        return None
