"""A person's own settings: how they want mails about their tasks."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswersError
from web.services import mail_choices

bp = Blueprint("my_settings", __name__, url_prefix="/my-settings")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show what this person chose."""
    return _page({})


@bp.post("")
def choose() -> ResponseReturnValue:
    """Keep what this person chooses."""
    try:
        mail_choices().choose(request.form.get("choice", ""), by=g.person.id)
    except InvalidAnswersError as refusal:
        problems = {about: sentences[0] for about, sentences in refusal.problems.items()}
        return _page(problems), 422
    flash("Saved.")
    return redirect(url_for(".show"), code=303)


def _page(problems: dict[str, str]) -> str:
    return render_template(
        "settings/mine.html", view=mail_choices().mine(by=g.person.id), problems=problems
    )
