"""Correct a submitted answer: its form filled in, what the correction would come to, and doing it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.correcting import (
    NOTHING_CHANGED,
    REASON_PATH,
    CorrectionRefusedError,
    with_files_of,
)
from engine.errors import InstanceStateError, InvalidAnswersError
from engine.forms import pressed, raw_from_post, rearranged
from web.pages import answering
from web.services import corrections
from web.use_cases.corrections import LONGEST_REASON
from web.use_cases.corrections_views import AnswerToCorrect, CorrectionOutcome

bp = Blueprint("corrections", __name__, url_prefix="/cases/<reference>/correct/<uuid:submission>")

MOVED_ON = (
    "The case has moved on since you opened this page, so what the correction would change may be another"
    " thing now. Nothing was changed."
)


@bp.get("")
def show(reference: str, submission: UUID) -> ResponseReturnValue:
    """Show the answer in its form, to be corrected."""
    try:
        answer = corrections().form(reference, submission, by=g.person.id)
    except CorrectionRefusedError as refusal:
        return _refused(reference, refusal.sentence)
    return _form(answer, answer.page.raw, "")


@bp.post("")
def enter(reference: str, submission: UUID) -> ResponseReturnValue:
    """Add or remove a row, or show what the correction would come to."""
    reason = request.form.get(REASON_PATH, "")
    try:
        answer = corrections().form(reference, submission, by=g.person.id)
        form = answer.page.form
        raw = with_files_of(form, answer.page.raw, raw_from_post(form, request.form))
        button = pressed(request.form)
        if button.shows_the_form_again:
            return _form(answer, rearranged(form, raw, button), reason)
        comes_to = corrections().check(reference, submission, raw, reason, by=g.person.id)
    except InvalidAnswersError as error:
        return _form(answer, raw, reason, error.problems)
    except CorrectionRefusedError as refusal:
        if refusal.why == NOTHING_CHANGED:
            return _form(answer, raw, reason, {"": [refusal.sentence]})
        return _refused(reference, refusal.sentence, reason)
    return render_template(
        "corrections/check.html",
        answer=answer,
        page=answer.page,
        comes_to=comes_to,
        reason=reason,
        entered=json.dumps(raw, default=str),
        key=uuid4().hex,
    )


@bp.post("/check")
def correct(reference: str, submission: UUID) -> ResponseReturnValue:
    """Correct the answer, or say what stands against it with everything entered kept."""
    raw, key, version = answering.submitted(request)
    reason = request.form.get(REASON_PATH, "")
    try:
        outcome = corrections().correct(
            reference, submission, raw, reason, by=g.person.id, key=key, version=version
        )
    except InvalidAnswersError as error:
        answer = corrections().form(reference, submission, by=g.person.id)
        return _form(answer, raw, reason, error.problems)
    except CorrectionRefusedError as refusal:
        return _refused(reference, refusal.sentence, reason)
    except InstanceStateError:
        return _refused(reference, MOVED_ON, reason)
    flash(_said(outcome))
    return redirect(url_for("cases.show", reference=reference), code=303)


def _form(
    answer: AnswerToCorrect,
    raw: Mapping[str, Any],
    reason: str,
    problems: Mapping[str, Sequence[str]] | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "corrections/form.html",
        answer=answer,
        page=answer.page,
        values=raw,
        reason=reason,
        longest_reason=LONGEST_REASON,
        problems=problems or {},
    )
    return page, 422 if problems else 200


def _refused(reference: str, sentence: str, reason: str = "") -> ResponseReturnValue:
    page = render_template(
        "corrections/refused.html", reference=reference, sentence=sentence, reason=reason
    )
    return page, 409


def _said(outcome: CorrectionOutcome) -> str:
    waiting = f" Now waiting: {'; '.join(outcome.next)}." if outcome.next else ""
    said = {
        "at once": "corrected. Nothing opens again.",
        "opened": "corrected, and the case goes on from there.",
        "proposed": "the correction goes to the Independent Chair.",
    }[outcome.outcome]
    return f"{outcome.label}: {said}{waiting}"
