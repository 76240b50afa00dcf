"""Decision tables for everyone signed in: how they stand, what the analysis found, and what they answer."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.decide import Answer, Refusal, decide
from engine.dmn.boxed import HitPolicy
from engine.dmn.model import BusinessKnowledge, Decision
from web.pages.protocol import decision_file
from web.services import deployments
from web.tables.asking import cannot_be_asked, fields, given, tables_of
from web.tables.explaining import explained
from web.tables.findings import Mark
from web.tables.sheets import Owner, answer_marks, drawn_marks, owner, owners
from web.use_cases.deployment_views import DeploymentView

bp = Blueprint("tables", __name__, url_prefix="/protocol/tables")

_POLICY_WORDS: Final[Mapping[HitPolicy, str]] = {
    "UNIQUE": "Exactly one row answers.",
    "FIRST": "The first row that fits answers.",
    "ANY": "Any row that fits answers; all that fit say the same.",
    "PRIORITY": "Of the rows that fit, the one whose answer ranks highest answers.",
    "COLLECT": "Every row that fits answers.",
    "RULE ORDER": "Every row that fits answers, in the order of the table.",
    "OUTPUT ORDER": "Every row that fits answers, the highest answer first.",
}
_REFERENCE: Final = re.compile(r"SI-\d{4}-\d{4,9}")


@bp.get("")
def index() -> ResponseReturnValue:
    """List every decision with one line of what the analysis found."""
    deployment = _deployment()
    return render_template(
        "tables/index.html",
        deployment=deployment,
        asked_version=_asked_version(),
        owners=list(owners(deployment.version)),
    )


@bp.get("/<decision>")
def show(decision: str) -> ResponseReturnValue:
    """Show one decision: what it reads, what was found in its table, and the table itself."""
    return table_page(_deployment(), decision, entered=None)


@bp.post("/<decision>")
def ask(decision: str) -> ResponseReturnValue:
    """Answer the values that were entered, and say why; nothing of them is kept or logged."""
    return table_page(_deployment(), decision, entered=request.form.to_dict())


@bp.get("/<decision>.dmn")
def file(decision: str) -> Response:
    """Return the file that holds the decision, as deployed."""
    content = decision_file(_deployment(), decision)
    return send_file(BytesIO(content), mimetype="application/xml", download_name=f"{decision}.dmn")


def table_page(
    deployment: DeploymentView, decision: str, *, entered: dict[str, str] | None
) -> ResponseReturnValue:
    """Return the page of a decision of a version; with what was entered, answered or refused (422)."""
    version = deployment.version
    shown = owner(version, decision)
    asked = shown.decision is not None
    composed = cannot_be_asked(version, decision) if asked else ()
    outcome = None
    if entered is not None and asked and not composed:
        outcome = decide(tables_of(version), decision, given(version, decision, entered))
    refused = outcome.why if isinstance(outcome, Refusal) else ()
    steps = explained(version, outcome) if isinstance(outcome, Answer) else ()
    marks = answer_marks(steps[-1] if steps else None)
    page = render_template(
        "tables/show.html",
        deployment=deployment,
        asked_version=_asked_version(),
        policy_words=_POLICY_WORDS,
        owner=shown,
        required=_required(shown),
        asked=asked,
        composed=composed,
        fields=fields(version, decision, entered, refused) if asked and not composed else (),
        refused=refused,
        steps=steps,
        answer_marks=marks,
        drawing=_drawing(deployment, shown, marks),
        case=_case(),
    )
    return page, 422 if refused else 200


def _drawing(
    deployment: DeploymentView, shown: Owner, marks: Mapping[str, Mark]
) -> dict[str, object] | None:
    if not shown.is_drawn:
        return None
    xml = url_for("tables.file", decision=shown.id, version=deployment.number)
    return {"xml": xml, "decision": shown.id, **drawn_marks(shown.sheets[0], marks)}


def _required(shown: Owner) -> dict[str, str]:
    """Return the labels of what is asked first, by id."""
    requires, model = shown.of.requires, shown.model
    found: list[Decision | BusinessKnowledge] = [
        model.decisions[one] for one in requires.decisions if one in model.decisions
    ]
    found += [model.knowledge[one] for one in requires.knowledge if one in model.knowledge]
    return {each.id: each.label or each.name for each in found}


def _deployment() -> DeploymentView:
    number = _asked_version()
    return deployments().current() if number is None else deployments().version(number)


def _asked_version() -> int | None:
    return request.args.get("version", type=int)


def _case() -> str | None:
    """Return the reference of the case that the reader came from."""
    reference = request.args.get("case", "")
    return reference if _REFERENCE.fullmatch(reference) else None
