"""The protocol as it runs today: its diagrams and tables, for everyone signed in, and where cases stand."""

from io import BytesIO

from flask import Blueprint, Response, g, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.bpmn.reading_order import reading_order
from engine.errors import NotFoundError
from web import access
from web.services import cases, deployments
from web.use_cases.views import DeploymentView, StepCount

bp = Blueprint("protocol", __name__, url_prefix="/protocol")


@bp.get("")
def index() -> ResponseReturnValue:
    """List the diagrams and tables of the version that new cases begin on."""
    return render_template("protocol/index.html", deployment=deployments().current())


@bp.get("/diagrams/<process>")
def diagram(process: str) -> ResponseReturnValue:
    """Show a diagram as drawn and as an ordered list, with the counts of cases for who may see them."""
    deployment = _deployment()
    drawn = deployment.version.diagram(process)
    return render_template(
        "protocol/diagram.html",
        deployment=deployment,
        diagram=drawn,
        order=reading_order(drawn),
        counts=_counts(process),
        may_count=access.sees_every_case(g.person.roles),
    )


@bp.get("/diagrams/<process>.bpmn")
def drawing(process: str) -> Response:
    """Return the file of a diagram, as deployed."""
    deployment = _deployment()
    content = deployment.version.files[deployment.version.diagram(process).file]
    return send_file(BytesIO(content), mimetype="application/xml", download_name=f"{process}.bpmn")


@bp.get("/diagrams/<process>/marks")
def marks(process: str) -> ResponseReturnValue:
    """Return what the viewer marks on the diagram, as JSON: how many cases stand where."""
    deployment = _deployment()
    drawn = deployment.version.diagram(process)
    return {
        "xml": url_for(".drawing", process=process, version=deployment.number),
        "flows": [],
        "elements": {
            element: {
                "standing": "late" if count.late else "waiting",
                "label": count.label,
                "count": count.standing,
                "late": count.late,
            }
            for element, count in _counts(drawn.id).items()
        },
    }


def _deployment() -> DeploymentView:
    number = request.args.get("version", type=int)
    return deployments().current() if number is None else deployments().version(number)


def _counts(process: str) -> dict[str, StepCount]:
    if not access.sees_every_case(g.person.roles):
        return {}
    return {
        count.element: count for count in cases().counts(by=g.person.id) if count.process == process
    }


def decision_file(deployment: DeploymentView, decision: str) -> bytes:
    """Return the file that holds a decision, as deployed; NotFoundError where none does."""
    file = deployment.version.model_of(decision).file
    if file not in deployment.version.files:
        raise NotFoundError(decision)
    return deployment.version.files[file]
