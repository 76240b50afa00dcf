"""The refusals of the gate as a document that people read: docs/what-a-diagram-may-contain.md prints it."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.gate_process import MOST_ELEMENTS
from engine.bpmn.refusals import SECTIONS
from engine.bpmn.refusals.refusal import Refusal

# What the gate fills in when it meets the thing itself.
_GENERAL: Final[Mapping[str, str]] = {
    "{instead}.": "what the refusal names: the nearest thing that exists.",
    "correct it at column {column}.": "correct it at the column that is named.",
    "give it {expected}.": "give it as many as it takes.",
    "use {expected}.": "use a value of the kind that is named.",
    "write a formula that yields {expected}.": "write a formula that yields what is named.",
    "ask for {wanted}.": "ask for what is named.",
    'give it the id "{expected}".': "give it the id of its task.",
    'choose a linked form with the id "{id}".': "choose a linked form with the id of the task.",
    "write the form{near}.": "write the form.",
    'name it "{process}".': "name it as the process.",
}


def refusals_as_markdown() -> str:
    """Return one table for each group of refusals: what is drawn, why it is refused, what to do instead."""
    parts = []
    for heading, refusals in SECTIONS.items():
        rows = [_row(refusal) for refusal in refusals.values()]
        head = ["| Drawn or written | Why it is refused | Instead |", "| --- | --- | --- |"]
        parts.append("\n".join([f"### {heading}", "", *head, *rows]))
    return "\n\n".join(parts) + "\n"


def _row(refusal: Refusal) -> str:
    instead = _GENERAL.get(refusal.instead, refusal.instead)
    cells = (refusal.drawn, refusal.why, instead[:1].upper() + instead[1:])
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("{limit}", str(MOST_ELEMENTS)).replace("|", "\\|").replace("<", "\\<")
