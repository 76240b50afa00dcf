"""The small folder with the diagram of the protocol that decides on corrections, or without one."""

from pathlib import Path

from engine.deployment import Files, read_folder
from tests.store.office import SMALL

_ROOT = Path(__file__).parents[2]
_OF_CORRECTIONS = (
    "workflows/correction.bpmn",
    "workflows/messages/correction_decided.md",
    "forms/correction/correction_proposed.form",
    "forms/correction/decide_correction.form",
)
_TRIAGE = b'<bpmn:userTask id="triage" name="Triage">'
_CLAUSE = b'<zeebe:property name="clause" value="S-01" />'


def small() -> dict[str, bytes]:
    """Return the small folder, in which triage decides and nobody decides on corrections."""
    files = dict(read_folder(SMALL))
    before, triage, after = files["workflows/small_incident.bpmn"].partition(_TRIAGE)
    decides = _CLAUSE + b'<zeebe:property name="decides" value="yes" />'
    files["workflows/small_incident.bpmn"] = before + triage + after.replace(_CLAUSE, decides, 1)
    return files


def deciding(files: Files) -> dict[str, bytes]:
    """Return the files with the diagram that decides on corrections."""
    protocol = read_folder(_ROOT)
    found = {**files, **{path: protocol[path] for path in _OF_CORRECTIONS}}
    found["workflows/settings.yaml"] = files["workflows/settings.yaml"].replace(
        b"settings:\n",
        b"settings:\n  prompt_step_working_days: {value: 2, unit: working days, source: invented}\n",
        1,
    )
    found["workflows/clauses.yaml"] = files["workflows/clauses.yaml"] + (
        b"G-05: {section: Invented, actor: Everybody, requirement: Slips are corrected.}\n"
    )
    return found
