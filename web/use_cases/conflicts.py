"""Conflicts of interest on a case: declared at any time, withdrawn with a reason, and who acts instead.

A conflict that was found when somebody had acted already takes them out like any other, and what they had
done is shown beside it. Only whoever acts as Independent Chair on the case withdraws one, or appoints who
holds a lane that conflicts have left to nobody (T-06, C-08).
"""

from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engine.errors import InvalidAnswersError, NotFoundError, NotPermittedError, TaskNotReadyError
from engine.forms import Choice
from engine.roles import APPOINTED_BY, APPOINTED_ON_A_CASE
from web.access import Sight
from web.store.directory import Holder, agency_names, in_name_of, names
from web.store.models import Conflict, Person, ProcessInstance, StandIn, Submission, UserTask
from web.store.store import Store
from web.store.submissions import give_answer, taken_before
from web.use_cases.action import CaseAction
from web.use_cases.asking import agencies_under_review
from web.use_cases.conflict_views import (
    Appointment,
    ConflictPage,
    ConflictView,
    DoneStep,
    SignedStep,
    SignOff,
)
from web.use_cases.declaring import appoint, keep_conflict
from web.use_cases.readers import open_for

LONGEST_REASON = 1000
WITHDRAWS = "independent_chair"


class Conflicts:
    """Declare, withdraw and look at conflicts.

    NotFoundError where the person may not know of the case, NotPermittedError where the act is not theirs,
    InvalidAnswersError by field where something is missing.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def page(self, reference: str, *, by: UUID) -> ConflictPage:
        """Return the conflicts of a case and what this person may do about them."""
        with self._store.transaction() as session:
            return CaseConflicts(self._store, session, reference, by, lock=False).page()

    def conflicts(self, reference: str, *, by: UUID) -> tuple[ConflictView, ...]:
        """Return every conflict declared on the case, the oldest first; for who sees all of the case."""
        return self.page(reference, by=by).conflicts

    def declare(self, reference: str, nature: str, *, by: UUID, key: str) -> None:
        """Take this person out of the case from now on; the same key twice acts once."""
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            content = ["declare conflict", reference, nature]
            before = taken_before(
                session, self._store.vault, person=by, key=key, content=content, at=now
            )
            if before is not None:
                return
            case = CaseConflicts(self._store, session, reference, by, lock=True)
            case.declare(_needed(nature, "nature", "Enter in what capacity you are conflicted"))
            give_answer(session, person=by, key=key, answer={})

    def withdraw(self, reference: str, conflict: UUID, reason: str, *, by: UUID) -> None:
        """Let somebody act on the case again; for whoever acts as Independent Chair on it."""
        with self._store.transaction() as session:
            case = CaseConflicts(self._store, session, reference, by, lock=True)
            case.withdraw(
                conflict, _needed(reason, "reason", "Enter why the conflict does not stand")
            )

    def appoint(
        self, reference: str, role: str, person: UUID | None, reason: str, *, by: UUID
    ) -> None:
        """Appoint who holds a lane of the case that conflicts have left to nobody."""
        with self._store.transaction() as session:
            case = CaseConflicts(self._store, session, reference, by, lock=True)
            case.appoint(role, person, reason)


class CaseConflicts:
    """The conflicts of one case, and the person who looks at them or acts on them."""

    def __init__(
        self, store: Store, session: Session, reference: str, by: UUID, *, lock: bool
    ) -> None:
        """Open the case, locked where something is to be written; NotFoundError for who may not know it."""
        self._store, self._session, self._by = store, session, by
        opened = open_for(store, session, reference, by=by, lock=lock)
        self._file, self._sight = opened.file, opened.reader.sight
        self._action = CaseAction(
            store, session, self._file, now=opened.now, by=opened.reader.actor
        )

    def page(self) -> ConflictPage:
        """Return what this person sees and may do."""
        everything = self._sight is Sight.ALL
        return ConflictPage(
            reference=self._file.case.reference,
            sees_everything=everything,
            conflicts=self._views() if everything else (),
            appointments=self._appointments() if everything else (),
            sign_offs=self._sign_offs() if everything else (),
            under_review=self._under_review() if everything else (),
            may_declare=self._may_declare(),
            may_withdraw=self._acts_as(WITHDRAWS),
            vacant=tuple(role for role in APPOINTED_BY if self._may_appoint(role)),
            people=self._people_free(),
        )

    def declare(self, nature: str) -> None:
        """Take this person out of the case."""
        if not self._may_declare():
            raise NotPermittedError("conflict")
        conflict_id = uuid4()
        sealed, digest = self._sealed(nature, f"conflict {conflict_id}")
        done = keep_conflict(
            self._action,
            self._by,
            task=None,
            conflict_id=conflict_id,
            nature=sealed,
            digest=digest,
        )
        self._action.departures.conflict_found_late(done, nature)
        self._action.finish()

    def withdraw(self, conflict: UUID, reason: str) -> None:
        """Let somebody act again."""
        if not self._acts_as(WITHDRAWS):
            raise NotPermittedError("conflict")
        found = self._session.get(Conflict, conflict)
        if found is None or found.case_id != self._file.case.id:
            raise NotFoundError("conflict")
        if found.withdrawn_at_utc is not None:
            raise TaskNotReadyError("the conflict was withdrawn before")
        found.withdrawn_at_utc, found.withdrawn_by = self._action.now, self._by
        found.withdrawal, digest = self._sealed(reason, f"withdrawal of conflict {conflict}")
        self._action.note("conflict_withdrawn", str(found.person_id), digest=digest)
        self._note_deputy(WITHDRAWS)
        self._action.finish()

    def appoint(self, role: str, person: UUID | None, reason: str) -> None:
        """Appoint who holds a vacant lane."""
        if role not in APPOINTED_BY or not self._acts_as(APPOINTED_BY[role]):
            raise NotPermittedError("appointment")
        if not self._may_appoint(role):
            raise TaskNotReadyError("somebody holds the lane")
        problems = {}
        if str(person) not in {each.value for each in self._people_free()}:
            problems["person"] = ["Choose somebody who has no conflict on this case"]
        if not reason.strip() or len(reason) > LONGEST_REASON:
            problems["reason"] = [f"Enter why this person, in up to {LONGEST_REASON:,} characters"]
        if problems or person is None:
            raise InvalidAnswersError(problems)
        sealed, digest = self._sealed(reason.strip(), f"appointment to {role}")
        appoint(self._action, role, [person], by=self._by, reason=sealed, digest=digest)
        self._note_deputy(APPOINTED_BY[role])
        self._action.finish()

    def _note_deputy(self, role: str) -> None:
        for each in self._holders(role):
            if each.id == self._by and each.deputy_for is not None:
                self._action.stands_for = each.deputy_for
        self._action.note_deputy(role)

    def _may_declare(self) -> bool:
        return self._sight > Sight.STATUS

    def _may_appoint(self, role: str) -> bool:
        if self._holders(role) or not self._acts_as(APPOINTED_BY[role]):
            return False
        return role not in APPOINTED_ON_A_CASE or self._waits(role)

    def _waits(self, role: str) -> bool:
        """Say whether a task of the role is open: before there is one, the diagram asks who is appointed."""
        open_task = exists().where(
            UserTask.case_id == self._file.case.id,
            UserTask.role == role,
            UserTask.closed_at_utc.is_(None),
        )
        return bool(self._session.scalar(select(open_task)))

    def _acts_as(self, role: str) -> bool:
        return self._by in {each.id for each in self._holders(role)}

    def _holders(self, role: str) -> tuple[Holder, ...]:
        return self._action.holders.of(role, agency=None, person=None)

    def _people_free(self) -> tuple[Choice, ...]:
        rows = self._session.execute(
            select(Person.id, Person.name).where(Person.active).order_by(Person.name, Person.id)
        )
        out = self._action.holders.conflicted
        return tuple(Choice(str(person), name) for person, name in rows if str(person) not in out)

    def _views(self) -> tuple[ConflictView, ...]:
        rows = self._session.scalars(
            select(Conflict)
            .where(Conflict.case_id == self._file.case.id)
            .order_by(Conflict.declared_at_utc, Conflict.id)
        ).all()
        people = names(
            self._session, {id_ for row in rows for id_ in (row.person_id, row.withdrawn_by)}
        )
        steps = self._steps() if rows else {}
        return tuple(self._view(row, people, steps) for row in rows)

    def _view(
        self, row: Conflict, people: dict[UUID, str], steps: dict[str, tuple[UserTask, str]]
    ) -> ConflictView:
        said_in = steps.get(row.task_id or "")
        before = tuple(
            DoneStep(task.element, label, task.closed_at_utc or row.declared_at_utc)
            for task, label in (steps[done] for done in row.done_before)
        )
        return ConflictView(
            id=row.id,
            person=row.person_id,
            name=people[row.person_id],
            declared_at_utc=row.declared_at_utc,
            said_in=said_in[1] if said_in else None,
            nature=self._opened(row.nature, f"conflict {row.id}"),
            done_before=before,
            found_late=row.task_id is None and bool(before),
            withdrawn_at_utc=row.withdrawn_at_utc,
            withdrawn_by=people[row.withdrawn_by] if row.withdrawn_by else None,
            withdrawal=self._opened(row.withdrawal, f"withdrawal of conflict {row.id}"),
        )

    def _appointments(self) -> tuple[Appointment, ...]:
        rows = self._session.execute(
            select(StandIn, Person.name, Person.agency_key)
            .join(Person, Person.id == StandIn.person_id)
            .where(StandIn.case_id == self._file.case.id)
            .order_by(StandIn.role, Person.name, Person.id)
        ).all()
        by = names(self._session, {row.appointed_by for row, _, _ in rows})
        agencies = agency_names(self._session)
        reviewed = agencies_under_review(self._session, self._file.case)
        return tuple(
            Appointment(
                role=row.role,
                name=name,
                by=by[row.appointed_by],
                at_utc=row.appointed_at_utc,
                reason=self._opened(row.reason, f"appointment to {row.role}"),
                under_review=agencies[agency] if row.independent and agency in reviewed else None,
            )
            for row, name, agency in rows
        )

    def _under_review(self) -> tuple[str, ...]:
        agencies = agency_names(self._session)
        reviewed = agencies_under_review(self._session, self._file.case)
        return tuple(sorted(agencies[key] for key in reviewed))

    def _sign_offs(self) -> tuple[SignOff, ...]:
        """Return each step that had to be another person's, beside the newest of those before it."""
        rows = self._session.execute(
            select(Submission, UserTask.not_by, ProcessInstance.deployment_number)
            .join(ProcessInstance, ProcessInstance.id == Submission.process_instance_id)
            .outerjoin(UserTask, UserTask.id == Submission.task_id)
            .where(Submission.case_id == self._file.case.id)
            .order_by(Submission.submitted_at_utc, UserTask.number.asc().nulls_first())
        ).all()
        people = names(
            self._session,
            {each for row, *_ in rows for each in (row.submitted_by, row.submitted_for)},
        )
        pairs = []
        newest: dict[str, SignedStep] = {}
        for row, not_by, deployment in rows:
            stood_for = people[row.submitted_for] if row.submitted_for else None
            by = in_name_of(people[row.submitted_by], stood_for)
            label = self._label(row.process, row.element, deployment)
            step = SignedStep(label, by, row.submitted_at_utc)
            first = tuple(newest[word] for word in not_by or () if word in newest)
            if first:
                pairs.append(SignOff(first, step))
            newest[f"{row.process}/{row.element}"] = step
        return tuple(pairs)

    def _steps(self) -> dict[str, tuple[UserTask, str]]:
        """Return the completed tasks of the case by id, with their labels, in order."""
        rows = self._session.execute(
            select(UserTask, ProcessInstance.deployment_number)
            .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
            .where(UserTask.case_id == self._file.case.id, UserTask.completed_by.is_not(None))
            .order_by(UserTask.closed_at_utc, UserTask.number)
        )
        return {
            task.id: (task, self._label(task.process, task.element, number))
            for task, number in rows
        }

    def _label(self, process: str, element: str, deployment: int) -> str:
        version = self._store.versions.version(self._session, deployment)
        return version.element(process, element).label or element

    def _sealed(self, text: str, as_what: str) -> tuple[bytes, bytes]:
        return self._file.key.seal_content({"text": text}, as_what=as_what)

    def _opened(self, sealed: bytes | None, as_what: str) -> str | None:
        if sealed is None:
            return None
        content, _ = self._file.key.open_content(sealed, as_what=as_what)
        return str(content["text"])


def _needed(text: str, field: str, sentence: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST_REASON:
        raise InvalidAnswersError({field: [f"{sentence}, in up to {LONGEST_REASON:,} characters"]})
    return text
