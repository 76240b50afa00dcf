"""What needs attention because of who acts: tasks that nobody may do, and an author who is not independent.

Nothing is kept of these: they are worked out at each read, so they are gone as soon as somebody may act.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, String, cast, func, literal, select
from sqlalchemy.orm import Session

from engine.roles import APPOINTED_BY, APPOINTED_ON_A_CASE, ROLE_TITLES
from web.store.models import Agency, Case, CaseAgency, Person, ProcessInstance, StandIn, UserTask
from web.store.vacancies import vacant as tasks_of_nobody
from web.store.versions import Versions
from web.use_cases.attention_paging import Kind
from web.use_cases.attention_views import AttentionItem
from web.use_cases.open_task_views import OpenTask


def items_of_people_on(
    session: Session, case: UUID, tasks: Iterable[OpenTask]
) -> tuple[AttentionItem, ...]:
    """Return those of one case, whose open tasks were read already: who holds them is not asked again."""
    items = [
        _item_of_vacant(
            task.reference,
            task.process,
            task.element,
            task.label,
            role=task.role,
            opened_at=task.opened_at_utc,
            run=task.run,
        )
        for task in tasks
        if task.vacant
    ]
    items.extend(not_independent(Case.id == case).everything(session))
    return tuple(sorted(items, key=lambda item: (item.since_utc, item.reference, item.label)))


def vacant(
    session: Session, versions: Versions, today: date, *conditions: ColumnElement[bool]
) -> Kind:
    """Return the open tasks that nobody may do, of the cases that fit."""
    rows = (
        select(
            UserTask, Case.reference, ProcessInstance.deployment_number, ProcessInstance.position
        )
        .join(Case, Case.id == UserTask.case_id)
        .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
        .where(tasks_of_nobody(session, today=today), *conditions)
    )

    def item(row: Row[*tuple[Any, ...]]) -> AttentionItem:
        task, reference, deployment, run = row[:4]
        element = versions.version(session, deployment).element(task.process, task.element)
        return _item_of_vacant(
            reference,
            task.process,
            task.element,
            element.label or task.element,
            role=task.role,
            opened_at=task.opened_at_utc,
            run=run,
        )

    key = literal("vacant ").concat(UserTask.id)
    return Kind(rows, UserTask.opened_at_utc, Case.reference, key, item)


def _item_of_vacant(
    reference: str,
    process: str,
    element: str,
    label: str,
    *,
    role: str,
    opened_at: datetime,
    run: int,
) -> AttentionItem:
    return AttentionItem(
        id=None,
        reference=reference,
        what="vacant",
        process=process,
        element=element,
        label=label,
        sentence=_why_vacant(role),
        since_utc=opened_at,
        run=run,
    )


def _why_vacant(role: str) -> str:
    """Say that nobody may act, and what can be done about it."""
    title = ROLE_TITLES[role]
    said = f"Nobody may complete this task: nobody who is {title} is free to act on this case."
    if role in APPOINTED_BY:
        who = ROLE_TITLES[APPOINTED_BY[role]]
        return f"{said} The {who} appoints somebody, on the case's page “Who acts”."
    if role in APPOINTED_ON_A_CASE:
        return f"{said} Somebody else has to be appointed on the case."
    return f"{said} Name a deputy, or give somebody the role, on the people page."


def not_independent(*conditions: ColumnElement[bool]) -> Kind:
    """Return who was appointed as independent, and works for an agency that is now under review."""
    rows = (
        select(StandIn.role, Agency.name, Case.reference, CaseAgency.listed_at_utc)
        .join(Case, Case.id == StandIn.case_id)
        .join(Person, Person.id == StandIn.person_id)
        .join(
            CaseAgency,
            (CaseAgency.case_id == StandIn.case_id) & (CaseAgency.agency_key == Person.agency_key),
        )
        .join(Agency, Agency.key == CaseAgency.agency_key)
        .where(StandIn.independent, Case.closed_at_utc.is_(None), *conditions)
    )
    # One case may have several, of one role or of several.
    key = func.concat("independence ", StandIn.role, " ", cast(StandIn.person_id, String))
    return Kind(rows, CaseAgency.listed_at_utc, Case.reference, key, _not_independent)


def _not_independent(row: Row[*tuple[Any, ...]]) -> AttentionItem:
    role, agency, reference, listed_at = row[:4]
    return AttentionItem(
        id=None,
        reference=reference,
        what="independence",
        process="",
        element="",
        label=ROLE_TITLES[role],
        sentence=(
            f"The {ROLE_TITLES[role]} works for {agency}, which is now under review in this case. The "
            "Independent Chair has to be told, and somebody else appointed."
        ),
        since_utc=listed_at,
    )
