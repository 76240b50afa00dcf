"""The clauses of the protocol for everyone signed in: what carries each, what shows it, what is missing."""

from typing import Final

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.flowchart import APPENDIX_2, read_flowchart
from engine.tracing.carriers import Carrier, Sort
from engine.tracing.citations import Proof
from engine.tracing.taking_away import words_for
from engine.tracing.trace import MOST_STATEMENTS
from web.flowchart_drawing import BOX_HEIGHT, BOX_WIDTH, draw
from web.services import deployments
from web.tracing import trace_of

bp = Blueprint("clauses", __name__, url_prefix="/protocol")

_ORDER: Final = tuple(Sort)
_CASES: Final = (Proof.SCENARIO, Proof.EXAMPLE, Proof.TEST)


@bp.get("/clauses")
def index() -> ResponseReturnValue:
    """List every clause, or those of a section, or those that lack something."""
    deployment = deployments().current()
    found = trace_of(deployment.version)
    sections = list(dict.fromkeys(each.clause.section for each in found.clauses))
    section = request.args.get("section", "")
    only_gaps = request.args.get("gaps") == "yes"
    shown = [
        each
        for each in found.clauses
        if section in ("", each.clause.section) and (each.gaps or not only_gaps)
    ]
    return render_template(
        "clauses/index.html",
        deployment=deployment,
        found=found,
        lacking=sum(1 for each in found.clauses if each.gaps),
        most_statements=MOST_STATEMENTS,
        sections=sections,
        section=section,
        only_gaps=only_gaps,
        shown=shown,
        sorts=_ORDER,
    )


@bp.get("/clauses/<clause>")
def show(clause: str) -> ResponseReturnValue:
    """Show one clause with everything that carries it and that shows it."""
    deployment = deployments().current()
    found = trace_of(deployment.version)
    if clause not in found.by_id:
        abort(404)
    return render_template(
        "clauses/show.html",
        deployment=deployment,
        traced=found.by_id[clause],
        sorts=_ORDER,
        proofs=_CASES,
        words_for=words_for,
        link=_link,
    )


@bp.get("/clauses/without")
def without() -> ResponseReturnValue:
    """List the parts that cite no clause, diagram by diagram."""
    deployment = deployments().current()
    found = trace_of(deployment.version)
    by_file: dict[str, list[Carrier]] = {}
    for part in found.uncited:
        by_file.setdefault(part.file, []).append(part)
    return render_template(
        "clauses/without.html", deployment=deployment, by_file=by_file, link=_link
    )


@bp.get("/appendix-2")
def flowchart() -> ResponseReturnValue | Response:
    """Show the flowchart of Appendix 2, each box with its clauses and its element."""
    deployment = deployments().current()
    version = deployment.version
    if APPENDIX_2 not in version.files:
        abort(404)
    chart = read_flowchart(version.files[APPENDIX_2], file=APPENDIX_2)
    return render_template(
        "clauses/flowchart.html",
        deployment=deployment,
        chart=chart,
        drawing=draw(chart),
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
    )


def _link(carrier: Carrier) -> str | None:
    """Return where the carrier is read; None for what has no page of its own."""
    match carrier.sort:
        case Sort.ELEMENT | Sort.NOTICE:
            page = url_for("protocol.diagram", process=carrier.place)
            return f"{page}#step-{carrier.id}"
        case Sort.QUESTION | Sort.TEXT:
            process, _, element = carrier.place.partition("/")
            return f"{url_for('protocol.diagram', process=process)}#step-{element}"
        case Sort.ROW:
            return f"{url_for('tables.show', decision=carrier.place)}#row-{carrier.rule}"
        case Sort.ACCESS:
            return url_for("who_sees_what.show")
    return None
