"""Cases: those I may see, one of them on its diagram, and its audit trail."""

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.compliance.standing import Status
from engine.errors import NotFoundError
from web import access
from web.pages.case_diagram import case_diagram, chosen_drawing, drawings_of, for_the_viewer
from web.services import cases, clock, compliance, departures, documents
from web.use_cases.case_list_views import CaseFilters

bp = Blueprint("cases", __name__, url_prefix="/cases")

PAGE = 25
STATUSES = {"open": "Open", "closed": "Closed", "all": "Open and closed"}


@bp.get("")
def index() -> ResponseReturnValue:
    """List the cases this person may see: where each stands, and nothing personal."""
    status = request.args.get("status", "open")
    filters = CaseFilters(
        status=status if status in STATUSES else "open",  # type: ignore[arg-type]
        reference=request.args.get("reference", "").strip(),
        late=request.args.get("late") == "yes",
        after=request.args.get("after"),
        limit=PAGE,
    )
    return render_template(
        "cases/index.html",
        found=cases().cases(filters, by=g.person.id),
        filters=filters,
        statuses=STATUSES,
    )


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    """Show one case: where it is, what was done, why it was decided so, and what was entered."""
    case = cases().case(reference, by=g.person.id)
    shelf = documents().shelf(reference, by=g.person.id)
    drawings = drawings_of(case)
    if not drawings:
        departed = departures().of_case(reference, by=g.person.id)
        return render_template("cases/status.html", case=case, shelf=shelf, departures=departed)
    chosen = chosen_drawing(case, request.args.get("process", ""), _run()) or drawings[0]
    departed = departures().of_case(reference, by=g.person.id)
    return render_template(
        "cases/show.html",
        case=case,
        shelf=shelf,
        drawings=drawings,
        diagram=case_diagram(case, chosen, now=clock().now(), departures=departed),
        departures=departed,
        compliance=compliance().of_case(case),
        statuses=tuple(Status),
        sees_every_case=access.sees_every_case(g.person.roles),
        reads_map=access.READS_MAP,
    )


@bp.get("/<reference>/audit")
def audit(reference: str) -> ResponseReturnValue:
    """Show the audit trail of a case, event by event."""
    return render_template("cases/audit.html", case=cases().case(reference, by=g.person.id))


@bp.get("/<reference>/diagrams/<process>")
def diagram(reference: str, process: str) -> ResponseReturnValue:
    """Return what the viewer marks on one diagram of the case, as JSON."""
    case = cases().case(reference, by=g.person.id)
    chosen = chosen_drawing(case, process, _run())
    if chosen is None:
        raise NotFoundError(process)
    departed = departures().of_case(reference, by=g.person.id)
    drawn = case_diagram(case, chosen, now=clock().now(), departures=departed)
    address = url_for("protocol.drawing", process=process, version=drawn.deployment)
    return for_the_viewer(drawn, address)


def _run() -> int | None:
    """Return which process instance of the case is asked for, if one is."""
    return request.args.get("run", type=int)
