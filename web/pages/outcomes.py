"""What is said on the next page when somebody has submitted a form on a case, and which page that is."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from web.pages import answering
from web.use_cases.form_views import Outcome


def said(outcome: Outcome) -> ResponseReturnValue:
    """Say what was done and what waits now; go on to what it led to, where the person still sees the case."""
    done = f"{outcome.label}: done."
    if outcome.closed:
        flash(f"{done} The case {outcome.reference} is closed.")
    elif outcome.next and outcome.still_visible:
        flash(f"{done} Now waiting: {'; '.join(outcome.next)}.")
    else:
        flash(done)
    if not outcome.still_visible:
        return redirect(answering.home(), code=303)
    if outcome.submission is None:  # an answer kept by an earlier release
        return redirect(url_for("cases.show", reference=outcome.reference), code=303)
    address = url_for("happened.show", reference=outcome.reference, submission=outcome.submission)
    return redirect(address, code=303)
