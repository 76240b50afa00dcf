"""What tests of lists of tasks share: who holds one, takes it, completes it, and what is listed."""

from typing import Any
from uuid import uuid4

from tests.store.office import TRIAGE, Office
from web.store.task_lists import TaskFilters, Which, Whose
from web.use_cases.task_list_views import TaskListPage


def second_holder(
    office: Office, key: str, name: str, role: str, agency: str | None = None
) -> None:
    email = f"{key}@example.invalid"
    office.use.people.add(name=name, email=email, agency=agency, roles=(role,), by=None)
    [added] = [each.id for each in office.use.people.people(by=None) if each.email == email]
    office.people[key] = added


def listed(office: Office, who: str, whose: Whose = "all", which: Which = "all") -> TaskListPage:
    return office.use.task_lists.page(TaskFilters(whose, which), by=office.people[who])


def references(page: TaskListPage) -> list[str]:
    return [task.reference for task in page.tasks]


def take(office: Office, reference: str, who: str, element: str = "triage") -> None:
    office.use.taking.take(reference, task_of(office, reference, element), by=office.people[who])


def task_of(office: Office, reference: str, element: str = "triage") -> str:
    [(task,)] = office.rows(
        'select user_task.id from user_task join "case" on case_id = "case".id'
        " where reference = :reference and element = :element and user_task.closed_at_utc is null",
        reference=reference,
        element=element,
    )
    return str(task)


def complete(office: Office, reference: str, who: str, **changed: Any) -> None:
    task, by = task_of(office, reference), office.people[who]
    version = office.use.tasks.open_task(reference, task, by=by).page.version
    office.use.tasks.complete_task(
        reference, task, {**TRIAGE, **changed}, by=by, key=uuid4().hex, version=version
    )


def hand(
    office: Office, reference: str, to: str | None, reason: str = "Away.", by: str = "manager"
):
    office.use.taking.hand_over(
        reference,
        task_of(office, reference),
        to=office.people[to] if to else None,
        reason=reason,
        by=office.people[by],
    )


def audit_of(office: Office, reference: str) -> list[tuple[str, str | None]]:
    return [
        (kind, detail)
        for kind, detail in office.rows(
            'select kind, detail from audit_event join "case" on chain = "case".id::text'
            " where reference = :reference order by seq",
            reference=reference,
        )
    ]


def look_at(office: Office, who: str) -> TaskListPage:
    return office.use.task_lists.page(TaskFilters(), by=office.people[who], looks=True)
