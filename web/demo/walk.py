"""One case of the board on its way: what is done next on it, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from engine.errors import EngineError, InvalidAnswersError
from engine.memory_desk import laid_over
from engine.scenarios import (
    Act,
    Appoints,
    Corrects,
    DeclaresConflict,
    Does,
    Extends,
    MeetingChanges,
    Meets,
    Starts,
    Waits,
    WaitsUntil,
    WithdrawsConflict,
)
from web.demo.casting import BoardDesk
from web.demo.pace import Pace
from web.demo.recipes import BoardError, Recipe, Step, Usual, called
from web.store.models import UserTask


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next on a case, and when; `task` is the row it completes, if it completes one."""

    at: datetime
    step: Step
    task: str | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A departure that lacks its reason, the reason, and who of the board gives it."""

    departure: UUID
    reason: str
    who: str


@dataclass
class Walk:
    """A case on its way. Tasks are done as they open; whatever else the recipe says waits its turn.

    `usual` says how tasks are done that the recipe does not name; `lays` is laid over the answers of every
    task of that id, `unsaid` only where the task is done as usual.
    """

    recipe: Recipe
    desk: BoardDesk
    usual: Mapping[str, Usual]
    unsaid: Mapping[str, Mapping[str, object]]
    lays: Mapping[str, Mapping[str, object]]
    who_explains: str
    remaining: list[Step] = field(init=False)
    next: Next | None = field(init=False)
    _pace: Pace = field(init=False)
    _since: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the notification."""
        first, *self.remaining = [
            step for step in self.recipe.steps if not self._passes_by_itself(step.act)
        ]
        self._pace = Pace(self.recipe.key)
        self._since = self.recipe.begins
        self.next = Next(self.recipe.begins, first, None)

    def take(self, now: datetime) -> None:
        """Do what is next."""
        if self.next is None:
            raise BoardError(f"{self.recipe.key}: nothing is next.")
        step, self.next = self.next.step, None
        if step in self.remaining:
            self.remaining.remove(step)
        self._since = now
        self.desk.worked_on = step.day
        try:
            self._do(step.act)
        except EngineError as refusal:
            raise BoardError(
                f"{self.recipe.key}: {called(step.act)} is refused: {_why(refusal)}"
            ) from refusal

    def lacks_a_reason(self) -> list[Lacking]:
        """Return the late steps that wait for a reason, and that the recipe says is given."""
        if not self.recipe.explains or self.desk.reference is None:
            return []
        return [
            Lacking(departure.id, self.recipe.explains[departure.element], self.who_explains)
            for departure in self.desk.late_without_reason()
            if departure.element in self.recipe.explains
        ]

    def plan(self, now: datetime) -> None:
        """Find what is next, as the case stands now."""
        if self.desk.reference is None:
            return
        open_tasks = self.desk.waiting()
        found = self._in_turn(
            [each for task in open_tasks if (each := self._for(task)) is not None]
        )
        if (turn := self._turn(open_tasks)) is not None:
            found.append(turn)
        self.next = min(found, key=lambda each: each.at, default=None)
        if self.next is not None and self.next.at < now:
            self.next = Next(now, self.next.step, self.next.task)

    def _in_turn(self, found: list[Next]) -> list[Next]:
        """Let what stands earlier in the recipe be done earlier, of what could be done now."""
        order = {id(step): number for number, step in enumerate(self.remaining)}
        turned: list[Next] = []
        for each in sorted(found, key=lambda each: order.get(id(each.step), -1)):
            before = [other.at for other in turned if id(other.step) in order]
            if id(each.step) in order and before and each.at <= max(before):
                each = replace(each, at=max(before) + timedelta(minutes=5))
            turned.append(each)
        return turned

    def _for(self, task: UserTask) -> Next | None:
        """Return when and how an open task is done; None where nobody does it."""
        if task.element in self.recipe.stops:
            return None
        step = self._step_of(task)
        if step is None:
            return None
        if (days := self.recipe.late.get(task.element)) is not None and task.due is not None:
            at = self._pace.late_by(days, task.element, due=task.due)
        else:
            at = self._pace.done_at(task.element, opened=task.opened_at_utc, due=task.due)
        return Next(at, step, task.id)

    def _step_of(self, task: UserTask) -> Step | None:
        before_the_turn = self._before_the_turn()
        for step in before_the_turn:
            if self._does(step.act, task):
                return step
        if any(self._does(step.act, task) for step in self.remaining[len(before_the_turn) :]):
            return None
        if (usual := self.usual.get(task.element)) is None:
            raise BoardError(f"{self.recipe.key}: nobody is said to do {task.element}.")
        who = self.desk.who_may(task, usual.act.who)
        return (
            None
            if who is None
            else Step(replace(usual.act, who=who, agency=task.agency_key), usual.day)
        )

    def _before_the_turn(self) -> list[Step]:
        """Return the steps before the first that is not a task to be done."""
        found: list[Step] = []
        for step in self.remaining:
            if not isinstance(step.act, Does):
                break
            found.append(step)
        return found

    def _turn(self, open_tasks: Iterable[UserTask]) -> Next | None:
        """Return what happens beside the tasks, once all that stands before it is done."""
        if not self.remaining or isinstance(self.remaining[0].act, Does):
            return None
        step = self.remaining[0]
        match step.act:
            case Waits():
                return Next(step.act.until(self._since), step, None)
            case Extends() if not any(each.element == step.act.task for each in open_tasks):
                return None
        days = self.recipe.after.get(called(step.act), 1)
        return Next(self._pace.later(called(step.act), days, after=self._since), step, None)

    def _does(self, act: Act, task: UserTask) -> bool:
        if not isinstance(act, Does) or act.task != task.element:
            return False
        agency = act.agency or self.recipe.agencies.get(act.who, "")
        return task.agency_key is None or self.desk.cast.agency(agency) == task.agency_key

    def _extend(self, act: Extends) -> None:
        """Extend a deadline by as many days as the worked case takes from its present."""
        [task, *_] = self.desk.waiting(act.task)
        if task.due is None:
            raise BoardError(f"{self.recipe.key}: {act.task} has no day that could be extended.")
        to = task.due + (act.to - self.desk.worked_on)
        self.desk.extend(act.task, by=act.who, agency=None, to=to, reason=act.reason)

    def _laid_over(self, act: Act) -> Mapping[str, object]:
        """Return what the board, and over it the recipe, gives instead of the worked case's answers."""
        name = called(act)
        usual = {} if act in [step.act for step in self.recipe.steps] else self.unsaid.get(name, {})
        both: Mapping[str, object] = laid_over(
            laid_over(usual, self.lays.get(name, {})), self.recipe.answers.get(name, {})
        )
        return both

    def _passes_by_itself(self, act: Act) -> bool:
        """Say whether the board needs no such step: its clock moves, and its meetings are everybody's."""
        waiting = (
            Meets | MeetingChanges
            if self.recipe.waits
            else Meets | MeetingChanges | Waits | WaitsUntil
        )
        return isinstance(act, waiting)

    def _do(self, act: Act) -> None:
        self.desk.lays = self._laid_over(act)
        match act:
            case Does() if self.desk.reference is None:
                self.desk.start(act.task, by=act.who, answers=act.answers)
            case Does():
                agency = act.agency and self.desk.cast.agency(act.agency)
                self.desk.complete(act.task, by=act.who, agency=agency, answers=act.answers)
            case Starts():
                self.desk.begin(act.process, by=act.who, answers=act.answers)
            case Extends():
                self._extend(act)
            case Corrects():
                agency = act.agency and self.desk.cast.agency(act.agency)
                self.desk.correct(
                    act.task, by=act.who, agency=agency, answers=act.answers, reason=act.reason
                )
            case DeclaresConflict():
                self.desk.declare_conflict(by=act.who, nature=act.nature)
            case WithdrawsConflict():
                self.desk.withdraw_conflict(act.of, by=act.who, reason=act.reason)
            case Appoints():
                self.desk.appoint(act.role, act.person, by=act.who, reason=act.reason)


def _why(refusal: EngineError) -> str:
    """Return why an act was refused, with the questions whose answers were: all of it is invented."""
    if isinstance(refusal, InvalidAnswersError):
        return "; ".join(f"{path}: {', '.join(said)}" for path, said in refusal.problems.items())
    return str(refusal)
