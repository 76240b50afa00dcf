"""The audit trail of a case in words: who did what to what."""

import re
from typing import Final
from uuid import UUID

from web.store import audit
from web.store.directory import names
from web.store.models import AuditEvent
from web.use_cases.history_views import AuditLine
from web.use_cases.opened_case import OpenedCase

PROGRAM = "the program"
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def trail_of(case: OpenedCase) -> tuple[AuditLine, ...]:
    """Return the events of the case, in order."""
    events = audit.trail(case.session, str(case.file.case.id))
    mentioned = {event.seq: _ids_in(event) for event in events}
    people = names(
        case.session,
        {event.actor for event in events}.union(*mentioned.values()),
    )
    return tuple(
        AuditLine(
            seq=event.seq,
            at_utc=event.at_utc,
            kind=event.kind,
            by=people.get(event.actor, PROGRAM) if event.actor else PROGRAM,
            subject=event.subject,
            detail=event.detail,
            hash=event.hash.hex(),
            digest=event.digest.hex() if event.digest else None,
            people=tuple(people[each] for each in mentioned[event.seq] if each in people),
        )
        for event in events
    )


def _ids_in(event: AuditEvent) -> tuple[UUID, ...]:
    """Return the ids that stand in an event, of people or of other things."""
    return tuple(UUID(each) for each in _ID.findall(f"{event.subject} {event.detail}"))
