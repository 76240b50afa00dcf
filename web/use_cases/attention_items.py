"""Items that need attention because something failed outside a person's action, made ready to be shown."""

from typing import Any

from sqlalchemy import ColumnElement, Row, String, cast, func, literal, select
from sqlalchemy.orm import Session

from web.store.models import Case, NeedsAttention, Notice, ProcessInstance, Timer
from web.store.versions import Versions
from web.use_cases.attention_paging import Kind
from web.use_cases.attention_views import AttentionItem


def failed(session: Session, versions: Versions, *conditions: ColumnElement[bool]) -> Kind:
    """Return the open items that fit."""
    rows = (
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
    )

    def item(row: Row[*tuple[Any, ...]]) -> AttentionItem:
        item, reference, deployment, run = row[:4]
        return AttentionItem(
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

    key = literal("failed ").concat(cast(NeedsAttention.id, String))
    return Kind(rows, NeedsAttention.since_utc, Case.reference, key, item)
