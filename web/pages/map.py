"""The protocol as a map: an overview, a page for each diagram and for Appendix 2, and the cases at a step."""

from typing import Any, Final

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web import access
from web.flowchart_drawing import BOX_HEIGHT, BOX_WIDTH, draw
from web.pages import map_marks
from web.services import protocol_map
from web.sign_in import needs_role
from web.use_cases.map_views import MapFilters

bp = Blueprint("map", __name__, url_prefix="/map")

FILTERS: Final = ("first", "last", "type", "version")
_reads = needs_role(*access.READS_MAP)
_opens = needs_role(*access.DUTIES[access.SEES_EXACT_COUNTS])


@bp.get("")
@_reads
def index() -> ResponseReturnValue:
    """Show all diagrams with the cases on them, and each step at which cases stand."""
    found = protocol_map().overview(_filters(), by=g.person.id)
    return render_template("map/index.html", found=found, frame=found.frame, **_words())


@bp.get("/<process>")
@_reads
def show(process: str) -> ResponseReturnValue:
    """Show one diagram as a map, and the same as a table."""
    found = protocol_map().process(process, _filters(), by=g.person.id)
    return render_template("map/show.html", found=found, frame=found.frame, **_words())


@bp.get("/<process>/marks")
@_reads
def marks(process: str) -> ResponseReturnValue:
    """Return what the viewer marks on the diagram, as JSON."""
    found = protocol_map().process(process, _filters(), by=g.person.id)
    xml = url_for("protocol.drawing", process=process, version=found.number)
    return map_marks.marks(found, xml)


@bp.get("/appendix-2")
@_reads
def flowchart() -> ResponseReturnValue:
    """Show the flowchart of Appendix 2 as a map, and the same as a table."""
    found = protocol_map().flowchart(_filters(), by=g.person.id)
    return render_template(
        "map/flowchart.html",
        found=found,
        frame=found.frame,
        drawing=draw(found.chart),
        boxes=map_marks.boxes(found),
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        **_words(),
    )


@bp.get("/<process>/steps/<element>")
@_opens
def step(process: str, element: str) -> ResponseReturnValue:
    """List the cases that stand at a step."""
    found = protocol_map().cases_at(
        process,
        element,
        _filters(),
        by=g.person.id,
        late=request.args.get("late") == "yes",
        after=request.args.get("after"),
    )
    return render_template("map/step.html", found=found, frame=found.frame, **_words())


def _filters() -> MapFilters:
    return MapFilters(
        first=request.args.get("first", ""),
        last=request.args.get("last", ""),
        review_type=request.args.get("type", ""),
        version=request.args.get("version", type=int),
    )


def _words() -> dict[str, Any]:
    """Return what the templates of the map say things with; `chosen` is what links keep."""
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return {"say": map_marks, "chosen": chosen}
