"""What became of the cases received in a year: how their steps were answered, counted anew each time."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.documents.template import Template
from engine.errors import NotFoundError
from engine.version import Version
from web.documents.counting import CountedCase, Given, count
from web.documents.paper import Imprint, Paper
from web.small_numbers import sees_exact_counts
from web.store import audit
from web.store.audit import Event
from web.store.case_files import open_case_by_id
from web.store.directory import Actor, actor
from web.store.models import Case, Submission
from web.store.store import Store
from web.store.submissions import answers_of
from web.use_cases.document_views import OpenedDocument, YearlyDocument
from web.use_cases.shelves import everybody
from web.words import moment


class Yearly:
    """Documents over all cases of a year, for who sees exact counts and holds a role that they name.

    They hold numbers only, so nobody's conflict on one of the cases matters, and none is kept: each opening
    counts anew, and the audit trail keeps the digest of what was handed out.
    """

    def __init__(self, store: Store, write: Callable[[Paper, Imprint], bytes]) -> None:
        """Take the store and what writes a paper as PDF."""
        self._store, self._write = store, write

    def offered(self, *, by: UUID) -> tuple[YearlyDocument, ...]:
        """Return the documents that this person may open, each for any year."""
        with self._store.transaction() as session:
            desk = _Desk.of(self._store, session, by)
            return tuple(
                YearlyDocument(template.name, template.title)
                for template in desk.version.documents.values()
                if desk.may_open(template)
            )

    def open(self, name: str, year: int, *, by: UUID) -> OpenedDocument:
        """Return a document of a year as PDF; NotFoundError where this person may not open it."""
        with self._store.transaction() as session:
            desk = _Desk.of(self._store, session, by)
            template = desk.version.documents.get(name)
            if template is None or not desk.may_open(template):
                raise NotFoundError("document")
            cases = _cases(self._store, session, template, year)
            paper = count(template, desk.version, cases, everybody(session), year=year)
        # Writing takes a moment, and no transaction is open meanwhile.
        content = self._write(paper, desk.imprint())
        with self._store.transaction() as session:
            digest = hashlib.sha256(content).digest()
            opened = Event("yearly_document_opened", f"{name} {year}", None, digest, by)
            audit.append(session, audit.SYSTEM, [opened], at=desk.now)
        return OpenedDocument(content, "application/pdf", f"{name.replace('_', '-')}-{year}.pdf")


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who asks, when, and by which version of the protocol they are answered: the newest."""

    person: Actor
    now: datetime
    number: int
    version: Version

    @classmethod
    def of(cls, store: Store, session: Session, by: UUID) -> "_Desk":
        now = store.clock.now(session)
        number = store.versions.current_number(session)
        person = actor(session, by, today=london_date(now))
        return cls(person, now, number, store.versions.version(session, number))

    def may_open(self, template: Template) -> bool:
        # Such a document holds exact counts: naming a role in it does not show them to Board members.
        roles = self.person.roles.intersection(template.seen_by)
        return template.for_year and sees_exact_counts(roles)

    def imprint(self) -> Imprint:
        return Imprint(
            version=None,
            made_on=moment(self.now),
            made_by=self.person.name,
            protocol=f"version {self.number} of the protocol ({self.version.digest[:12]})",
        )


def _cases(
    store: Store, session: Session, template: Template, year: int
) -> tuple[CountedCase, ...]:
    rows = session.execute(
        select(Case.id, Case.received_on)
        .where(Case.received_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Case.reference)
    ).all()
    return tuple(
        CountedCase(received_on, _given(store, session, template, case_id))
        for case_id, received_on in rows
    )


def _given(store: Store, session: Session, template: Template, case_id: UUID) -> tuple[Given, ...]:
    key = open_case_by_id(session, store.vault, case_id, lock=False).key
    submissions = session.scalars(
        select(Submission)
        .where(
            Submission.case_id == case_id,
            tuple_(Submission.process, Submission.element).in_(template.tasks),
        )
        .order_by(Submission.submitted_at_utc, Submission.id)
    )
    return tuple(
        Given(each.process, each.element, london_date(each.submitted_at_utc), answers_of(key, each))
        for each in submissions
    )
