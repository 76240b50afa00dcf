"""Every refusal of the gate in words, by what it concerns.

docs/what-a-diagram-may-contain.md prints these tables, so that what owners read is what the gate does.
"""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.answers import ANSWERS
from engine.bpmn.refusals.beginnings import BEGINNINGS
from engine.bpmn.refusals.calls import CALLS
from engine.bpmn.refusals.corrections import CORRECTIONS
from engine.bpmn.refusals.decisions import DECISIONS
from engine.bpmn.refusals.departures import DEPARTURES
from engine.bpmn.refusals.elements import ELEMENTS
from engine.bpmn.refusals.events import EVENTS
from engine.bpmn.refusals.figures import FIGURES
from engine.bpmn.refusals.flows import FLOWS
from engine.bpmn.refusals.formulas import FORMULAS
from engine.bpmn.refusals.notices import NOTICES
from engine.bpmn.refusals.process import PROCESS
from engine.bpmn.refusals.refusal import Refusal
from engine.bpmn.refusals.registers import REGISTERS
from engine.bpmn.refusals.user_tasks import USER_TASKS
from engine.bpmn.refusals.written import WRITTEN

SECTIONS: Final[Mapping[str, Mapping[str, Refusal]]] = {
    "Elements": ELEMENTS,
    "What is written on an element": WRITTEN,
    "The process, its lanes and names": PROCESS,
    "What people are asked to do": USER_TASKS,
    "Decisions and fields of the case": DECISIONS,
    "Called processes and multi-instance": CALLS,
    "Events and messages": EVENTS,
    "Notices": NOTICES,
    "What people begin on a case": BEGINNINGS,
    "Corrections": CORRECTIONS,
    "Flows": FLOWS,
    "Formulas": FORMULAS,
    "Forms and facts": ANSWERS,
    "Registers": REGISTERS,
    "Departures": DEPARTURES,
    "Annual report": FIGURES,
}
REFUSALS: Final[Mapping[str, Refusal]] = {
    code: refusal for section in SECTIONS.values() for code, refusal in section.items()
}
