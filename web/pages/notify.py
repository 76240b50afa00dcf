"""Notify an incident, or begin with another form: fill it in, save, check, send, see that it arrived."""

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import ConcurrentChangeError, InvalidAnswersError
from web.pages import answering
from web.pages.answering import Answering
from web.services import cases, notifications

bp = Blueprint("notify", __name__, url_prefix="/notify")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show an empty notification, and what this person has begun before."""
    return answering.show(_answering(None))


@bp.post("")
def begin() -> ResponseReturnValue:
    """Keep what was entered as a draft, or go on to check it."""
    return answering.take(_answering(None), request)


@bp.get("/begin/<form>")
def show_other(form: str) -> ResponseReturnValue:
    """Show another form with which a case begins, empty."""
    return answering.show(_answering(None, form))


@bp.post("/begin/<form>")
def begin_other(form: str) -> ResponseReturnValue:
    """Keep what was entered as a draft, or go on to check it."""
    return answering.take(_answering(None, form), request)


@bp.get("/<uuid:draft>")
def resume(draft: UUID) -> ResponseReturnValue:
    """Show a notification begun before."""
    return answering.show(_answering(draft))


@bp.post("/<uuid:draft>")
def go_on(draft: UUID) -> ResponseReturnValue:
    """Save the draft again, or go on to check it."""
    return answering.take(_answering(draft), request)


@bp.post("/<uuid:draft>/discard")
def discard(draft: UUID) -> ResponseReturnValue:
    """Erase a draft for good."""
    notifications().discard_draft(draft, by=g.person.id)
    flash("The draft is erased.")
    return redirect(answering.home(), code=303)


@bp.get("/<uuid:draft>/check")
def check(draft: UUID) -> ResponseReturnValue:
    """Show the notification before it is sent."""
    return answering.show_check(_answering(draft), url_for(".resume", draft=draft))


@bp.post("/<uuid:draft>/check")
def send(draft: UUID) -> ResponseReturnValue:
    """Send it: the case is made and its process begins."""
    raw, key, version = answering.submitted(request)
    form = request.form.get("_element", "").rpartition("/")[2] or None
    try:
        receipt = notifications().notify(
            raw, by=g.person.id, key=key, version=version, draft=draft, form=form
        )
    except InvalidAnswersError as error:
        return answering.show(_answering(draft), raw, error.problems)
    except ConcurrentChangeError:
        flash("The notification form has changed since you opened it. Check your answers again.")
        return redirect(url_for(".resume", draft=draft), code=303)
    if form in {other.form for other in notifications().other_forms(by=g.person.id)}:
        flash(f"Sent. Your reference is {receipt.reference}.")
        return redirect(url_for("cases.show", reference=receipt.reference), code=303)
    return redirect(url_for(".received", reference=receipt.reference), code=303)


@bp.get("/received/<reference>")
def received(reference: str) -> ResponseReturnValue:
    """Show the receipt: the reference, and what happens next."""
    return render_template("notify/received.html", case=cases().case(reference, by=g.person.id))


def _answering(draft: UUID | None, form: str | None = None) -> Answering:
    by = g.person.id
    page = notifications().start_form(by=by, draft=draft, form=form)
    element = page.element.id

    def kept(raw: answering.Raw) -> str:
        saved = notifications().save_draft(raw, by=by, draft=draft, form=element)
        return url_for("notify.resume", draft=saved)

    return Answering(
        page=page,
        form_template="notify/show.html",
        check_template="notify/check.html",
        beside={
            "draft": draft,
            "drafts": notifications().drafts(by=by) if draft is None and form is None else (),
            "notifies": bool(page.form.facts()),
        },
        check=partial(notifications().check, by=by, form=element),
        save=kept,
        check_address=lambda saved: f"{saved}/check",
    )
