"""Who holds each lane on one case, and who is kept out of it (`engine.holders`), read from the tables."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, null, select, union_all
from sqlalchemy.orm import Session

from engine.holders import holders_of, tiers_of
from web.store.directory import Holder, acting_in, people
from web.store.models import Conflict, Person, StandIn, Submission, UserTask


class CaseHolders:
    """Who holds each lane on one case: read once, asked for each task."""

    def __init__(self, session: Session, case_id: UUID, *, today: date) -> None:
        """Read the case's conflicts (`conflicted`: ids of people) and who was appointed on it."""
        self._session, self._case, self._today = session, case_id, today
        self.conflicted, self._appointed = _out_and_appointed(session, case_id)
        self._by_role: dict[str, tuple[Holder, ...]] = {}
        self._acting_deputies: dict[tuple[str, UUID], tuple[Holder, ...]] = {}

    def of_task(self, task: UserTask) -> tuple[Holder, ...]:
        """Return who could complete the task."""
        return self.of(task.role, agency=task.agency_key, person=task.person_id, not_by=task.not_by)

    def of(
        self, role: str, *, agency: str | None, person: UUID | None, not_by: Collection[str] = ()
    ) -> tuple[Holder, ...]:
        """Return who could complete a task of the role, narrowed to an agency or a person as drawn.

        `not_by` are tasks (`process/element`): who did one of them on this case could not.
        """
        out = self.conflicted | self._who_did(not_by)
        if person is not None:
            named = people(self._session, [person])
            return tuple(each for each in named if str(each.id) not in out)
        tiers = self._tiers(role, agency)
        appointed = self._appointed.get(role, ())
        deputies = self._deputies(agency)
        found = holders_of(
            role,
            holders=_ids(tiers),
            out=out,
            appointed={role: [str(each.id) for each in appointed]},
            deputies={
                (named, str(stands_for)): [str(each.id) for each in acting]
                for (named, stands_for), acting in deputies.items()
            },
        )
        acting = [*appointed, *_all(tiers.values()), *_all(deputies.values())]
        known = {(str(each.id), each.deputy_for and str(each.deputy_for)): each for each in acting}
        return tuple(known[each.person, each.deputy_for] for each in found)

    def kept_apart(self, task: UserTask) -> dict[str, str]:
        """Return who of the lane's own did what the task is `not_by`: their name, and that task."""
        own = self._tiers(task.role, task.agency_key).get(task.role, ())
        return {
            each.name: done
            for done in task.not_by
            for each in own
            if str(each.id) in self._who_did([done])
        }

    def are_the_roles_own(self, task: UserTask) -> bool:
        """Say whether the role's own holders, all of them and nobody else, could complete the task."""
        held = {(each.id, each.deputy_for) for each in self.of_task(task)}
        if task.person_id is not None:
            return held == {(task.person_id, None)}
        own = self._tiers(task.role, task.agency_key).get(task.role, ())
        return bool(own) and held == {(each.id, None) for each in own}

    def _tiers(self, role: str, agency: str | None) -> dict[str, tuple[Holder, ...]]:
        tiers = tiers_of(role)
        self._read(tiers)
        return {
            tier: tuple(each for each in self._by_role[tier] if agency in (None, each.agency))
            for tier in tiers
        }

    def _read(self, roles: Collection[str]) -> None:
        """Read who acts in those of the roles that were not read yet."""
        unread = [role for role in roles if role not in self._by_role]
        if unread:
            holders, deputies = acting_in(self._session, unread, today=self._today)
            self._by_role |= holders
            self._acting_deputies |= deputies

    def _deputies(self, agency: str | None) -> dict[tuple[str, UUID], list[Holder]]:
        return {
            key: [each for each in deputies if agency in (None, each.agency)]
            for key, deputies in self._acting_deputies.items()
        }

    def _who_did(self, tasks: Collection[str]) -> frozenset[str]:
        """Return who did one of the tasks on this case, and for whom a deputy did."""
        return frozenset(
            str(who) for task in tasks for who in self._done.get(task, ()) if who is not None
        )

    @cached_property
    def _done(self) -> Mapping[str, set[UUID | None]]:
        done: dict[str, set[UUID | None]] = {}
        for process, element, by, stood_for in self._session.execute(_DONE, {"case": self._case}):
            done.setdefault(f"{process}/{element}", set()).update((by, stood_for))
        return done


def _ids(tiers: Mapping[str, tuple[Holder, ...]]) -> dict[str, list[str]]:
    return {tier: [str(each.id) for each in held] for tier, held in tiers.items()}


def _all(groups: Iterable[Iterable[Holder]]) -> Iterable[Holder]:
    return (each for group in groups for each in group)


def _out_and_appointed(
    session: Session, case_id: UUID
) -> tuple[frozenset[str], dict[str, tuple[Holder, ...]]]:
    """Return who has a conflict on the case (ids), and who was appointed on it, by role."""
    out: set[str] = set()
    appointed: dict[str, tuple[Holder, ...]] = {}
    for role, person, *columns in session.execute(_OUT_AND_APPOINTED, {"case": case_id}):
        if role is None:
            out.add(str(person))
        else:
            appointed[role] = (*appointed.get(role, ()), Holder(person, *columns))
    return frozenset(out), appointed


# Built once: every action on a case asks these.
_APPOINTED: Select[*tuple[Any, ...]] = (
    select(StandIn.role, Person.id, Person.name, Person.email, Person.agency_key)
    .join(Person, Person.id == StandIn.person_id)
    .where(StandIn.case_id == bindparam("case"), Person.active)
)
_OUT: Select[*tuple[Any, ...]] = select(null(), Conflict.person_id, null(), null(), null()).where(
    Conflict.case_id == bindparam("case"), Conflict.withdrawn_at_utc.is_(None)
)
_OUT_AND_APPOINTED = union_all(_APPOINTED, _OUT).order_by("role", "name", "id")
# Of start forms too: whoever began something on the case submitted one.
_DONE = select(
    Submission.process, Submission.element, Submission.submitted_by, Submission.submitted_for
).where(Submission.case_id == bindparam("case"))
