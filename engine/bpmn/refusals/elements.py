"""What BPMN has and the dialect does not."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import IGNORED, Refusal

_NO_CODE: Final = "A diagram holds no code: what it decides must be readable by everyone."

ELEMENTS: Final[Mapping[str, Refusal]] = {
    "scriptTask": Refusal(
        "Script task",
        "Script tasks are not run.",
        _NO_CODE,
        "work the value out in a decision table, called by a business rule task.",
    ),
    "serviceTask": Refusal(
        "Service task",
        "Service tasks are not run.",
        _NO_CODE,
        "draw a send task for a notice, or a business rule task for a decision.",
    ),
    "task": Refusal(
        "Task without a type",
        "The task has no type.",
        "Nobody is asked to do it.",
        "make it a user task with a form.",
    ),
    "manualTask": Refusal(
        "Manual task",
        "Manual tasks are not run.",
        "There is no record of who did it and when.",
        "make it a user task with a form.",
    ),
    "complexGateway": Refusal(
        "Complex gateway",
        "Complex gateways are not run.",
        "Its rule of when to go on cannot be read off the diagram.",
        "draw exclusive, inclusive or parallel gateways.",
    ),
    "transaction": Refusal(
        "Transaction",
        "Transactions are not run.",
        "Nothing that people did can be undone by itself.",
        "draw a sub-process.",
    ),
    "adHocSubProcess": Refusal(
        "Ad-hoc sub-process",
        "Ad-hoc sub-processes are not run.",
        "Nothing says which of its tasks must be done.",
        "draw a sub-process whose steps follow each other.",
    ),
    "dataObject": Refusal(
        "Data object",
        "Data objects are not read.",
        "A document drawn here would hold nothing; some make the engine hang.",
        "leave it out: answers are read by the id of their task.",
    ),
    "dataStoreReference": Refusal(
        "Data store",
        "Data stores are not read.",
        IGNORED,
        "leave it out: what a case keeps is read as facts and case.",
    ),
    "outside": Refusal(
        "Anything else of BPMN",
        "The dialect has no {detail}.",
        "It would run differently from what it says.",
        "use the elements of docs/what-a-diagram-may-contain.md.",
    ),
    "event_sub_process": Refusal(
        "Event sub-process",
        "Event sub-processes are not run.",
        "A triggered one would start again in every new case, and one that waits keeps a case open.",
        "draw a process of its own, started on the case by a message.",
    ),
    "compensation": Refusal(
        "Compensation",
        "Compensation is not run.",
        "It would be treated as an event that does nothing.",
        "draw the steps that put things right.",
    ),
    "linkEventDefinition": Refusal(
        "Link event",
        "Link events are not run.",
        "It would be treated as an event that does nothing.",
        "draw the flow itself.",
    ),
    "signalEventDefinition": Refusal(
        "Signal event",
        "Signal events are not run.",
        "It would be treated as an event that does nothing.",
        "start a process by a message.",
    ),
    "errorEventDefinition": Refusal(
        "Error event",
        "Error events are not run.",
        "What goes wrong is shown as needing attention and never takes a path of its own.",
        "use an escalation end event and an escalation on the edge of the sub-process.",
    ),
    "conditionalEventDefinition": Refusal(
        "Conditional event",
        "Conditional events are not run.",
        "Nothing looks at its condition.",
        "draw a gateway after the task that may make it true.",
    ),
    "terminateEventDefinition": Refusal(
        "Terminate end event",
        "Terminate end events are not run.",
        "It would end work of other people without a word.",
        "draw an escalation on the edge of a sub-process, which withdraws what is inside.",
    ),
    "trigger": Refusal(
        "Any other kind of event",
        "The dialect has no {detail}.",
        "It would be treated as an event that does nothing.",
        "use a timer, message or escalation event.",
    ),
    "several_triggers": Refusal(
        "Event with several triggers",
        "The event has several triggers.",
        "Which of them counts is not drawn.",
        "draw one event for each.",
    ),
}
