"""A version: all that is deployed together, read and ready to be run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.annual.definition import Figure
from engine.bpmn.model import CORRECTION, PROPOSED, Diagram, Element, Trigger
from engine.clauses import Clause
from engine.departures.definition import Rule
from engine.dmn import Model
from engine.documents.template import Template
from engine.errors import NotFoundError
from engine.forms import Form
from engine.messages import MessageText
from engine.registers import Register
from engine.settings import Settings

Files = Mapping[str, bytes]
"""The files of a folder: path relative to it, with forward slashes, to content."""


@dataclass(frozen=True, slots=True)
class Version:
    """Everything that is deployed together; the same files give the same ``digest``.

    ``diagrams`` are by process id, ``models`` (DMN) and ``messages`` by file name without its ending,
    ``forms`` by (process id, element id), ``clauses`` by clause id, ``documents`` (templates) by file name
    without its ending, ``registers``, ``departures`` (what counts as one) and ``figures`` (of the annual
    report) by key.
    ``files`` are the bytes as deployed.
    ``unreadable`` names files that could not be read: none in a version that was built, some in one that
    is being checked, so that the gate does not refuse a second time what hangs on them.
    """

    digest: str
    files: Files = field(repr=False)
    diagrams: Mapping[str, Diagram]
    models: Mapping[str, Model]
    forms: Mapping[tuple[str, str], Form]
    messages: Mapping[str, MessageText]
    settings: Settings
    clauses: Mapping[str, Clause]
    documents: Mapping[str, Template] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    departures: Mapping[str, Rule] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()

    def diagram(self, process: str) -> Diagram:
        """Return the diagram of the process, or raise NotFoundError."""
        if process not in self.diagrams:
            raise NotFoundError(f"no process {process}")
        return self.diagrams[process]

    def diagram_of(self, element: Element) -> Diagram:
        """Return the diagram that the element stands in."""
        return self.diagram(element.process)

    def element(self, process: str, element_id: str) -> Element:
        """Return the element, or raise NotFoundError."""
        elements = self.diagram(process).elements
        if element_id not in elements:
            raise NotFoundError(f"no element {element_id} in {process}")
        return elements[element_id]

    def form_of(self, element: Element) -> Form | None:
        """Return the form of a user task, or of the start event that has one."""
        return self.forms.get((element.process, element.id)) if element.form else None

    def model_of(self, decision: str) -> Model:
        """Return the DMN model that holds the decision, or raise NotFoundError."""
        for model in self.models.values():
            if decision in model.decisions:
                return model
        raise NotFoundError(f"no decision {decision}")

    def started_by_message(self, message: str) -> Diagram | None:
        """Return the diagram whose start event takes the message of that name."""
        for diagram in self.diagrams.values():
            for start in diagram.start_events():
                if start.message is not None and start.message.name == message:
                    return diagram
        return None

    def begun_on_cases(self) -> Mapping[str, Element]:
        """Return the processes that people begin on a case: each start event by the process."""
        return {
            diagram.id: start
            for diagram in self.diagrams.values()
            for start in diagram.start_events()
            if start.beginning is not None and CORRECTION not in start.properties
        }

    def decides_on_corrections(self) -> Element | None:
        """Return the start event of the process that decides on corrections, or None without one."""
        for diagram in self.diagrams.values():
            for start in diagram.start_events():
                if start.properties.get(CORRECTION) == PROPOSED:
                    return start
        return None

    def startable_by_people(self) -> tuple[Diagram, ...]:
        """Return the diagrams by whose form a person begins a case."""
        return tuple(
            diagram
            for diagram in self.diagrams.values()
            if any(start.form and start.trigger is Trigger.NONE for start in diagram.start_events())
        )
