"""Answers that a notice has shown to the notifier, who may not read the rest of that submission."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.version import Version
from web.store.models import ElementVisit, Submission

SHOWS: Final = "shows"
"""The property of a send task: the answers its reader is shown, like ``triage.reason_for_notifier``."""


def answers_shown(
    session: Session, submissions: Sequence[Submission], versions: Mapping[UUID, Version]
) -> dict[UUID, frozenset[str]]:
    """Return by submission the paths of the answers that notices on the case have shown.

    A notice shows the answers of the newest submission of the task before it, so that what was asked
    in an earlier round stays readable. ``versions`` are those of the case's process instances.
    """
    gone = session.scalars(
        select(ElementVisit)
        .where(
            ElementVisit.process_instance_id.in_(versions),
            ElementVisit.left_at_utc.is_not(None),
            ElementVisit.cancelled.is_(False),
        )
        .order_by(ElementVisit.id)
    )
    shown: dict[UUID, frozenset[str]] = {}
    for visit in gone:
        element = versions[visit.process_instance_id].element(visit.process, visit.element)
        for word in element.properties.get(SHOWS, "").split():
            task, _, path = word.partition(".")
            submission = _newest_before(visit, task, submissions)
            if submission is not None:
                shown[submission.id] = shown.get(submission.id, frozenset()) | {path}
    return shown


def _newest_before(
    visit: ElementVisit, task: str, submissions: Sequence[Submission]
) -> Submission | None:
    given = [
        each
        for each in submissions
        if (each.process_instance_id, each.process, each.element)
        == (visit.process_instance_id, visit.process, task)
        and each.submitted_at_utc <= visit.entered_at_utc
    ]
    return max(given, key=lambda each: each.submitted_at_utc, default=None)
