"""Which steps decide, and the process that decides on corrections."""

from tests.engine.gate.tiny_diagrams import INCIDENT, WITHDRAWAL
from tests.engine.gate.trap import Trap

_TRIAGE = '<zeebe:property name="clause" value="N-01, T-01" />'
_AGAIN = '<zeebe:property name="again" value="yes" />'
_PROPOSED = '<zeebe:property name="correction" value="proposed" />'
_ENDS = '<zeebe:property name="ends" value="case" />'

TRAPS = (
    Trap(
        "a step that is said not to decide",
        "decides_misplaced",
        "triage",
        INCIDENT,
        _TRIAGE,
        f'{_TRIAGE}<zeebe:property name="decides" value="no" />',
    ),
    Trap(
        "an end that accepts a correction where none is decided on",
        "correction_misplaced",
        "withdrawn",
        WITHDRAWAL,
        _ENDS,
        f'{_ENDS}<zeebe:property name="correction" value="accepted" />',
    ),
    Trap(
        "a process for corrections that cannot accept one",
        "correction_undecided",
        "withdrawal_asked",
        WITHDRAWAL,
        _AGAIN,
        _AGAIN + _PROPOSED,
        offers='"accepted"',
    ),
    Trap(
        "a process for corrections with an end that says nothing of it",
        "correction_unsettled",
        "goes_on",
        WITHDRAWAL,
        _AGAIN,
        _AGAIN + _PROPOSED,
    ),
    Trap(
        "a process for corrections that begins with another question",
        "correction_form",
        "withdrawal_asked",
        WITHDRAWAL,
        _AGAIN,
        _AGAIN + _PROPOSED,
    ),
    Trap(
        "a process for corrections that offers to accept what cannot take effect",
        "correction_unread",
        "withdrawal_asked",
        WITHDRAWAL,
        _AGAIN,
        _AGAIN + _PROPOSED,
        offers="offer.",
    ),
)
