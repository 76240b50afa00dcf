"""Decision tables as they run today, for everyone signed in."""

from io import BytesIO

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from engine.dmn.boxed import DecisionTable
from web.pages.protocol import decision_file
from web.services import deployments

bp = Blueprint("tables", __name__, url_prefix="/protocol/tables")


@bp.get("/<decision>")
def show(decision: str) -> ResponseReturnValue:
    """Show one decision: its table row by row with the clause behind each."""
    deployment = deployments().current()
    model = deployment.version.model_of(decision)
    shown = model.decisions[decision]
    return render_template(
        "protocol/table.html",
        deployment=deployment,
        decision=shown,
        table=shown.expression if isinstance(shown.expression, DecisionTable) else None,
        required=[model.decisions[other] for other in shown.requires.decisions],
    )


@bp.get("/<decision>.dmn")
def file(decision: str) -> Response:
    """Return the file that holds the decision, as deployed."""
    content = decision_file(deployments().current(), decision)
    return send_file(BytesIO(content), mimetype="application/xml", download_name=f"{decision}.dmn")
