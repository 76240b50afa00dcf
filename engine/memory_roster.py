"""Who may act on a case in memory: roles, deputies, conflicts, appointments, and who did what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.beginning import roles_that_begin
from engine.bpmn.model import Element
from engine.desk import ActOfDeputy, LateConflict
from engine.effects import TaskOpened
from engine.errors import InvalidAnswersError, NotPermittedError, TaskNotReadyError
from engine.forms import PEOPLE_NOT_FROM_THEM, Answers, Choice
from engine.holders import NO_DEPUTIES, Deputies, Holding, are_the_roles_own, holders_of
from engine.roles import APPOINTED_BY
from engine.version import Version


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the scenario; `key` stands for the id that a real person has."""

    key: str
    name: str
    agency: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deputy:
    """A person who acts for another in a role, on these days (None: without end)."""

    person: str
    stands_for: str
    role: str
    first_day: date | None
    last_day: date | None

    def acts_on(self, day: date) -> bool:
        """Say whether they act on the day."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


@dataclass
class MemoryRoster:
    """Who may act on the one case of a memory desk."""

    version: Version
    people: Mapping[str, Person]
    deputies: tuple[Deputy, ...] = ()
    conflicted: set[str] = field(default_factory=set)
    appointed: dict[str, list[str]] = field(default_factory=dict)
    under_review: set[str] = field(default_factory=set)
    acts_of_deputies: list[ActOfDeputy] = field(default_factory=list)
    late_conflicts: list[LateConflict] = field(default_factory=list)
    _done: list[tuple[tuple[str, str], str]] = field(default_factory=list)
    _begun: list[tuple[tuple[str, str], str]] = field(default_factory=list)

    def holders(self, opened: TaskOpened, day: date) -> tuple[Holding, ...]:
        """Return who may complete an open task today."""
        return self._lane(
            opened.role,
            self._holders_of_roles(opened),
            out=self._kept_out(opened),
            # What is drawn for one person is theirs alone.
            deputies=NO_DEPUTIES if opened.person else self._deputies(day),
        )

    def acting_as(self, role: str, day: date) -> tuple[str, ...]:
        """Return who holds the lane of a role on the case, for no task in particular."""
        held = self._lane(role, self._holders_of_roles(), deputies=self._deputies(day))
        return tuple(each.person for each in held)

    def held_by(self, opened: TaskOpened, day: date) -> tuple[str, ...] | None:
        """Return who may complete it, or None where these are the role's own holders and no others."""
        held = self.holders(opened, day)
        if are_the_roles_own(opened.role, held, holders=self._holders_of_roles(opened)):
            return None
        return tuple(each.person for each in held)

    def completed(self, opened: TaskOpened, by: Holding) -> None:
        """Keep who did it, and for whom."""
        named = (opened.process, opened.element)
        self._done += [(named, each) for each in (by.person, by.deputy_for) if each is not None]
        if by.deputy_for is not None:
            self.acts_of_deputies.append(ActOfDeputy(opened.element, by.person, by.deputy_for))

    def begun(self, start: Element, by: str, day: date) -> None:
        """Keep who began what begins there, and for whom."""
        lanes = [
            self._lane(role, self._holders_of_roles(), deputies=self._deputies(day))
            for role in roles_that_begin(start)
        ]
        stood_for = [each.deputy_for for lane in lanes for each in lane if each.person == by]
        acted_for = stood_for if all(stood_for) else []
        named = (start.process, start.id)
        self._begun += [(named, who) for who in (by, *acted_for[:1]) if who is not None]

    def declare(self, answers: Answers, by: str) -> None:
        """Take from a form's answers who has a conflict, who is appointed, who is under review."""
        if answers.declares_conflict:
            self.conflicted.add(by)
        for role, people in answers.appoints.items():
            self.appointed[role] = list(people)
        self.under_review |= set(answers.under_review)

    def declare_conflict(self, by: str) -> tuple[tuple[str, str], ...]:
        """Take somebody out of the case, whatever they did on it before; return those steps, each once."""
        person = self.person(by)
        acting = set(person.roles) - {"notifier"} or any(
            by in each for each in self.appointed.values()
        )
        if by in self.conflicted or not acting:
            raise NotPermittedError(f"{by} sees nothing of the case to be kept from")
        steps = tuple(dict.fromkeys(named for named, who in self._done if who == by))
        if steps:
            before = tuple(dict.fromkeys(name for _, name in steps))
            self.late_conflicts.append(LateConflict(by, before))
        self.conflicted.add(by)
        return steps

    def withdraw_conflict(self, of: str, *, by: str, day: date) -> None:
        """Let somebody act again; the Independent Chair does this."""
        self._need_lane("independent_chair", by, day)
        if of not in self.conflicted:
            raise TaskNotReadyError(f"{of} has declared no conflict")
        self.conflicted.remove(of)

    def appoint(self, role: str, person: str, *, by: str, day: date) -> None:
        """Appoint who holds a lane that a conflict has left to nobody."""
        if role not in APPOINTED_BY:
            raise NotPermittedError(f"nobody is appointed to {role} here")
        self._need_lane(APPOINTED_BY[role], by, day)
        if self.acting_as(role, day):
            raise TaskNotReadyError(f"somebody holds {role}")
        if self.person(person).key in self.conflicted:
            raise InvalidAnswersError({"person": ["They have a conflict"]})
        self.appointed[role] = [person]

    def options(self, agencies: Mapping[str, str]) -> dict[str, list[Choice]]:
        """Return the choices of the registers."""
        return {
            "agencies": [Choice(key, name) for key, name in agencies.items()],
            "people": [Choice(each.key, each.name) for each in self.people.values()],
            PEOPLE_NOT_FROM_THEM: [
                Choice(each.key, each.name)
                for each in self.people.values()
                if each.agency not in self.under_review
            ],
        }

    def person(self, key: str) -> Person:
        """Return the person of that name, or raise NotPermittedError."""
        if key not in self.people:
            raise NotPermittedError(f"there is nobody called {key}")
        return self.people[key]

    def _kept_out(self, opened: TaskOpened) -> set[str]:
        """Return who did, or for whom was done, what another person than they must go on with."""
        diagram = self.version.diagram(opened.process)
        barring = diagram.not_by(diagram.elements[opened.element])
        return {who for named, who in (*self._done, *self._begun) if named in barring}

    def _need_lane(self, role: str, by: str, day: date) -> None:
        if by not in self.acting_as(role, day):
            raise NotPermittedError(f"{by} does not act as {role}")

    def _lane(
        self,
        role: str,
        holders: Mapping[str, Sequence[str]],
        *,
        deputies: Deputies,
        out: Collection[str] = (),
    ) -> tuple[Holding, ...]:
        return holders_of(
            role,
            holders=holders,
            out=self.conflicted.union(out),
            appointed=self.appointed,
            deputies=deputies,
        )

    def _holders_of_roles(self, opened: TaskOpened | None = None) -> dict[str, list[str]]:
        agency = opened.agency if opened else None
        named = opened.person if opened else None
        holders: dict[str, list[str]] = {}
        for person in self.people.values():
            if agency in (None, person.agency) and named in (None, person.key):
                for role in person.roles:
                    holders.setdefault(role, []).append(person.key)
        return holders

    def _deputies(self, day: date) -> Deputies:
        found: dict[tuple[str, str], list[str]] = {}
        for each in self.deputies:
            if each.acts_on(day):
                found.setdefault((each.role, each.stands_for), []).append(each.person)
        return found
