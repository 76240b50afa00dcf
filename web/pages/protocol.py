"""The protocol as it runs today: its diagrams and tables, for everyone signed in."""

from io import BytesIO

from flask import Blueprint, Response, g, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.bpmn.reading_order import reading_order
from engine.errors import NotFoundError
from web.access import READS_MAP
from web.services import deployments
from web.use_cases.deployment_views import DeploymentView

bp = Blueprint("protocol", __name__, url_prefix="/protocol")


@bp.get("")
def index() -> ResponseReturnValue:
    """List the diagrams and tables of the version that new cases begin on."""
    return render_template("protocol/index.html", deployment=deployments().current())


@bp.get("/diagrams/<process>")
def diagram(process: str) -> ResponseReturnValue:
    """Show a diagram as drawn and as an ordered list."""
    deployment = _deployment()
    drawn = deployment.version.diagram(process)
    return render_template(
        "protocol/diagram.html",
        deployment=deployment,
        diagram=drawn,
        order=reading_order(drawn),
        reads_map=g.person.roles.intersection(READS_MAP),
    )


@bp.get("/diagrams/<process>.bpmn")
def drawing(process: str) -> Response:
    """Return the file of a diagram, as deployed."""
    deployment = _deployment()
    content = deployment.version.files[deployment.version.diagram(process).file]
    return send_file(BytesIO(content), mimetype="application/xml", download_name=f"{process}.bpmn")


@bp.get("/diagrams/<process>/marks")
def marks(process: str) -> ResponseReturnValue:
    """Return what the viewer draws, as JSON: nothing is marked on it."""
    deployment = _deployment()
    drawn = deployment.version.diagram(process)
    xml = url_for(".drawing", process=drawn.id, version=deployment.number)
    return {"xml": xml, "flows": [], "elements": {}}


def _deployment() -> DeploymentView:
    number = request.args.get("version", type=int)
    return deployments().current() if number is None else deployments().version(number)


def decision_file(deployment: DeploymentView, decision: str) -> bytes:
    """Return the file that holds a decision, as deployed; NotFoundError where none does."""
    file = deployment.version.model_of(decision).file
    if file not in deployment.version.files:
        raise NotFoundError(decision)
    return deployment.version.files[file]
