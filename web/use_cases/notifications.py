"""Begin a case: the start forms, their drafts, and the submission that makes the case.

The notification is the start form that sets facts. A diagram may offer others, for instance to ask for
advice; `form` names the start event of such a one, and None means the notification.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import execution
from engine.bpmn.model import Element
from engine.calendar import london_date
from engine.errors import ConcurrentChangeError, NotFoundError, NotPermittedError
from engine.execution import World
from engine.forms import Answers, Form
from engine.version import Version
from web.store.case_files import new_case
from web.store.directory import Actor, actor
from web.store.models import Draft
from web.store.store import Store
from web.store.submissions import (
    draft_content,
    give_answer,
    keep_submission,
    sealed_draft,
    taken_before,
)
from web.use_cases.action import CaseAction, known_meetings
from web.use_cases.asking import form_of, registers
from web.use_cases.declaring import declare
from web.use_cases.form_views import Checked, DraftLine, FormPage, Receipt, StartLine
from web.use_cases.next_steps import NextSteps


class Notifications:
    """Begin a case. Every method refuses (NotPermittedError) who does not hold the start event's role."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def start_form(
        self, *, by: UUID, draft: UUID | None = None, form: str | None = None
    ) -> FormPage:
        """Return a start form of the current version, with a draft of this person's if named."""
        with self._store.transaction() as session:
            if draft is None:
                return _Start(self._store, session, by, form).page({})
            start = _Start.of_draft(self._store, session, by, draft)
            kept = start.own_draft(draft)
            return start.page(start.draft_content(kept), kept)

    def other_forms(self, *, by: UUID) -> tuple[StartLine, ...]:
        """Return the start forms beside the notification that this person may submit."""
        with self._store.transaction() as session:
            today = london_date(self._store.clock.now(session))
            roles = actor(session, by, today=today).acting_roles
            version = self._store.versions.version(
                session, self._store.versions.current_number(session)
            )
            notification = _start_form(version, None)[1]
            return tuple(
                StartLine(element.id, form.title)
                for form, element in _start_forms(version)
                if element != notification and element.role in roles
            )

    def drafts(self, *, by: UUID) -> tuple[DraftLine, ...]:
        """Return what this person has begun to write and not sent, newest first."""
        with self._store.transaction() as session:
            start = _Start(self._store, session, by)
            titles = {element.id: form.title for form, element in _start_forms(start.version)}
            found = session.scalars(
                select(Draft)
                .where(Draft.person_id == by, Draft.key.is_not(None))
                .order_by(Draft.saved_at_utc.desc())
            )
            return tuple(
                DraftLine(
                    draft.id,
                    draft.process,
                    draft.element,
                    titles.get(draft.element, start.form.title),
                    draft.saved_at_utc,
                )
                for draft in found
            )

    def save_draft(
        self,
        raw: Mapping[str, Any],
        *,
        by: UUID,
        draft: UUID | None = None,
        form: str | None = None,
    ) -> UUID:
        """Keep what was entered so far, sealed with a key of its own; return the draft's id."""
        with self._store.transaction() as session:
            start = _Start(self._store, session, by, form)
            kept = start.own_draft(draft) if draft else start.new_draft()
            key = self._store.vault.unwrap(kept.key or b"", f"draft {kept.id}")
            kept.content = sealed_draft(key, kept.id, raw)
            kept.saved_at_utc = start.now
            session.add(kept)
            return kept.id

    def discard_draft(self, draft: UUID, *, by: UUID) -> None:
        """Erase a draft and its key."""
        with self._store.transaction() as session:
            session.delete(_Start(self._store, session, by).own_draft(draft))

    def check(self, raw: Mapping[str, Any], *, by: UUID, form: str | None = None) -> Checked:
        """Return the answers if they satisfy the form and nothing is contradictory; save nothing."""
        with self._store.transaction() as session:
            start = _Start(self._store, session, by, form)
            answers = start.answers(raw)
            execution.start(
                start.version, start.element.process, world=start.world, answers=answers
            )
            return Checked(answers, start.page(raw))

    def notify(
        self,
        raw: Mapping[str, Any],
        *,
        by: UUID,
        key: str,
        version: int,
        draft: UUID | None = None,
        form: str | None = None,
    ) -> Receipt:
        """Make the case and start its process in one transaction, and erase the draft.

        `key` is the page's idempotency key and `version` the FormPage's: ConcurrentChangeError where
        another version of the form has been deployed since. InvalidAnswersError names each question.
        """
        with self._store.transaction() as session:
            start = _Start(self._store, session, by, form)
            before = taken_before(
                session,
                self._store.vault,
                person=by,
                key=key,
                content=["notify", raw],
                at=start.now,
            )
            if before is not None:
                return Receipt(before["reference"], date.fromisoformat(before["received_on"]))
            if version != start.number:
                raise ConcurrentChangeError("another version of the form was deployed")
            receipt = start.make_case(start.answers(raw))
            if draft is not None:
                session.execute(delete(Draft).where(Draft.id == draft, Draft.person_id == by))
            give_answer(
                session,
                person=by,
                key=key,
                answer={**asdict(receipt), "received_on": receipt.received_on.isoformat()},
            )
            return receipt


