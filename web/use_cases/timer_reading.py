"""What a case waits for by the clock: its timers, and the deadlines that somebody extended."""

from sqlalchemy import select

from web.store.deadlines import extensions_of, reason_of, why_due
from web.store.directory import names
from web.store.models import Timer
from web.use_cases.history_views import ExtensionView, TimerView
from web.use_cases.opened_case import OpenedCase


def timers_of(case: OpenedCase) -> tuple[TimerView, ...]:
    """Return the timers that wait, those first that are due first."""
    runs = {instance.id: instance.position for instance in case.instances}
    rows = case.session.scalars(
        select(Timer)
        .where(Timer.case_id == case.file.case.id, Timer.state == "waiting")
        .order_by(Timer.due_at_utc.asc().nulls_last(), Timer.element)
    )
    return tuple(
        TimerView(
            process=row.process,
            element=row.element,
            label=case.label(row.process_instance_id, row.process, row.element),
            due_at_utc=row.due_at_utc,
            waits_for=row.waits_for,
            run=runs[row.process_instance_id],
            why=why_due(case.file.key, row),
        )
        for row in rows
    )


def extended_deadlines(case: OpenedCase) -> tuple[ExtensionView, ...]:
    """Return the deadlines of the case that were extended."""
    rows = extensions_of(case.session, case.file.case.id)
    people = names(case.session, {row.extended_by for row, _ in rows})
    return tuple(
        ExtensionView(
            process=task.process,
            element=task.element,
            label=case.label(task.process_instance_id, task.process, task.element),
            task_id=task.id,
            due_before=row.due_before,
            due_after=row.due_after,
            reason=reason_of(case.file.key, row),
            by=people[row.extended_by],
            at_utc=row.extended_at_utc,
        )
        for row, task in rows
    )
