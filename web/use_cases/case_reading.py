"""A case made ready to be shown: what happened on it, cut to what the reader may see."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.version import Version
from web.access import EXTENDS_DEADLINES, Sight, has_duty, may_act
from web.store.case_files import CaseFile
from web.store.case_holders import CaseHolders
from web.store.models import NeedsAttention, UserTask
from web.store.store import Store
from web.use_cases.attention_items import failed
from web.use_cases.attention_people import items_of_people_on
from web.use_cases.attention_views import AttentionItem
from web.use_cases.case_views import CaseRecord, CaseView
from web.use_cases.decision_reading import decisions_of
from web.use_cases.held_days import days_of
from web.use_cases.instance_reading import InstanceReading
from web.use_cases.notice_reading import notices_of
from web.use_cases.open_task_views import OpenTask
from web.use_cases.open_tasks import TaskLabels
from web.use_cases.opened_case import OpenedCase
from web.use_cases.readers import Reader
from web.use_cases.submission_reading import SubmissionReading
from web.use_cases.timer_reading import extended_deadlines, timers_of
from web.use_cases.trail_reading import trail_of

_SIGHT_NAMES: dict[Sight, Any] = {
    Sight.STATUS: "status",
    Sight.REQUEST: "request",
    Sight.REPORTED: "reported",
    Sight.ALL: "all",
}


class CaseReading:
    """Reads one case for one reader, whole or the part they may see; `submissions` is the part of these."""

    def __init__(
        self, store: Store, session: Session, file: CaseFile, reader: Reader, *, today: date
    ) -> None:
        """Take the case, open, and the reader, who may know of it."""
        self._session, self._store = session, store
        self._reader, self._today = reader, today
        self._case = OpenedCase.of(store, session, file)
        self.submissions = SubmissionReading(self._case, reader)

    def view(self) -> CaseView:
        """Return the case as this reader sees it."""
        case, everything = self._case.file.case, self._reader.sight is Sight.ALL
        version = self._store.versions.version(self._session, case.deployment_number)
        tasks = self._tasks(everything)
        return CaseView(
            reference=case.reference,
            sight=_SIGHT_NAMES[self._reader.sight],
            may_act=may_act(self._reader.standing),
            received_on=case.received_on,
            closed_at_utc=case.closed_at_utc,
            closed_by=self._closed_by(version),
            version=version,
            deployment=case.deployment_number,
            case_version=case.data_version,
            tasks=tasks,
            submissions=self.submissions.readable(),
            other_versions={
                each.position: (each.deployment_number, self._case.versions[each.id])
                for each in self._case.instances
                if each.deployment_number != case.deployment_number
            },
            **(self._everything_else(tasks) if everything else {}),
        )

    def record(self) -> CaseRecord:
        """Return what documents are made of; the caller shows none of it to the reader."""
        return CaseRecord(
            reference=self._case.file.case.reference,
            received_on=self._case.file.case.received_on,
            on=self._today,
            facts=self._case.file.facts,
            data=self._case.file.data,
            submissions=self.submissions.every(),
            decisions=decisions_of(self._case),
            notices=notices_of(self._case),
        )

    def _everything_else(self, tasks: tuple[OpenTask, ...]) -> dict[str, Any]:
        case = self._case.file.case
        return {
            "facts": self._case.file.facts,
            "data": self._case.file.data,
            "instances": InstanceReading(self._case).views(),
            "decisions": decisions_of(self._case),
            "notices": notices_of(self._case),
            "timers": timers_of(self._case),
            "extensions": extended_deadlines(self._case),
            "may_extend": case.closed_at_utc is None
            and has_duty(EXTENDS_DEADLINES, self._reader.actor.acting_roles),
            "held_since": case.held_since,
            "held_days": days_of(case, self._today)[1],
            "elapsed_days": days_of(case, self._today)[0],
            "attention": self._attention(tasks),
            "audit": trail_of(self._case),
        }

    def _attention(self, tasks: tuple[OpenTask, ...]) -> tuple[AttentionItem, ...]:
        case = self._case.file.case.id
        ours = failed(self._session, self._store.versions, NeedsAttention.case_id == case)
        return (
            *ours.everything(self._session),
            *items_of_people_on(self._session, case, tasks),
        )

    def _closed_by(self, version: Version) -> str | None:
        case = self._case.file.case
        if case.closed_by_element is None or case.closed_at_utc is None:
            return None
        process = case.closed_by_process or self._case.instances[0].process
        return version.element(process, case.closed_by_element).label or case.closed_by_element

    def _tasks(self, everything: bool) -> tuple[OpenTask, ...]:
        rows = self._session.scalars(
            select(UserTask)
            .where(UserTask.case_id == self._case.file.case.id, UserTask.closed_at_utc.is_(None))
            .order_by(UserTask.due.asc().nulls_last(), UserTask.number)
        ).all()
        holders = CaseHolders(self._session, self._case.file.case.id, today=self._today)
        labels = TaskLabels(self._session, today=self._today, reader=self._reader.actor.id)
        shown = [
            open_task
            for instance in self._case.instances
            for open_task in labels.show(
                [row for row in rows if row.process_instance_id == instance.id],
                reference=self._case.file.case.reference,
                run=instance.position,
                version=self._case.versions[instance.id],
                holders=holders,
                key=self._case.file.key,
            )
        ]
        return tuple(task for task in shown if everything or task.mine)