class _Start:
    """A start form of the version that new cases begin on, and who fills it in."""

    def __init__(self, store: Store, session: Session, by: UUID, form: str | None = None) -> None:
        self._store, self._session = store, session
        self.now: datetime = store.clock.now(session)
        self.actor: Actor = actor(session, by, today=london_date(self.now))
        self.number: int = store.versions.current_number(session)
        self.version: Version = store.versions.version(session, self.number)
        self.form, self.element = _start_form(self.version, form)
        if self.element.role not in self.actor.acting_roles:
            raise NotPermittedError("start")

    @classmethod
    def of_draft(cls, store: Store, session: Session, by: UUID, draft: UUID) -> "_Start":
        """Return the start form of a draft, which may be somebody else's still."""
        kept = session.get(Draft, draft)
        return cls(store, session, by, None if kept is None else kept.element)

    @property
    def world(self) -> World:
        """Return what an instance would read that began now, before the case has a reference."""
        return World(
            now=self.now,
            facts={},
            case={
                "reference": "",
                "date_received": london_date(self.now).isoformat(),
                "notifier": str(self.actor.id),
            },
            calendar=known_meetings(self._session),
        )

    def page(self, raw: Mapping[str, Any], draft: Draft | None = None) -> FormPage:
        """Return the form to be shown."""
        return FormPage(
            form=self.form,
            element=self.element,
            raw=raw,
            context=execution.start_form_context(self.version, world=self.world),
            options=registers(self._session, self.form),
            version=self.number,
            now=self.now,
            draft_id=draft.id if draft else None,
            draft_saved_at_utc=draft.saved_at_utc if draft else None,
            next=NextSteps(self._session, self.version).after(
                self.element, self.form, None, self.now
            ),
        )

    def answers(self, raw: Mapping[str, Any]) -> Answers:
        """Return the answers, or raise InvalidAnswersError."""
        return self.form.validate(
            raw,
            context=execution.start_form_context(self.version, world=self.world),
            options=registers(self._session, self.form),
            now=self.now,
        )

    def own_draft(self, draft: UUID) -> Draft:
        """Return a draft of this person's, or raise NotFoundError."""
        kept = self._session.get(Draft, draft)
        if kept is None or kept.person_id != self.actor.id or kept.key is None:
            raise NotFoundError("draft")
        return kept

    def new_draft(self) -> Draft:
        """Return a draft with a key of its own, not yet kept."""
        draft_id = uuid4()
        _, wrapped = self._store.vault.new_key(f"draft {draft_id}")
        return Draft(
            id=draft_id,
            person_id=self.actor.id,
            process=self.element.process,
            element=self.element.id,
            key=wrapped,
        )

    def draft_content(self, draft: Draft) -> dict[str, Any]:
        """Return what a draft holds."""
        key = self._store.vault.unwrap(draft.key or b"", f"draft {draft.id}")
        return draft_content(key, draft)

    def make_case(self, answers: Answers) -> Receipt:
        """Make the case, begin its process, and keep the notification."""
        file = new_case(
            self._session,
            self._store.vault,
            deployment=self.number,
            notifier=self.actor.id,
            received_on=london_date(self.now),
            at=self.now,
        )
        action = CaseAction(self._store, self._session, file, now=self.now, by=self.actor)
        action.note("case_opened", file.case.reference, f"version {self.number}")
        declare(action, answers, by=self.actor.id)
        instance = action.begin(self.element.process, deployment=self.number, answers=answers)
        digest = keep_submission(
            self._session,
            file,
            instance,
            answers.full,
            task=None,
            element=self.element.id,
            by=self.actor.id,
            at=self.now,
        )
        action.note("form_submitted", self.element.id, None, digest)
        action.finish()
        return Receipt(file.case.reference, file.case.received_on)


def _start_form(version: Version, asked: str | None) -> tuple[Form, Element]:
    """Return the start form of that event; for None the notification: the first that sets facts."""
    forms = _start_forms(version)
    wanted = [each for each in forms if each[1].id == asked or (asked is None and each[0].facts())]
    found = wanted or (forms if asked is None else [])
    if not found:
        raise NotFoundError("no diagram begins with that form")
    return found[0]


def _start_forms(version: Version) -> list[tuple[Form, Element]]:
    return [
        form_of(version, diagram.id, start.id)
        for diagram in version.startable_by_people()
        for start in diagram.start_events()
        if start.form
    ]
