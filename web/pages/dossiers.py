"""The dossier of a case: have it made, read its digest, and download it."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswersError
from web.pages.documents import as_download
from web.services import dossiers

bp = Blueprint("dossiers", __name__, url_prefix="/cases/<reference>/dossier")


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """Show the last dossier that was made for this person, with its digest and what to do with it."""
    return _shown(reference)


@bp.post("")
def make(reference: str) -> ResponseReturnValue:
    """Make a dossier of the case as it stands now, for who asks."""
    try:
        dossiers().make(reference, by=g.person.id)
    except InvalidAnswersError as refusal:
        return _shown(reference, problem=refusal.problems[""][0]), 422
    return redirect(url_for("dossiers.show", reference=reference, _anchor="made"), 303)


@bp.get("/file")
def download(reference: str) -> ResponseReturnValue:
    """Send the last dossier that was made for this person."""
    return as_download(dossiers().open(reference, by=g.person.id))


def _shown(reference: str, problem: str = "") -> str:
    page = dossiers().page(reference, by=g.person.id)
    return render_template("dossier/show.html", page=page, problem=problem)
