"""Corrections on a case in memory: made at once, or proposed and settled by the process that decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.correcting import (
    Correction,
    CorrectionRefusedError,
    Kind,
    answer_given,
    base_after,
    correct,
)
from engine.correcting.history import Began, Completed
from engine.desk import CorrectionMade
from engine.effects import CorrectionSettled
from engine.errors import InvalidAnswersError
from engine.execution import Step, World
from engine.forms import Choice
from engine.memory_case import Instance, MemoryCase


@dataclass
class Proposed:
    """A correction that waits to be decided on: of the answer given at an event, to what was entered."""

    number: int
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

    def number_of(self, task: str, agency: str | None) -> int:
        """Return the event at which the step was answered last; CorrectionRefusedError where it was not."""
        for number, event in reversed(list(enumerate(self.case.events))):
            if self._answers(event, task, agency):
                return number
        if any(self._answers(event, task, agency) for event in self.case.events_before):
            raise CorrectionRefusedError("opened again")
        raise CorrectionRefusedError("no answer")

    def given_by(self, number: int) -> str | None:
        """Return who gave the answer at an event."""
        event = self.case.events[number]
        return event.by if isinstance(event, Began | Completed) else None

    def entered(self, number: int, world: World) -> Mapping[str, Any]:
        """Return the answer as it was given."""
        return answer_given(self.case.history(world.calendar), number).answers.full

    def correct(
        self,
        number: int,
        entered: Mapping[str, Any],
        made: CorrectionMade,
        *,
        options: Mapping[str, Sequence[Choice]],
        world: World,
    ) -> Kind:
        """Correct the answer, or only say that the correction has to be decided on."""
        if self.case.closed:
            raise CorrectionRefusedError("closed")
        found = self._worked_out(number, entered, options, world)
        if found.kind is not Kind.CHAIR:
            outcome = "opened" if found.diverges else "at once"
            self._carry_out(found, number, world)
            self.made.append(replace(made, outcome=outcome))
        return found.kind

    def propose(
        self, number: int, entered: Mapping[str, Any], made: CorrectionMade, instance: int
    ) -> None:
        """Keep what the process of that number decides on."""
        self.proposed[instance] = Proposed(number, entered, len(self.made))
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
            found = self._worked_out(proposed.number, proposed.entered, None, world)
        except CorrectionRefusedError as refusal:
            raise InvalidAnswersError({"": [refusal.sentence]}) from refusal

        def accept() -> None:
            self._carry_out(found, proposed.number, world)
            self._becomes(proposed.place, outcome)

        return accept

    def _becomes(self, place: int, outcome: str) -> None:
        self.made[place] = replace(self.made[place], outcome=outcome)

    def _worked_out(
        self,
        number: int,
        entered: Mapping[str, Any],
        options: Mapping[str, Sequence[Choice]] | None,
        world: World,
    ) -> Correction:
        case = self.case
        return correct(
            case.history(world.calendar),
            case.present(),
            number,
            entered,
            options=options,
            now=world.now,
        )

    def _carry_out(self, found: Correction, number: int, world: World) -> None:
        case, event = self.case, self.case.events[number]
        assert isinstance(event, Began | Completed)  # noqa: S101
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
        case.events[number] = replace(event, answers=found.answers.full)
        if found.diverges:
            opened = [each.opened for each in case.on_record()]
            ids = [[task.task_id for task in each] for each in opened]
            case.go_on_from(base_after(found.after, found.names, ids))

    def _answers(self, event: object, task: str, agency: str | None) -> bool:
        match event:
            case Began(answers=full) if full is not None:
                starts = event.version.diagram(event.process).start_events()
                return any(each.id == task and each.form for each in starts)
            case Completed():
                opened = self.case.on_record()[event.instance].opened[event.task]
                return opened.element == task and agency in (None, opened.agency)
        return False
