"""Notices: to whom one goes, and queueing one job for each recipient."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.effects import NoticeDue
from web.store import queue
from web.store.case_holders import CaseHolders
from web.store.directory import Holder
from web.store.models import Case, Notice, Person, ProcessInstance


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, a body outside the Board, or nobody yet: a role that no one holds."""

    word: str
    person: UUID | None = None
    body: str | None = None


def queue_notices(
    session: Session,
    case: Case,
    instance: ProcessInstance,
    notice: NoticeDue,
    holders: CaseHolders,
    *,
    at: datetime,
) -> list[Notice]:
    """Keep a notice for each recipient and queue its job; a person named by two words gets one."""
    queued = []
    for recipient in _recipients(session, case, notice, holders):
        row = Notice(
            id=uuid4(),
            case_id=case.id,
            process_instance_id=instance.id,
            process=notice.process,
            element=notice.element,
            message=notice.message,
            to_word=recipient.word,
            agency_key=notice.agency,
            person_id=recipient.person,
            body=recipient.body,
            due_at_utc=at,
        )
        session.add(row)
        queue.defer(session, queue.SEND_NOTICE, at=None, notice_id=str(row.id))
        queued.append(row)
    return queued


def people_named(
    session: Session, case: Case, word: str, agency: str | None, holders: CaseHolders
) -> tuple[Holder, ...]:
    """Return the people that a word of a send task stands for, now."""
    if word == "notifier":
        return holders.of("notifier", agency=None, person=case.notifier_id)
    if word == "agency":
        return holders.of("agency_lead", agency=agency, person=None)
    if word == "notifier_agency":
        agency = session.scalar(select(Person.agency_key).where(Person.id == case.notifier_id))
        return holders.of("agency_lead", agency=agency, person=None) if agency else ()
    return holders.of(word.removeprefix("role:"), agency=None, person=None)


def _recipients(
    session: Session, case: Case, notice: NoticeDue, holders: CaseHolders
) -> Iterator[Recipient]:
    reached: set[UUID] = set()
    for word in notice.to:
        if word.startswith("body:"):
            yield Recipient(word, body=word.removeprefix("body:"))
            continue
        people = people_named(session, case, word, notice.agency, holders)
        if not people:
            yield Recipient(word)
        for person in people:
            if person.id not in reached:
                reached.add(person.id)
                yield Recipient(word, person=person.id)
