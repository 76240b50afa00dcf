"""Something else happened: what people may begin on a case, its form and its draft, and beginning it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from web.store.store import Store
from web.store.submissions import give_answer, taken_before
from web.use_cases.case_beginnings import CaseBeginnings
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import BeginLine, BeginPage
from web.use_cases.form_views import Checked, Outcome


class Beginnings:
    """Begin a process on a case.

    NotFoundError where the person may not know of the case or nobody begins that process on a case,
    NotPermittedError where it is not theirs to begin, TaskNotReadyError where the case may not begin it now.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def offered(self, reference: str, *, by: UUID) -> tuple[BeginLine, ...]:
        """Return what this person may begin on the case now."""
        with self._store.transaction() as session:
            return CaseBeginnings.opened(
                self._store, session, reference, by=by, lock=False
            ).offered()

    def form(self, reference: str, process: str, *, by: UUID) -> BeginPage:
        """Return the form by which the process is begun, this person's draft, and the case beside it."""
        with self._store.transaction() as session:
            on_case = CaseBeginnings.opened(self._store, session, reference, by=by, lock=False)
            beginning = on_case.of(process)
            reading = CaseReading(
                self._store, session, on_case.file, on_case.reader, today=on_case.action.today
            )
            return BeginPage(beginning.line(), beginning.page(), reading.view())

    def save_draft(self, reference: str, process: str, raw: Mapping[str, Any], *, by: UUID) -> None:
        """Keep what was entered so far, sealed with the case's key."""
        with self._store.transaction() as session:
            on_case = CaseBeginnings.opened(self._store, session, reference, by=by, lock=True)
            on_case.of(process).keep_draft(raw)

    def discard_draft(self, reference: str, process: str, *, by: UUID) -> None:
        """Erase what this person has begun to write for it."""
        with self._store.transaction() as session:
            on_case = CaseBeginnings.opened(self._store, session, reference, by=by, lock=True)
            on_case.of(process).discard_draft()

    def check(self, reference: str, process: str, raw: Mapping[str, Any], *, by: UUID) -> Checked:
        """Return the answers if they satisfy the form and nothing is contradictory; save nothing."""
        with self._store.transaction() as session:
            on_case = CaseBeginnings.opened(self._store, session, reference, by=by, lock=False)
            beginning = on_case.of(process)
            answers = beginning.answers(raw)
            beginning.try_out(answers)
            return Checked(answers, beginning.page(raw))

    def begin(
        self,
        reference: str,
        process: str,
        raw: Mapping[str, Any],
        *,
        by: UUID,
        key: str,
        version: int,
    ) -> Outcome:
        """Begin the process with these answers, all in one transaction; the same key twice acts once.

        ConcurrentChangeError where the case's facts changed since the page was opened; InvalidAnswersError
        names each question. Nothing is saved then.
        """
        with self._store.transaction() as session:
            before = taken_before(
                session,
                self._store.vault,
                person=by,
                key=key,
                content=["begin", reference, process, raw],
                at=self._store.clock.now(session),
            )
            if before is not None:
                return Outcome(**{**before, "next": tuple(before["next"])})
            beginning = CaseBeginnings.opened(self._store, session, reference, by=by, lock=True).of(
                process
            )
            beginning.refuse_if_stale(version)
            outcome = beginning.begin(raw)
            give_answer(session, person=by, key=key, answer=asdict(outcome))
            return outcome
