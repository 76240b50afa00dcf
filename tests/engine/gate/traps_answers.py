"""Questions and facts that do not fit each other."""

from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.tiny_folder import SETTINGS
from tests.engine.gate.trap import Trap

_TRIAGE = "forms/incident/triage.form"
_NOTIFIED = "forms/incident/incident_notified.form"
_ASKED = '"schemaVersion": 18,\n "components": ['


def _file(megabytes: str) -> str:
    """Return a question for a file."""
    return (
        '{"type": "filepicker", "key": "report", "label": "Report",'
        f' "properties": {{"megabytes": "={megabytes}"}}}},'
    )


TRAPS = (
    Trap(
        "a question that sets a fact nobody knows",
        "unknown_fact",
        "facts.outcom",
        _NOTIFIED,
        '"key": "outcome"',
        '"key": "outcom"',
        offers='"outcome"',
    ),
    Trap(
        "a question that offers a value the fact does not have",
        "fact_value",
        "facts.outcome",
        _NOTIFIED,
        '"value": "died"',
        '"value": "deceased"',
    ),
    Trap(
        "a choice that sets a date of the case",
        "fact_kind",
        "case.triage_due",
        _NOTIFIED,
        '"path": "facts"',
        '"path": "case"',
        swap=('"key": "outcome"', '"key": "triage_due"'),
    ),
    Trap(
        "a file that may be larger than can be held",
        "file_size",
        "report",
        _TRIAGE,
        _ASKED,
        _ASKED + _file("100"),
    ),
    Trap(
        "a file asked for before there is a task",
        "file_without_task",
        "report",
        _NOTIFIED,
        _ASKED,
        _ASKED + _file("2"),
    ),
    Trap(
        "a form that no task shows",
        "form_without_task",
        "hear",
        INCIDENT,
        'id="hear" name="Hear the family"',
        'id="listen" name="Hear the family"',
    ),
    Trap(
        "a default of a fact nobody knows",
        "unknown_fact",
        "facts.defaults.outcom",
        SETTINGS,
        "{outcome: unknown, abuse: unknown}",
        "{outcom: unknown, abuse: unknown}",
        offers='"outcome"',
    ),
    Trap(
        "a default that the fact does not have",
        "fact_value",
        "facts.defaults.outcome",
        SETTINGS,
        "{outcome: unknown, abuse: unknown}",
        "{outcome: unknwon, abuse: unknown}",
        offers='"unknown"',
    ),
    Trap(
        "a fact without a default",
        "no_default_fact",
        "facts.defaults",
        SETTINGS,
        "{outcome: unknown, abuse: unknown}",
        "{outcome: unknown}",
    ),
    Trap(
        "facts of an unknown type",
        "unknown_type",
        "facts.type",
        SETTINGS,
        "type: tFacts",
        "type: tFakts",
    ),
)
