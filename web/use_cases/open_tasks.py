"""Open user tasks made ready to be shown: their words as drawn, who holds them, whether they are late."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.extending import why_not
from engine.roles import ROLE_TITLES
from engine.version import Version
from web.store.case_holders import CaseHolders
from web.store.deadlines import why_due
from web.store.directory import agency_names
from web.store.encryption import Key
from web.store.models import Draft, UserTask
from web.use_cases.views import OpenTask


class TaskLabels:
    """Turns rows of open tasks into what a page shows; reads what they share once."""

    def __init__(self, session: Session, *, today: date, reader: UUID) -> None:
        """Take who reads: `mine` and `has_draft` are theirs."""
        self._session, self._today, self._reader = session, today, reader
        self._agencies: dict[str, str] | None = None

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
        drafts = self._drafts([task.id for task in rows])
        return tuple(
            replace(self._one(task, reference, version, holders, key, drafts), run=run)
            for task in rows
        )

    def _one(
        self,
        task: UserTask,
        reference: str,
        version: Version,
        holders: CaseHolders | None,
        key: Key,
        drafts: frozenset[str],
    ) -> OpenTask:
        element, why = version.element(task.process, task.element), why_due(key, task)
        found = holders.of_task(task) if holders else ()
        mine = next((each for each in found if each.id == self._reader), None)
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
            has_draft=task.id in drafts,
            why=why,
            fixed=why_not(element, why, version.settings) or "",
        )

    def _agency(self, key: str | None) -> str | None:
        if key is None:
            return None
        if self._agencies is None:
            self._agencies = agency_names(self._session)
        return self._agencies.get(key, key)

    def _drafts(self, tasks: list[str]) -> frozenset[str]:
        if not tasks:
            return frozenset()
        found = self._session.scalars(
            select(Draft.task_id).where(Draft.person_id == self._reader, Draft.task_id.in_(tasks))
        )
        return frozenset(task for task in found if task)


def _kept_apart(holders: CaseHolders, task: UserTask, version: Version) -> tuple[str, ...]:
    """Return a sentence for each of the lane's own who did what another person must go on with."""
    sentences = []
    for name, done in holders.kept_apart(task).items():
        label = version.element(*done.split("/")).label or done
        sentences.append(f"{name} completed “{label}”, so another person must complete this.")
    return tuple(sentences)
