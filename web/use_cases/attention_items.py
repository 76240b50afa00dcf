"""Items that need attention, made ready to be shown."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from web.store.models import Case, NeedsAttention, Notice, ProcessInstance, Timer
from web.store.versions import Versions
from web.use_cases.attention_views import AttentionItem


def items_of(
    session: Session, versions: Versions, *conditions: ColumnElement[bool]
) -> tuple[AttentionItem, ...]:
    """Return the open items that fit, the oldest first."""
    rows = session.execute(
        select(NeedsAttention, Case.reference, Case.deployment_number, ProcessInstance.position)
        .join(Case, Case.id == NeedsAttention.case_id)
        .outerjoin(Timer, Timer.id == NeedsAttention.timer_id)
        .outerjoin(Notice, Notice.id == NeedsAttention.notice_id)
        .outerjoin(
            ProcessInstance,
            ProcessInstance.id
            == func.coalesce(Timer.process_instance_id, Notice.process_instance_id),
        )
        .where(NeedsAttention.resolved_at_utc.is_(None), *conditions)
        .order_by(NeedsAttention.since_utc, Case.reference, NeedsAttention.id)
    )
    return tuple(
        AttentionItem(
            id=item.id,
            reference=reference,
            what=item.what,
            process=item.process,
            element=item.element,
            label=versions.version(session, deployment).element(item.process, item.element).label
            or item.element,
            sentence=item.sentence,
            since_utc=item.since_utc,
            run=run or 1,
        )
        for item, reference, deployment, run in rows
    )
