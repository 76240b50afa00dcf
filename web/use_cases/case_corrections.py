"""The corrections of one case as its page shows them, and which answers the reader may correct."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.correcting import CORRECTS
from web.store.case_files import CaseFile
from web.store.case_holders import CaseHolders
from web.store.directory import in_name_of, names
from web.store.histories import IN_EFFECT
from web.store.models import Correction, Submission
from web.store.submissions import correction_name, first_answers_of
from web.use_cases.case_views import CaseView
from web.use_cases.corrected_since import COUNTS
from web.use_cases.corrections_views import CorrectionView
from web.use_cases.history_views import SubmissionView
from web.use_cases.readers import Reader


class CaseCorrections:
    """What was corrected on one case, for one reader."""

    def __init__(
        self, session: Session, file: CaseFile, reader: Reader, holders: CaseHolders
    ) -> None:
        """Take the case, open, and the reader, who may know of it."""
        self._session, self._file, self._reader = session, file, reader
        self._rows = {
            row.id: row
            for row in session.scalars(select(Submission).where(Submission.case_id == file.case.id))
        }
        # One that waits to be decided on stands in place of what the others have left.
        self._kept: Sequence[Correction] = session.scalars(
            select(Correction)
            .where(Correction.case_id == file.case.id)
            .order_by(Correction.settled_at_utc.asc().nulls_last(), Correction.number)
        ).all()
        self._deciding = {each.process_instance_id for each in self._kept}
        self._corrects_others = any(
            holder.id == reader.actor.id
            for role in CORRECTS
            for holder in holders.of(role, agency=None, person=None)
        )

    def beside(self, view: CaseView, *, whole: Callable[[], Collection[UUID]]) -> CaseView:
        """Return the case with its corrections beside the answers that the reader may read ``whole``.

        Of what is only proposed, or was refused, who sees a part of the case reads at their own answers.
        """
        readable = frozenset(whole()) if self._kept else frozenset()
        read = {
            submission: tuple(
                each
                for each in self._in_order(submission)
                if each.outcome in COUNTS or view.sight == "all" or self._is_mine(submission)
            )
            for submission in {each.submission_id for each in self._kept} & readable
        }
        return replace(
            view,
            may_correct=frozenset(
                each.id for each in view.submissions if each.id and self._may_correct(each)
            ),
            corrections={submission: found for submission, found in read.items() if found},
        )

    def _may_correct(self, shown: SubmissionView) -> bool:
        if shown.id is None:
            return False
        # What was answered on a correction is no answer of the case.
        if self._rows[shown.id].process_instance_id in self._deciding:
            return False
        return self._corrects_others or self._is_mine(shown.id)

    def _is_mine(self, submission: UUID) -> bool:
        return self._rows[submission].submitted_by == self._reader.actor.id

    def _in_order(self, submission: UUID) -> Iterator[CorrectionView]:
        """Yield the corrections of a submission as they were settled, each with the answers before it."""
        before = first_answers_of(self._file.key, self._rows[submission])
        for kept in self._kept:
            if kept.submission_id == submission:
                shown = self._shown(kept, before)
                yield shown
                if kept.outcome in IN_EFFECT:
                    before = dict(shown.after)

    def _shown(self, kept: Correction, before: Mapping[str, Any]) -> CorrectionView:
        key = self._file.key
        people = names(self._session, {kept.corrected_by, kept.corrected_for})
        stood_for = people.get(kept.corrected_for) if kept.corrected_for else None
        after, _ = key.open_content(kept.content, as_what=correction_name(kept.id))
        reason, _ = key.open_content(kept.reason, as_what=f"correction_reason {kept.id}")
        return CorrectionView(
            id=kept.id,
            by=in_name_of(people[kept.corrected_by], stood_for),
            at_utc=kept.corrected_at_utc,
            outcome=kept.outcome,
            settled_at_utc=kept.settled_at_utc,
            reason=str(reason),
            before=before,
            after=after,
        )
