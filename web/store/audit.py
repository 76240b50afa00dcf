"""The audit trail: events chained by hashes, one chain per case and one called `system`.

The role that the program runs as may insert and read, and nothing else (migration 0001). A chain that was
altered, shortened in the middle or reordered is found by `verify`; a chain cut off at its end is found by
comparing with a checkpoint held elsewhere.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple, cast
from uuid import UUID

import orjson
from sqlalchemy import Table, bindparam, insert, select, text
from sqlalchemy.orm import Session

from web.store.models import AuditEvent

SYSTEM: Final = "system"
_BEGINNING: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, in the past tense, without personal data.

    `subject` is an id; `detail` a word or number more, never what a person wrote; `digest` a salted digest.
    """

    kind: str
    subject: str | None = None
    detail: str | None = None
    digest: bytes | None = None
    actor: UUID | None = None


class Entry(NamedTuple):
    """An event as its hash is taken over: the columns of `audit_event` that are written, but the hash."""

    chain: str
    seq: int
    at_utc: datetime
    kind: str
    actor: UUID | None
    subject: str | None
    detail: str | None
    digest: bytes | None
    previous: bytes


def append(session: Session, chain: str, events: Sequence[Event], *, at: datetime) -> None:
    """Write events at the end of a chain.

    The caller holds the lock on the case whose chain it is; the `system` chain is locked here.
    """
    if not events:
        return
    if chain == SYSTEM:
        session.execute(text("select pg_advisory_xact_lock(hashtextextended('audit system', 0))"))
    newest = session.execute(_NEWEST, {"chain": chain}).one_or_none()
    seq, previous = newest if newest else (0, _BEGINNING)
    rows: list[dict[str, object]] = []
    for event in events:
        seq += 1
        entry = Entry(
            chain=chain,
            seq=seq,
            at_utc=at,
            kind=event.kind,
            actor=event.actor,
            subject=event.subject,
            detail=event.detail,
            digest=event.digest,
            previous=previous,
        )
        previous = link(entry)
        rows.append(entry._asdict() | {"hash": previous})
    session.execute(_APPEND, rows)


def link(event: AuditEvent | Entry) -> bytes:
    """Return the hash of an event: the SHA-256 of how it is written."""
    return hashlib.sha256(written(event)).digest()


def written(event: AuditEvent | Entry) -> bytes:
    """Return an event as its hash is taken over: the JSON list of its fields in this order, on one line.

    Times are ISO 8601 in UTC with microseconds, bytes are hexadecimal, what is absent is null.
    """
    return orjson.dumps(
        [
            event.chain,
            event.seq,
            event.at_utc.astimezone(UTC).isoformat(timespec="microseconds"),
            event.kind,
            str(event.actor) if event.actor else None,
            event.subject,
            event.detail,
            event.digest.hex() if event.digest else None,
            event.previous.hex(),
        ]
    )


def verify(events: Iterable[AuditEvent]) -> int | None:
    """Return the number of the first event of a chain that does not fit, or None if all of them do."""
    previous = _BEGINNING
    for expected, event in enumerate(events, start=1):
        if (event.seq, event.previous, event.hash) != (expected, previous, link(event)):
            return expected
        previous = event.hash
    return None


def last_event(session: Session, chain: str) -> int:
    """Return the number of the newest event of a chain, 0 where there is none."""
    newest = session.execute(_NEWEST, {"chain": chain}).one_or_none()
    return newest.seq if newest else 0


def trail(session: Session, chain: str) -> Sequence[AuditEvent]:
    """Return a chain from its beginning."""
    return session.scalars(
        select(AuditEvent).where(AuditEvent.chain == chain).order_by(AuditEvent.seq)
    ).all()


# Built once: every action writes to a chain. The row's id is the database's to choose.
_NEWEST = (
    select(AuditEvent.seq, AuditEvent.hash)
    .where(AuditEvent.chain == bindparam("chain"))
    .order_by(AuditEvent.seq.desc())
    .limit(1)
)
_APPEND = insert(cast(Table, AuditEvent.__table__))
