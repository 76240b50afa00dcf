"""Something else happened: choose what, fill in its form, check the answers, and begin it on the case."""

from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.pages import answered_on_a_case, answering
from web.pages.answering import Answering
from web.services import beginnings, cases
from web.use_cases.case_views import BeginPage

bp = Blueprint("beginnings", __name__, url_prefix="/cases/<reference>/begin")


@bp.get("")
def choose(reference: str) -> ResponseReturnValue:
    """Show what this person may begin on the case now, or go on to what was chosen."""
    case = cases().case(reference, by=g.person.id)
    chosen = request.args.get("process", "")
    if chosen in {line.process for line in case.may_begin}:
        return redirect(url_for(".show", reference=reference, process=chosen), code=303)
    missing = "_do" in request.args and bool(case.may_begin)
    return render_template("cases/begin.html", case=case, missing=missing), 422 if missing else 200


@bp.get("/<process>")
def show(reference: str, process: str) -> ResponseReturnValue:
    """Show the form by which it is begun, with this person's draft."""
    return answering.show(_opened(reference, process))


@bp.post("/<process>")
def answer(reference: str, process: str) -> ResponseReturnValue:
    """Save a draft, add or remove a row, or go on to check the answers."""
    return answered_on_a_case.answer(reference, partial(_opened, reference, process))


@bp.post("/<process>/discard")
def discard(reference: str, process: str) -> ResponseReturnValue:
    """Erase the draft for good."""
    beginnings().discard_draft(reference, process, by=g.person.id)
    flash("The draft is erased.")
    return redirect(url_for("cases.show", reference=reference), code=303)


@bp.get("/<process>/check")
def check(reference: str, process: str) -> ResponseReturnValue:
    """Show the answers before they are submitted."""
    return answering.show_check(
        _opened(reference, process), url_for(".show", reference=reference, process=process)
    )


@bp.post("/<process>/check")
def begin(reference: str, process: str) -> ResponseReturnValue:
    """Begin it, or say what stands against it with everything entered kept."""
    return answered_on_a_case.submit(
        reference,
        partial(_opened, reference, process),
        partial(beginnings().begin, reference, process),
    )


def _opened(reference: str, process: str) -> Answering:
    return _answering(beginnings().form(reference, process, by=g.person.id))


def _answering(begin_page: BeginPage) -> Answering:
    reference, process, by = begin_page.case.reference, begin_page.line.process, g.person.id

    def kept(raw: answering.Raw) -> str:
        beginnings().save_draft(reference, process, raw, by=by)
        return url_for("beginnings.show", reference=reference, process=process)

    return Answering(
        page=begin_page.page,
        form_template="cases/begin_form.html",
        check_template="cases/begin_check.html",
        beside={"line": begin_page.line, "case": begin_page.case},
        check=partial(beginnings().check, reference, process, by=by),
        save=kept,
        check_address=lambda taken_up: f"{taken_up}/check",
    )
