"""What became of what somebody submitted: the page on which they land."""

from typing import Final
from uuid import UUID

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from web.services import happened

bp = Blueprint("happened", __name__, url_prefix="/cases/<reference>/submitted")

HEADINGS: Final = (
    ("way", "Which way it went"),
    ("asks", "What the tables said"),
    ("tells", "Who was told"),
    ("acts", "What is open now"),
    ("waits", "What is waited for"),
    ("begins", "What began"),
    ("ends", "What ended"),
)


@bp.get("/<uuid:submission>")
def show(reference: str, submission: UUID) -> ResponseReturnValue:
    """Show what a submission led to, as far as the reader may see."""
    found = happened().of_submission(reference, submission, by=g.person.id)
    return render_template("tasks/happened.html", happened=found, headings=HEADINGS)
