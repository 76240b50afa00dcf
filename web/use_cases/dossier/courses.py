"""The course of a case over its diagrams, with the instants: what pictures of any moment are drawn from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.version import Version
from web.dossier.pictures import Course, Stay, Waited
from web.store.departures import departures_of_case
from web.store.models import ElementVisit, Extension, FlowTaken, ProcessInstance, UserTask


def courses_of(
    session: Session, instances: Sequence[ProcessInstance], versions: Mapping[int, Version]
) -> tuple[Course, ...]:
    """Return the course on every diagram the case came onto, those of the first process first.

    A second run of the same diagram is called so, as on the page of the case.
    """
    if not instances:
        return ()
    ids = [each.id for each in instances]
    visits = session.scalars(
        select(ElementVisit)
        .where(ElementVisit.process_instance_id.in_(ids))
        .order_by(ElementVisit.id)
    ).all()
    flows = session.scalars(
        select(FlowTaken).where(FlowTaken.process_instance_id.in_(ids)).order_by(FlowTaken.id)
    ).all()
    tasks = _tasks(session, instances[0].case_id)
    departures = departures_of_case(session, instances[0].case_id)
    by_id = {each.id: each for each in instances}
    # Diagrams that were begun come first, in the order in which they were; then those they called.
    begun = [(each.id, each.process) for each in instances]
    called = [
        (each.id, visit.process)
        for each in instances
        for visit in visits
        if visit.process_instance_id == each.id
    ]
    courses: list[Course] = []
    for instance_id, process in dict.fromkeys([*begun, *called]):
        instance = by_id[instance_id]
        diagram = versions[instance.deployment_number].diagram(process)
        before = sum(each.process == process for each in courses)
        there = (instance_id, process)
        courses.append(
            Course(
                process=process,
                run=instance.position,
                name=f"{diagram.name} ({before + 1})" if before else diagram.name,
                deployment=instance.deployment_number,
                diagram=diagram,
                stays=tuple(
                    Stay(each.element, each.entered_at_utc, each.left_at_utc, each.cancelled)
                    for each in visits
                    if (each.process_instance_id, each.process) == there
                ),
                flows=tuple(
                    (each.flow, each.at_utc)
                    for each in flows
                    if (each.process_instance_id, each.process) == there
                ),
                tasks=tuple(_waited(tasks, there)),
                departures=tuple(
                    (each.element, each.at_utc)
                    for each in departures
                    if (each.process_instance_id, each.process) == there
                ),
            )
        )
    return tuple(courses)


_Moves = tuple[tuple[datetime, date | None], ...]


def _tasks(session: Session, case_id: UUID) -> list[tuple[UserTask, _Moves]]:
    moves: dict[str, list[tuple[datetime, date | None]]] = {}
    extended = select(Extension).where(Extension.case_id == case_id)
    for each in session.scalars(extended.order_by(Extension.extended_at_utc, Extension.due_after)):
        moves.setdefault(each.task_id, []).append((each.extended_at_utc, each.due_before))
    tasks = session.scalars(
        select(UserTask).where(UserTask.case_id == case_id).order_by(UserTask.number)
    )
    return [(each, tuple(moves.get(each.id, ()))) for each in tasks]


def _waited(tasks: Iterable[tuple[UserTask, _Moves]], there: tuple[UUID, str]) -> Iterable[Waited]:
    return (
        Waited(task.element, task.opened_at_utc, task.closed_at_utc, task.due, moves)
        for task, moves in tasks
        if (task.process_instance_id, task.process) == there
    )
