"""Open user tasks made ready to be shown: their words as drawn, who holds them, whether they are late."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engine.extending import why_not
from engine.roles import ROLE_TITLES
from engine.version import Version
from web.store.case_holders import CaseHolders
from web.store.deadlines import why_due
from web.store.directory import agency_names, names
from web.store.encryption import Key
from web.store.models import UserTask
from web.store.openings import Opening, openings_of
from web.use_cases.open_task_views import OpenTask, TaskHold, TaskSeen


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read of several tasks at once: who opened or drafted them, and what people are called."""

    openings: dict[str, list[Opening]]
    names: dict[UUID, str]
    tasks: frozenset[str]
    takes_that_count: frozenset[str] = field(default_factory=frozenset)


class TaskLabels:
    """Turns rows of open tasks into what a page shows; reads what they share once."""

    def __init__(
        self, session: Session, *, today: date, reader: UUID, now: datetime | None = None
    ) -> None:
        """Take who reads: `mine` and `has_draft` are theirs; with `now`, who has a task open is shown."""
        self._session, self._today, self._reader = session, today, reader
        self._now = now
        self._agencies: dict[str, str] | None = None
        self._known: _Known | None = None

    def read_ahead(self, tasks: Sequence[UserTask], *, takes_that_count: Collection[str]) -> None:
        """Read at once what is shown of many tasks; who took those named may still complete them."""
        known = self._read(tasks)
        self._known = replace(known, takes_that_count=frozenset(takes_that_count))

    def show(
        self,
        tasks: Iterable[UserTask],
        *,
        reference: str,
        run: int,
        version: Version,
        holders: CaseHolders | None,
        key: Key,
    ) -> tuple[OpenTask, ...]:
        """Return tasks of one process of a case, `key` is its; without `holders` all are this reader's."""
        rows = list(tasks)
        known = self._known
        if known is None or not known.tasks.issuperset(task.id for task in rows):
            known = self._read(rows)
        return tuple(
            replace(self._one(task, reference, version, holders, key, known), run=run)
            for task in rows
        )

    def _one(
        self,
        task: UserTask,
        reference: str,
        version: Version,
        holders: CaseHolders | None,
        key: Key,
        known: _Known,
    ) -> OpenTask:
        element, why = version.element(task.process, task.element), why_due(key, task)
        found = holders.of_task(task) if holders else ()
        mine = next((each for each in found if each.id == self._reader), None)
        openings = known.openings.get(task.id, [])
        if holders is None:
            counts = task.taken_by == self._reader or task.id in known.takes_that_count
        else:
            counts = any(each.id == task.taken_by for each in found)
        return OpenTask(
            reference=reference,
            task_id=task.id,
            process=task.process,
            element=task.element,
            label=element.label or task.element,
            role=task.role,
            role_title=ROLE_TITLES[task.role],
            agency=self._agency(task.agency_key),
            due=task.due,
            late=task.due is not None and task.due < self._today,
            opened_at_utc=task.opened_at_utc,
            holders=tuple(holder.called for holder in found),
            mine=holders is None or mine is not None,
            deputy_for=mine.stands_for if mine else None,
            vacant=holders is not None and not found,
            kept_apart=_kept_apart(holders, task, version) if holders else (),
            has_draft=any(each.has_draft and each.person == self._reader for each in openings),
            why=why,
            fixed=why_not(element, why, version.settings) or "",
            hold=self._hold(task, known) if counts else None,
            seen=tuple(
                TaskSeen(known.names[each.person], each.at_utc, each.has_draft)
                for each in openings
                if each.person != self._reader
            ),
        )

    def _hold(self, task: UserTask, known: _Known) -> TaskHold | None:
        if task.taken_by is None or task.taken_at_utc is None:
            return None
        return TaskHold(
            by=known.names[task.taken_by],
            mine=task.taken_by == self._reader,
            at_utc=task.taken_at_utc,
            handed_by=known.names[task.handed_by] if task.handed_by else None,
        )

    def _read(self, tasks: Sequence[UserTask]) -> _Known:
        ids = [task.id for task in tasks]
        openings = openings_of(self._session, ids, reader=self._reader, now=self._now)
        concerned = {each.person for found in openings.values() for each in found}
        concerned |= {who for task in tasks for who in (task.taken_by, task.handed_by) if who}
        return _Known(openings, names(self._session, concerned), frozenset(ids))

    def _agency(self, key: str | None) -> str | None:
        if key is None:
            return None
        if self._agencies is None:
            self._agencies = agency_names(self._session)
        return self._agencies.get(key, key)


def _kept_apart(holders: CaseHolders, task: UserTask, version: Version) -> tuple[str, ...]:
    """Return a sentence for each of the lane's own who did what another person must go on with."""
    sentences = []
    for name, done in holders.kept_apart(task).items():
        label = version.element(*done.split("/")).label or done
        sentences.append(f"{name} completed “{label}”, so another person must complete this.")
    return tuple(sentences)
