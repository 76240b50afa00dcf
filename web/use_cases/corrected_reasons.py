"""Reasons of departures that were copied from an answer before it was corrected: never altered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from engine.departures import AnswerAt
from engine.forms import answer_at
from web.store.case_files import CaseFile, open_case_by_id
from web.store.departures import explained_at, reason_of
from web.store.histories import IN_EFFECT
from web.store.models import Correction, Departure, Submission
from web.store.store import Store
from web.store.submissions import correction_name, first_answers_of
from web.use_cases.corrected_since import COUNTS, CorrectedAnswers, CorrectedSince


class CorrectedReasons:
    """Says of which departures the reason rests on an answer that was corrected since.

    Which answer gave a reason is asked of the version that found the departure, and held against the
    answer as it stood then: a reason that somebody gave by hand rests on none.
    """

    def __init__(self, store: Store, session: Session, *, with_links: bool) -> None:
        """Take the store; `with_links` where the reader may read the answers."""
        self._store, self._session, self._with_links = store, session, with_links

    def among(self, departures: Collection[Departure]) -> dict[UUID, CorrectedSince]:
        """Return the last correction of the answer behind each reason, by the departure's id."""
        explained = [each for each in departures if each.reason is not None]
        cases = {
            case_id: open_case_by_id(self._session, self._store.vault, case_id, lock=False)
            for case_id in self._with_corrections({each.case_id for each in explained})
        }
        corrections = {
            case_id: CorrectedAnswers(self._session, file) for case_id, file in cases.items()
        }
        found: dict[UUID, CorrectedSince] = {}
        for each in explained:
            if each.case_id in cases:
                since = self._since(each, cases[each.case_id], corrections[each.case_id])
                if since is not None:
                    found[each.id] = since
        return found

    def _with_corrections(self, cases: Collection[UUID]) -> Collection[UUID]:
        if not cases:
            return ()
        wanted = literal(list(cases), ARRAY(Uuid()))
        return self._session.scalars(
            select(Correction.case_id)
            .where(Correction.case_id == any_(wanted), Correction.outcome.in_(COUNTS))
            .distinct()
        ).all()

    def _since(
        self, departure: Departure, file: CaseFile, corrections: CorrectedAnswers
    ) -> CorrectedSince | None:
        version = self._store.versions.version(self._session, departure.deployment_number)
        place = version.departures[departure.rule].places[departure.place]
        given_at = departure.at_utc
        if place.follows:
            given_at = explained_at(self._session, departure) or given_at
        reason = reason_of(file.key, departure)
        for each in place.reason:
            answer = self._newest(departure, each, given_at)
            if answer is None or self._words(file, answer, each, given_at) != reason:
                continue
            return corrections.since(
                given_at,
                sources={answer.id},
                names=(),
                names_at=given_at,
                readable={answer.id} if self._with_links else (),
            )
        return None

    def _newest(self, departure: Departure, at: AnswerAt, moment: datetime) -> Submission | None:
        """Return the answer to a step as the departure's process had it at a moment."""
        return self._session.scalar(
            select(Submission)
            .where(
                Submission.process_instance_id == departure.process_instance_id,
                Submission.process == at.process,
                Submission.element == at.element,
                Submission.submitted_at_utc <= moment,
            )
            .order_by(Submission.submitted_at_utc.desc())
            .limit(1)
        )

    def _words(
        self, file: CaseFile, answer: Submission, at: AnswerAt, moment: datetime
    ) -> str | None:
        given = answer_at(self._as_it_stood(file, answer, moment), at.question)
        return given.strip() if isinstance(given, str) else None

    def _as_it_stood(
        self, file: CaseFile, answer: Submission, moment: datetime
    ) -> Mapping[str, Any]:
        """Return the answer with the last correction that had taken effect by then."""
        last = self._session.scalar(
            select(Correction)
            .where(
                Correction.submission_id == answer.id,
                Correction.outcome.in_(IN_EFFECT),
                Correction.settled_at_utc <= moment,
            )
            .order_by(Correction.settled_at_utc.desc(), Correction.number.desc())
            .limit(1)
        )
        if last is None:
            return first_answers_of(file.key, answer)
        content, _ = file.key.open_content(last.content, as_what=correction_name(last.id))
        return dict(content)
