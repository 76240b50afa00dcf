"""The small signs inside shapes: what kind of task, what an event waits for or does, what a gateway asks."""

from typing import Final

from engine.bpmn.model import Element, Kind, Trigger
from web.drawing.words import number

INK: Final = "#22242a"


def task_icon(kind: Kind, x: float, y: float) -> str:
    """Return the sign of the kind of task, in the upper left corner of its box; "" for one without."""
    sign = _TASKS.get(kind, "")
    return _at(x + 7, y + 7, sign) if sign else ""


def event_icon(element: Element, x: float, y: float, radius: float) -> str:
    """Return the sign of what an event waits for (in outline) or does (filled), around its middle."""
    if element.trigger is Trigger.NONE:
        return ""
    does = element.kind in (Kind.END_EVENT, Kind.THROW_EVENT)
    return _at(x, y, _TRIGGERS[element.trigger, does], scale=radius / 18)


def gateway_icon(kind: Kind, x: float, y: float) -> str:
    """Return the sign of a gateway, around its middle."""
    return _at(x, y, _GATEWAYS.get(kind, ""))


def loop_icon(x: float, foot: float, *, sequential: bool) -> str:
    """Return the three strokes of an activity that is done once for each of several, above its foot."""
    strokes = "M-6 -3H6M-6 1H6M-6 5H6" if sequential else "M-4 -5V5M0 -5V5M4 -5V5"
    return _at(x, foot - 11, f'<path d="{strokes}" stroke="{INK}" stroke-width="2.4"/>')


def call_icon(x: float, foot: float) -> str:
    """Return the plus in a box of an activity that runs another diagram, above its foot."""
    return _at(
        x,
        foot - 10,
        f'<path d="M-7 -7H7V7H-7ZM0 -4.5V4.5M-4.5 0H4.5" fill="none" stroke="{INK}" stroke-width="1.5"/>',
    )


def _at(x: float, y: float, sign: str, *, scale: float = 1) -> str:
    size = "" if scale == 1 else f" scale({number(scale)})"
    return f'<g transform="translate({number(x)} {number(y)}){size}">{sign}</g>'


_PEN: Final = f'fill="none" stroke="{INK}" stroke-width="1.4" stroke-linejoin="round"'
_TASKS: Final = {
    Kind.USER_TASK: f'<circle cx="8" cy="5" r="4.2" {_PEN}/><path d="M0 18c0-10 16-10 16 0z" {_PEN}/>',
    Kind.SEND_TASK: f'<path d="M0 1H19V14H0Z" fill="{INK}"/>'
    '<path d="M0.5 1.5L9.5 8.5L18.5 1.5" fill="none" stroke="#fff" stroke-width="1.6"/>',
    Kind.RECEIVE_TASK: f'<path d="M0 1H19V14H0ZM0 1L9.5 8.5L19 1" {_PEN}/>',
    Kind.BUSINESS_RULE_TASK: f'<path d="M0 1H20V5H0Z" fill="{INK}"/>'
    f'<path d="M0 1H20V15H0ZM0 5H20M0 10H20M7 5V15" {_PEN}/>',
}
_CLOCK: Final = f'<circle r="10" {_PEN}/><path d="M0 -7V0L5 2" {_PEN}/>'
_TRIGGERS: Final = {
    (Trigger.TIMER, False): _CLOCK,
    (Trigger.TIMER, True): _CLOCK,
    (Trigger.MESSAGE, False): f'<path d="M-9 -6H9V6H-9ZM-9 -6L0 1L9 -6" {_PEN}/>',
    (Trigger.MESSAGE, True): f'<path d="M-9 -6H9V6H-9Z" fill="{INK}"/>'
    '<path d="M-8.5 -5.5L0 1L8.5 -5.5" fill="none" stroke="#fff" stroke-width="1.5"/>',
    (Trigger.ESCALATION, False): f'<path d="M0 -9L6 8L0 2L-6 8Z" {_PEN}/>',
    (Trigger.ESCALATION, True): f'<path d="M0 -9L6 8L0 2L-6 8Z" fill="{INK}"/>',
}
_GATEWAYS: Final = {
    Kind.EXCLUSIVE_GATEWAY: f'<path d="M-6 -8L6 8M6 -8L-6 8" stroke="{INK}" stroke-width="3.4"/>',
    Kind.PARALLEL_GATEWAY: f'<path d="M0 -11V11M-11 0H11" stroke="{INK}" stroke-width="3.4"/>',
    Kind.INCLUSIVE_GATEWAY: f'<circle r="11" fill="none" stroke="{INK}" stroke-width="2.8"/>',
    Kind.EVENT_BASED_GATEWAY: f'<circle r="13" {_PEN}/><circle r="10.5" {_PEN}/>'
    f'<path d="M0 -7L7 -2L4 6H-4L-7 -2Z" {_PEN}/>',
}
