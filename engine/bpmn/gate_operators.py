"""What FEEL makes of values of given kinds: sums and differences, and the parts that dates have."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.gate_types import DURATION, NUMBER, TEXT, Plain, Type

# Parts that dates, times and durations have of themselves.
OWN_PARTS: Final[Mapping[str, frozenset[str]]] = {
    "date": frozenset({"year", "month", "day", "weekday"}),
    "date and time": frozenset(
        {"year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone"}
    ),
    "time": frozenset({"hour", "minute", "second", "time offset", "timezone"}),
    "duration": frozenset({"years", "months", "days", "hours", "minutes", "seconds"}),
}

# By the kind on the left, the operator and the kind on the right; what is not here is null.
SUMS: Final[Mapping[tuple[str, str, str], Type]] = {
    **{("number", operator, "number"): NUMBER for operator in ("+", "-", "*", "/", "**")},
    ("text", "+", "text"): TEXT,
    **{
        (kind, operator, "duration"): Plain(kind)
        for kind in ("date", "date and time", "time", "duration")
        for operator in ("+", "-")
    },
    **{("duration", "+", kind): Plain(kind) for kind in ("date", "date and time", "time")},
    **{
        (kind, "-", other): DURATION
        for kind in ("date", "date and time")
        for other in ("date", "date and time")
    },
    ("time", "-", "time"): DURATION,
    ("duration", "*", "number"): DURATION,
    ("number", "*", "duration"): DURATION,
    ("duration", "/", "number"): DURATION,
    ("duration", "/", "duration"): NUMBER,
}
