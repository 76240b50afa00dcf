"""The process instances of a case as its diagrams show them: what was entered, left, taken and ended."""

from collections.abc import Sequence

from sqlalchemy import select

from engine.bpmn.model import Kind
from web.store.directory import names
from web.store.models import ElementVisit, FlowTaken, ProcessInstance, UserTask
from web.use_cases.history_views import InstanceView, Visit
from web.use_cases.opened_case import OpenedCase, named


class InstanceReading:
    """Reads the process instances of a case."""

    def __init__(self, case: OpenedCase) -> None:
        """Take the case."""
        self._case = case

    def views(self) -> tuple[InstanceView, ...]:
        """Return all of them, in the order in which they began."""
        return tuple(self._instance(instance) for instance in self._case.instances)

    def _instance(self, instance: ProcessInstance) -> InstanceView:
        version = self._case.versions[instance.id]
        visits = self._case.session.scalars(
            select(ElementVisit)
            .where(ElementVisit.process_instance_id == instance.id)
            .order_by(ElementVisit.id)
        ).all()
        flows = self._case.session.execute(
            select(FlowTaken.process, FlowTaken.flow)
            .where(FlowTaken.process_instance_id == instance.id)
            .order_by(FlowTaken.id)
        )
        completed_by = self._who_completed(instance)
        return InstanceView(
            run=instance.position,
            process=instance.process,
            label=version.diagram(instance.process).name,
            deployment=instance.deployment_number,
            started_at_utc=instance.started_at_utc,
            ended_at_utc=instance.ended_at_utc,
            begun_by=names(self._case.session, {instance.begun_by}).get(instance.begun_by)
            if instance.begun_by
            else None,
            cancelled=instance.cancelled,
            ended_by=self._ended_by(instance, visits),
            visits=tuple(
                Visit(
                    process=visit.process,
                    element=visit.element,
                    label=self._case.label(instance.id, visit.process, visit.element),
                    entered_at_utc=visit.entered_at_utc,
                    left_at_utc=visit.left_at_utc,
                    cancelled=visit.cancelled,
                    by=completed_by.get(visit.task_id),
                )
                for visit in visits
            ),
            flows=tuple(flows.all()),
        )

    def _ended_by(self, instance: ProcessInstance, visits: Sequence[ElementVisit]) -> str | None:
        """Return the name of the end event that the instance came to last."""
        elements = self._case.versions[instance.id].diagram(instance.process).elements
        ends = [
            visit.element
            for visit in visits
            if visit.process == instance.process
            and elements[visit.element].kind is Kind.END_EVENT
            and elements[visit.element].scope is None
        ]
        return self._case.label(instance.id, instance.process, ends[-1]) if ends else None

    def _who_completed(self, instance: ProcessInstance) -> dict[str, str]:
        rows = self._case.session.execute(
            select(UserTask.id, UserTask.completed_by, UserTask.completed_for).where(
                UserTask.process_instance_id == instance.id, UserTask.completed_by.is_not(None)
            )
        ).all()
        people = names(self._case.session, {each for _, *two in rows for each in two})
        return {task: named(people, by, stood_for) for task, by, stood_for in rows if by}
