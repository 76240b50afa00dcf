"""What a map says in words, and what the viewer in the browser marks on a diagram: the same words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from engine.bpmn.model import Kind
from web.small_numbers import Count, Shown
from web.use_cases.map_views import FlowchartMap, MapFrame, ProcessMap, Stays, StepOnMap

_WAITED_AT = (Kind.USER_TASK, Kind.CATCH_EVENT, Kind.CALL_ACTIVITY, Kind.SUB_PROCESS)


def some(count: Count) -> bool:
    """Say whether a count says that there is something; "under 5" does not."""
    return bool(count.number) or count.shown is Shown.OVER


def times(count: Count) -> str:
    """Return "once", "12 times" or "under 5 times"."""
    return "once" if count.number == 1 else f"{count} times"


def days(number: float) -> str:
    """Return an average number of days: "4.2 days"."""
    return "1 day" if _rounded(number) == "1" else f"{_rounded(number)} days"


def in_cases(cases: Count) -> str:
    """Return "12 cases", "1 case" or "no case"."""
    if cases.number == 0:
        return "no case"
    return "1 case" if cases.number == 1 else f"{cases} cases"


def cases_and_late(cases: Count, late: Count) -> str:
    """Return "12 cases, 3 late", and of none "no case"."""
    return f"{in_cases(cases)}, {late} late" if some(late) else in_cases(cases)


def target_of(stays: Stays) -> str:
    """Return what the protocol asks for: the deadline on average, in words."""
    if not stays.has_target:
        return "no target"
    return "has a target" if stays.target_days is None else f"target {days(stays.target_days)}"


def kept_to(stays: Stays) -> str:
    """Return how many were in time, or of five and more how most were; "" where nothing is known of it."""
    if stays.days is not None:
        return f"{stays.within} of {stays.targeted} in time" if stays.targeted else ""
    return {"over": "most were late", "within": "most were in time", "": ""}[stays.verdict]


def chosen_in_words(frame: MapFrame) -> str:
    """Return what the filters choose; what says nothing chooses nothing."""
    chosen = frame.filters
    first = _month(chosen.first) if chosen.first and "first" not in frame.problems else ""
    last = _month(chosen.last) if chosen.last and "last" not in frame.problems else ""
    when = {
        (True, True): f"from {first} to {last}",
        (True, False): f"from {first} on",
        (False, True): f"to the end of {last}",
        (False, False): "all months",
    }[bool(first), bool(last)]
    of_type = chosen.review_type if "review_type" not in frame.problems else ""
    review = frame.review_types[of_type] if of_type else "all types of review"
    return f"{when}; {review[:1].lower()}{review[1:]}"


def _month(written: str) -> str:
    return f"{date.fromisoformat(f'{written.strip()}-01'):%B %Y}"


def is_waited_at(step: StepOnMap) -> bool:
    """Say whether cases stay at the step at all, and do not only pass it."""
    return step.element.kind in _WAITED_AT


def stays_in_words(step: StepOnMap) -> str:
    """Return how often the step was left, after how long, against what target."""
    stays = step.stays
    if some(stays.times) and not is_waited_at(step):
        return f"Passed {times(stays.times)}."
    return stay_in_words(stays)


def stay_in_words(stays: Stays) -> str:
    """Return how often a step that is waited at was left, after how long, against what target."""
    if not some(stays.times):
        return "" if stays.times.number == 0 else f"Left {times(stays.times)}."
    said = f"Left {times(stays.times)}"
    if stays.days is not None:
        said += f", after {days(stays.days)} on average"
    kept = kept_to(stays)
    return f"{said}; {target_of(stays)}{f', {kept}' if kept else ''}."


def step_in_words(step: StepOnMap) -> str:
    """Return everything that is counted at a step in one text."""
    return " ".join(_sentences(step))


def _sentences(step: StepOnMap) -> Iterator[str]:
    if some(step.cases):
        yield f"{cases_and_late(step.cases, step.late)}."
    if words := stays_in_words(step):
        yield words
    if some(step.departures):
        departed = "1 departure" if step.departures.number == 1 else f"{step.departures} departures"
        yield f"{departed}."


def marks(shown: ProcessMap, xml: str) -> dict[str, Any]:
    """Return what the viewer marks, by element and flow; counts as the reader may see them."""
    return {
        "xml": xml,
        "flows": [],
        "elements": {
            step.element.id: {
                "standing": _standing(step),
                "label": step.name,
                "kind": step.element.kind.value,
                "words": step_in_words(step),
                "badges": list(_badges(step)),
            }
            for step in shown.steps
            if some(step.cases) or step.reached or some(step.departures)
        },
        "numbers": {
            way.flow.id: {"text": str(way.times), "weight": way.weight}
            for step in shown.steps
            for way in step.ways
            if way.weight
        },
    }


def _standing(step: StepOnMap) -> str:
    if step.is_late:
        return "late"
    return "waiting" if some(step.cases) else "passed"


def _badges(step: StepOnMap) -> Iterator[dict[str, str]]:
    if some(step.cases):
        kind = "late" if step.is_late else "waiting"
        yield {"at": "top", "text": cases_and_late(step.cases, step.late), "kind": kind}
    if some(step.stays.times) and is_waited_at(step):
        text = _stay_badge(step.stays)
        if text:
            yield {"at": "bottom", "text": text, "kind": step.stays.verdict or "untold"}
    if some(step.departures):
        yield {"at": "side", "text": f"◆ {step.departures}", "kind": "departed"}


def _stay_badge(stays: Stays) -> str:
    sign = {"over": "▲ ", "within": "✓ ", "": ""}[stays.verdict]
    if stays.days is None:
        return f"{sign}{kept_to(stays)}" if stays.verdict else ""
    if stays.target_days is None:
        return days(stays.days)
    return f"{sign}{_rounded(stays.days)} of {days(stays.target_days)}"


def _rounded(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def boxes(shown: FlowchartMap) -> dict[str, dict[str, str]]:
    """Return what is written at each box of the flowchart: above it, below it, and in full."""
    return {
        box: {
            "standing": _standing(step) if some(step.cases) or step.reached else "ahead",
            "above": cases_and_late(step.cases, step.late) if some(step.cases) else "",
            "below": _below(step),
            "verdict": step.stays.verdict,
            "words": step_in_words(step),
        }
        for box, step in shown.steps.items()
    }


def _below(step: StepOnMap) -> str:
    if not some(step.stays.times):
        return ""
    if is_waited_at(step) and (text := _stay_badge(step.stays)):
        return text
    return times(step.stays.times)
