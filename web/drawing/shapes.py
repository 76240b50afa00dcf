"""The shapes of elements in a drawing: outline, sign and the words inside."""

from typing import Final

from engine.bpmn.model import Bounds, Element, Kind
from web.drawing.icons import INK, call_icon, event_icon, gateway_icon, loop_icon, task_icon
from web.drawing.marks import STYLES, Mark
from web.drawing.words import block, broken, height_of, number

INSIDE: Final = 12.0


def outline(element: Element, bounds: Bounds, mark: Mark | None) -> str:
    """Return the outline of an element, as its mark has it."""
    style = STYLES[mark.standing] if mark and mark.standing else None
    line, fill = (style.line, style.fill) if style else (INK, "#fff")
    thick = max(style.thick if style else 0, _thickness(element.kind))
    dashes = style.dashes if style else ""
    if element.kind.is_gateway:
        return _diamond(bounds, line, fill, thick, dashes)
    if element.kind.is_event:
        return _circles(element, bounds, line, fill, thick, dashes)
    return rect(bounds, fill=fill, line=line, thick=thick, dashes=dashes, round_by=10)


def _thickness(kind: Kind) -> float:
    return {Kind.END_EVENT: 4.0, Kind.CALL_ACTIVITY: 4.0}.get(kind, 1.8)


def inside(element: Element, bounds: Bounds) -> str:
    """Return the sign and words inside the outline of an element."""
    x, y = bounds.x + bounds.width / 2, bounds.y + bounds.height / 2
    if element.kind.is_gateway:
        return gateway_icon(element.kind, x, y)
    if element.kind.is_event:
        return event_icon(element, x, y, bounds.width / 2)
    foot = bounds.y + bounds.height
    drawn = task_icon(element.kind, bounds.x, bounds.y)
    calls, loops = element.kind is Kind.CALL_ACTIVITY, element.loop
    if calls:
        drawn += call_icon(x - (10 if loops else 0), foot)
    if loops is not None:
        drawn += loop_icon(x + (10 if calls else 0), foot, sequential=loops.sequential)
    lines = broken(element.label or "", bounds.width - 12, INSIDE)
    if element.kind is Kind.SUB_PROCESS:
        return drawn + block(lines, x, bounds.y + 6, INSIDE)
    return drawn + block(lines, x, y - height_of(lines, INSIDE) / 2, INSIDE)


def rect(
    bounds: Bounds,
    *,
    fill: str,
    line: str = INK,
    thick: float,
    dashes: str = "",
    round_by: float = 0,
) -> str:
    """Return a box."""
    corners = f' rx="{number(round_by)}"' if round_by else ""
    return (
        f'<rect x="{number(bounds.x)}" y="{number(bounds.y)}" width="{number(bounds.width)}"'
        f' height="{number(bounds.height)}"{corners} fill="{fill}"{_stroke(line, thick, dashes)}/>'
    )


def _diamond(bounds: Bounds, line: str, fill: str, thick: float, dashes: str) -> str:
    x, y = bounds.x + bounds.width / 2, bounds.y + bounds.height / 2
    corners = (x, bounds.y), (bounds.x + bounds.width, y), (x, bounds.y + bounds.height)
    points = " ".join(f"{number(a)},{number(b)}" for a, b in (*corners, (bounds.x, y)))
    return f'<polygon points="{points}" fill="{fill}"{_stroke(line, thick, dashes)}/>'


def _circles(
    element: Element, bounds: Bounds, line: str, fill: str, thick: float, dashes: str
) -> str:
    """Return the circle of an event, two of one in the middle; broken where it interrupts nothing."""
    radius = bounds.width / 2
    at = f'cx="{number(bounds.x + radius)}" cy="{number(bounds.y + radius)}"'
    twice = element.kind in (Kind.CATCH_EVENT, Kind.THROW_EVENT, Kind.BOUNDARY_EVENT)
    if element.kind is Kind.BOUNDARY_EVENT and not element.interrupting:
        dashes = "5 3"
    drawn = f'<circle {at} r="{number(radius)}" fill="{fill}"{_stroke(line, thick, dashes)}/>'
    if twice:
        inner = number(radius - 2 - thick / 2)
        drawn += f'<circle {at} r="{inner}" fill="none"{_stroke(line, 1.4, dashes)}/>'
    return drawn


def _stroke(line: str, thick: float, dashes: str) -> str:
    broken_by = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f' stroke="{line}" stroke-width="{number(thick)}"{broken_by}'
