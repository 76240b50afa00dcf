"""Every refusal of the gate in words: what was drawn, why it cannot stand, and what to draw instead.

docs/what-a-diagram-may-contain.md prints this table, so that what owners read is what the gate does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Refusal:
    """``drawn`` names the matter in the printed table; the rest are the three parts of a `Problem`.

    ``what`` and ``instead`` may hold names in braces, filled in where the problem is found.
    """

    drawn: str
    what: str
    why: str
    instead: str


_COUNTS_NOTHING: Final = "The report would show nought for ever."
_IGNORED = "It would be passed over in silence."
_HANGS = "A case that came here would never go on, and nobody would be told."
_NO_CODE = "A diagram holds no code: what it decides must be readable by everyone."
_UNDRAWN = "Nobody could see where a case stands."
_TWICE = "What follows would be done twice."

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
        _IGNORED,
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

WRITTEN: Final[Mapping[str, Refusal]] = {
    "several_processes": Refusal(
        "Two processes in a file",
        "The file holds a second process.",
        "One file is one process, named after it.",
        "move it to a file of its own; show others as empty pools.",
    ),
    "nested_lane": Refusal(
        "Lane inside a lane",
        "The lane stands inside another lane.",
        "Whose work it is could be read in two ways.",
        "draw lanes beside each other.",
    ),
    "lane_in_sub_process": Refusal(
        "Lane inside a sub-process",
        "The sub-process has lanes of its own.",
        "The work inside belongs to the lane around it.",
        'remove them, and name another lane by the property "lane" of the task.',
    ),
    "old_user_task": Refusal(
        "User task of the old kind",
        "The user task is implemented as a job worker.",
        "Its form and its due date would be read differently by other tools.",
        'choose the implementation "Camunda user task".',
    ),
    "timeDuration": Refusal(
        "Timer with a duration",
        "The timer has a duration.",
        "It would count from the moment the case arrives here, not from the date that matters.",
        "write a date, for instance =working days after(case.date_received, 5).",
    ),
    "timeCycle": Refusal(
        "Timer with a cycle",
        "The timer repeats.",
        "After a standstill every missed repetition would come at once.",
        "draw one timer for each reminder.",
    ),
    "timer_without_date": Refusal(
        "Timer without a date",
        "The timer has no date.",
        _HANGS,
        "write a date, for instance =months after(case.date_received, 1).",
    ),
    "not_a_formula": Refusal(
        "Text where a formula is needed",
        'No formula is written here ({detail}): it does not begin with "=".',
        "Plain text is never worked out.",
        'begin it with "=", for instance =case.date_received.',
    ),
    "language": Refusal(
        "Condition in another language",
        "The condition is written in {detail}.",
        "Only FEEL is read.",
        "write it in FEEL.",
    ),
    "standard_loop": Refusal(
        "Loop marker",
        "The loop marker is not run.",
        "Nothing says when it is done, and a case may stand still in it.",
        "draw a gateway and a flow back.",
    ),
    "bare_multi_instance": Refusal(
        "Multi-instance without a list",
        "The multi-instance marker names no list.",
        "How often the task is done is not written.",
        "give an input collection and an input element.",
    ),
    "loopCardinality": Refusal(
        "Multi-instance with a number",
        "The multi-instance marker has a number.",
        "Who does which of them is not written.",
        "give an input collection, with one item for each.",
    ),
    "completionCondition": Refusal(
        "Multi-instance with a completion condition",
        "The multi-instance marker has a completion condition.",
        "Work of other people would vanish without a word.",
        "draw a sub-process with an escalation on its edge.",
    ),
    "extension": Refusal(
        "Anything else written in the properties panel",
        "{detail} is not read on this element.",
        _IGNORED,
        "remove it in the properties panel.",
    ),
    "extension_twice": Refusal(
        "The same entry twice",
        "{detail} stands twice on this element.",
        "Only one of them would be read.",
        "keep one.",
    ),
    "property": Refusal(
        "Unknown property",
        'The property "{detail}" is not read.',
        _IGNORED,
        'use "clause", "seen-by", "register", "hold", "clock", "extendable", on a user task "not-by"'
        ' and "opens-with", on a notice "shows", inside a sub-process "lane", on the start of what people'
        ' begin on a case "begun-by", "when", "also-closed" and "again", and on its end "ends".',
    ),
    "header": Refusal(
        "Unknown header of a send task",
        'The header "{detail}" is not read.',
        _IGNORED,
        'use the headers "message" and "to".',
    ),
    "form_elsewhere": Refusal(
        "Form that is not a file",
        "The form is named by {detail}.",
        "Only files of the folder forms/ are shown.",
        "choose a linked form with the id of the task.",
    ),
    "follow_up_date": Refusal(
        "Follow-up date",
        "The task has a follow-up date.",
        _IGNORED,
        "draw a timer on the edge of the task.",
    ),
    "candidate_users": Refusal(
        "Named people",
        "The task names candidate users.",
        "People change and diagrams stay: a lane's role says who acts.",
        "choose the lane; narrow it by candidate groups or the assignee.",
    ),
    "two_assignments": Refusal(
        "Agency and person together",
        "The task is narrowed to an agency and to a person.",
        "Which of the two counts is not drawn.",
        "keep one.",
    ),
    "propagates": Refusal(
        "Call that passes on everything",
        "The call does not switch off {detail}.",
        "Every value would be copied, and the newer one lost.",
        "switch it off, and map what is needed.",
    ),
    "data": Refusal(
        "Data inputs and outputs",
        "The {detail} is not read.",
        _IGNORED,
        "remove it; call activities have mappings.",
    ),
    "no_message": Refusal(
        "Message without a name",
        "The message has no name.",
        _HANGS,
        "choose or create a message, named as the process it starts.",
    ),
}

SHAPES: Final[Mapping[str, Refusal]] = {
    "file_name": Refusal(
        "File name other than the process id",
        'The process is called "{process}" and the file "{file}".',
        "Forms, calls and messages find a process by its file name.",
        "give both the same name.",
    ),
    "not_executable": Refusal(
        "Process that is not executable",
        "The process is not marked as executable.",
        "It would never start.",
        'tick "Executable" in the properties of the process.',
    ),
    "too_long": Refusal(
        "More than {limit} elements in a process",
        "The process has {count} elements.",
        "From about a thousand in a row on the engine cannot hold it.",
        "move parts into called processes; {limit} elements fit.",
    ),
    "pools": Refusal(
        "No pool, or several executable ones",
        "The diagram has {count} pools that are run.",
        "Lanes say who acts, and lanes stand in one pool of the Board's.",
        "draw the process in one pool, all others empty.",
    ),
    "no_lanes": Refusal(
        "Pool without lanes",
        "The pool has no lanes.",
        "Nobody would be asked to act.",
        "draw a lane for each role.",
    ),
    "start_count": Refusal(
        "No start event, or several",
        "There are {count} start events{place}.",
        "Where a case begins must be certain.",
        "draw exactly one.",
    ),
    "bad_id": Refusal(
        "Id a person cannot read",
        'The id "{id}" is not in readable snake case.',
        "Ids stand in addresses, forms and the audit trail for ever.",
        "write small letters, digits and single underscores, for instance record_the_decision.",
    ),
    "reserved_id": Refusal(
        "Ids start and end, and names with a meaning of their own",
        'The id "{id}" has a meaning of its own.',
        "The engine or a formula would take it for something else; the process could vanish.",
        "say what happens, for instance incident_notified.",
    ),
    "no_label": Refusal(
        "Step without a label",
        "It has no label.",
        "People read the label in their task list and on the diagram.",
        "write one.",
    ),
    "no_lane": Refusal(
        "Element outside every lane",
        "It stands in no lane.",
        "Nobody would be asked to act.",
        "draw it inside the lane of who acts.",
    ),
    "two_lanes": Refusal(
        "Element in two lanes",
        "It stands in several lanes ({detail}).",
        "Who acts could be read in two ways.",
        "draw it inside one lane.",
    ),
    "unknown_lane": Refusal(
        "Lane that is no role",
        'No role has the title "{title}".',
        "Nobody would be asked to act.",
        "{instead}.",
    ),
    "lane_property": Refusal(
        'Property "lane" outside a sub-process',
        'The property "lane" is read only inside a sub-process.',
        "Here the drawn lane counts, and the two could differ.",
        "remove it, and draw the element in its lane.",
    ),
    "no_form": Refusal(
        "User task without its form",
        "The user task shows no form of its own.",
        "Nobody could complete it.",
        'choose a linked form with the id "{id}".',
    ),
    "form_misplaced": Refusal(
        "Form where nobody is asked",
        "A form is shown here.",
        "Only user tasks, and the start event of a process that people begin, show forms.",
        "remove it.",
    ),
    "form_file_missing": Refusal(
        "Form file missing",
        'There is no file "{path}".',
        "Nobody could complete the task.",
        "write the form{near}.",
    ),
    "form_id": Refusal(
        "Form with another id",
        'The form in "{path}" calls itself "{id}".',
        "The form editor and the diagram would disagree on which form is meant.",
        'give it the id "{expected}".',
    ),
    "no_clause": Refusal(
        "Task that cites no clause",
        "The task cites no clause.",
        "Every step must be traceable to the protocol.",
        'add the property "clause" with the ids of the clauses.',
    ),
    "unknown_clause": Refusal(
        "Unknown clause",
        'The clause "{clause}" is not in the register.',
        "Whoever asks why a step is there would find nothing.",
        "{instead}.",
    ),
    "no_guidance": Refusal(
        "User task without guidance",
        "The user task has no documentation.",
        "Staff read it beside the form.",
        "write there what the protocol says on this step.",
    ),
    "no_assignment": Refusal(
        "Agency's or notifier's task open to all",
        'Everybody with the role "{title}" could do this task.',
        "An agency may see only its own request, and a notifier only their own case.",
        "narrow it: candidate groups =agency, or the assignee =case.notifier.",
    ),
    "trigger_misplaced": Refusal(
        "Event in a place where it is not run",
        "A {trigger} {kind} is not run here.",
        "It would never happen, or do nothing.",
        "{instead}.",
    ),
    "host": Refusal(
        "Timer on the edge of a step that does not wait",
        "The event sits on a {kind}.",
        "That step never waits, so the event can never happen.",
        "put it on a user task, receive task, call activity or sub-process.",
    ),
    "escalation_uncaught": Refusal(
        "Escalation without its counterpart",
        'The escalation "{escalation}" has no counterpart {place}.',
        "It would end here without a word, or never happen.",
        "draw the end event inside and the event on the edge with the same code.",
    ),
    "escalation_continues": Refusal(
        "Escalation that leaves the work going on",
        "The escalation on the edge does not interrupt.",
        "What was inside would go on beside what follows.",
        "make it interrupting.",
    ),
    "loop_misplaced": Refusal(
        "Multi-instance where it is not run",
        "A {kind} cannot be multi-instance.",
        "It would not be done once for each.",
        "put it into a sub-process, or mark a user task, send task, call or sub-process.",
    ),
    "loop_parts": Refusal(
        "Multi-instance with missing parts",
        "The multi-instance marker lacks {detail}.",
        "What each of them works on, or what comes of it, would be lost.",
        "give the input element, and output collection and output element together.",
    ),
    "loop_element_taken": Refusal(
        "Multi-instance element named like something else",
        'The element "{name}" is named like a value that the case has already.',
        "The engine would stop when the task is reached.",
        "give the element a name of its own.",
    ),
    "no_decision": Refusal(
        "Business rule task without a decision",
        "The task calls no decision.",
        "There is nothing to evaluate.",
        "give the id of a decision and a result variable.",
    ),
    "unknown_decision": Refusal(
        "Unknown decision",
        'There is no decision "{decision}".',
        "There is nothing to evaluate.",
        "{instead}.",
    ),
    "no_variable": Refusal(
        "Result without a readable name",
        'The {role} "{name}" is not a name that formulas can read.',
        "What was found out would be lost.",
        "use readable snake case, and no name with a meaning of its own.",
    ),
    "decision_input_missing": Refusal(
        "Decision whose inputs are not there",
        'The decision "{decision}" reads "{name}", which nothing has set before this task.',
        "It could not be evaluated.",
        "{instead}.",
    ),
    "decision_input_unread": Refusal(
        "Input that the decision does not read",
        'The task gives the decision "{decision}" a value for "{name}", which it does not read.',
        "The decision would be made without it.",
        "{instead}.",
    ),
    "decision_input_value": Refusal(
        "Value that an input of a decision does not have",
        'The input mapping to "{name}" can give "{value}", which is not one of its values.',
        "The decision would be refused every time.",
        "{instead}.",
    ),
    "call_input_value": Refusal(
        "Value that the called process does not take",
        'The input mapping to "{name}" can give "{value}", which no decision in the called process takes.',
        "The decision would be refused every time.",
        "{instead}.",
    ),
    "task_output": Refusal(
        "Output mapping to anything but a field of the case",
        'The task has an output mapping to "{detail}".',
        "What a task finds out is read by the task's id, or by the result variable of its decision.",
        "map to a field of the case, for instance case.decision, or remove the mapping.",
    ),
    "task_input": Refusal(
        "Input mapping of a task that evaluates no decision",
        "The task has an input mapping.",
        _IGNORED,
        "remove it: forms and notices read what they need by its name.",
    ),
    "unknown_field": Refusal(
        "Output mapping to an unknown field of the case",
        'The mapping sets the field "{name}" of the case, which does not exist.',
        "Nothing would ever read it.",
        "{instead}.",
    ),
    "field_kind": Refusal(
        "Output mapping of another kind than its field",
        'The mapping gives the field "{name}" {found}, and {wanted} is kept there.',
        "The step would be refused every time.",
        "map what is kept there.",
    ),
    "field_value": Refusal(
        "Output mapping with a value that the field does not have",
        'The mapping can give the field "{name}" the value "{value}", which is not one of its values.',
        "The step would be refused every time.",
        "{instead}.",
    ),
    "no_call": Refusal(
        "Call activity without a process",
        "The activity calls no process.",
        "There is nothing to run.",
        "give the id of a process.",
    ),
    "unknown_process": Refusal(
        "Call or message to an unknown process",
        'There is no process "{process}".',
        "There is nothing to run.",
        "{instead}.",
    ),
    "no_mappings": Refusal(
        "Call activity without mappings",
        "The call maps nothing in and nothing out.",
        "The called process would know nothing, and nothing would come back.",
        "write input and output mappings.",
    ),
    "recursive_call": Refusal(
        "Process that calls itself",
        "The call leads back to this process ({detail}).",
        "It could call itself without end.",
        "draw a loop, or start the process by a message.",
    ),
    "called_start": Refusal(
        "Call of a process that does not begin plainly",
        'The process "{process}" begins with {detail}.',
        "A call brings neither a form nor a message.",
        "begin the called process with a plain start event.",
    ),
    "no_notice": Refusal(
        "Send task that sends no notice",
        "The send task sends no notice.",
        "Nobody would be told.",
        'give the task type "notice" and the headers "message" and "to".',
    ),
    "unknown_message": Refusal(
        "Notice without a text",
        'There is no text "workflows/messages/{message}.md".',
        "Nobody would be told.",
        "{instead}.",
    ),
    "no_recipient": Refusal(
        "Notice to nobody",
        'The notice names no recipient in its header "to".',
        "Nobody would be told.",
        "write role:<key>, notifier, notifier_agency, agency or body:<key>.",
    ),
    "unknown_recipient": Refusal(
        "Notice to somebody unknown",
        'Nobody is known as "{word}".',
        "Nobody would be told.",
        "{instead}.",
    ),
    "agency_unset": Refusal(
        "Notice to an agency that is not known",
        'The notice goes to the agency in "agency", which nothing has set.',
        "Nobody would be told.",
        "send it from a multi-instance over agencies, or map agency in.",
    ),
    "message_start": Refusal(
        "Message that starts nothing",
        'The process "{process}" does not begin with the message "{process}".',
        "Nothing would happen.",
        "give it a message start event with a message of that name.",
    ),
    "own_message": Refusal(
        "Start message named otherwise",
        'The start event waits for the message "{message}".',
        "A message is named as the process it starts, so this one would never come.",
        'name it "{process}".',
    ),
    "message_asks": Refusal(
        "Message that starts what only a person can begin",
        'The process "{process}" begins with a form.',
        "A message brings no answers.",
        "let a person begin it on the case, or begin it with a message start event without a form.",
    ),
    "beginning_incomplete": Refusal(
        "Start of what people begin on a case, without words",
        "The start event lacks {detail}.",
        "People choose it by its label and its guidance, and it must be traceable to the protocol.",
        'give it a label, guidance (documentation) and the property "clause".',
    ),
    "beginning_misplaced": Refusal(
        "Who begins a process, or when, elsewhere than on its start",
        'The property "{name}" is not read here.',
        "Nobody would be offered anything by it.",
        "put it on the message start event with a form by which people begin a process on a case.",
    ),
    "not_yes": Refusal(
        'Properties "also-closed" and "again" with another value than yes',
        'The property "{name}" is "{value}".',
        "It would be taken for no.",
        'write "yes", or remove the property.',
    ),
    "ends_misplaced": Refusal(
        "End of the whole case elsewhere than at the end of what people begin on it",
        'The property "ends" is "{value}" here.',
        "It would end work of other people where nobody expects it.",
        'write "case", on a plain end event outside sub-processes of a process that people begin on a case.',
    ),
    "decides_misplaced": Refusal(
        "Decision marked where nobody decides",
        'The property "decides" is "{value}" here.',
        "Only what people decide can be changed by a correction, and it would not be noticed here.",
        'write "yes", on a user task, or remove the property.',
    ),
    "correction_misplaced": Refusal(
        "Correction decided on elsewhere than in the process for it",
        'The property "correction" is "{value}" here.',
        "Nothing reads it, so a correction would wait for ever.",
        'write "proposed" on a message start event with a form; "accepted", "noted" or "refused" on a plain'
        " end event of the same process.",
    ),
    "correction_undecided": Refusal(
        "Process for corrections without one of its three ends",
        'No end event says that a correction is "{outcome}".',
        "Whoever decides on it could not say so.",
        'draw an end event with the property "correction" for each of "accepted", "noted" and "refused".',
    ),
    "correction_unsettled": Refusal(
        "End that leaves a correction undecided",
        "This end does not say what becomes of the correction.",
        "It would stand as proposed for ever.",
        'give it the property "correction" = "accepted", "noted" or "refused".',
    ),
    "correction_twice": Refusal(
        "Two processes that decide on corrections",
        'The process "{process}" does that already.',
        "Which of them a correction goes to could not be told.",
        "keep one of them.",
    ),
    "correction_form": Refusal(
        "Start of a correction that asks something else",
        "Its form asks: {asked}.",
        "It begins by itself with the reason given for the correction, and with nothing else.",
        'let the form ask one text, "reason".',
    ),
    "no_correlation": Refusal(
        "Awaited message without a correlation key",
        'The message "{message}" has no correlation key.',
        "Which case it belongs to could not be told.",
        "write one, for instance =case.reference.",
    ),
    "nothing_sends": Refusal(
        "Wait for a message that nothing sends",
        'Nothing sends the message "{message}".',
        _HANGS,
        "draw a user task for whoever hears of it, or start a process by a message.",
    ),
}

FLOWS: Final[Mapping[str, Refusal]] = {
    "dangling": Refusal(
        "Flow that leads nowhere",
        'The flow "{flow}" leads from or to something that is not there or not in the same process.',
        _HANGS,
        "draw it between two elements that stand side by side.",
    ),
    "several_out": Refusal(
        "Several flows out of a step",
        "Several flows leave it.",
        "Whether one or all are taken is not drawn.",
        "draw a gateway after it.",
    ),
    "no_exit": Refusal(
        "Step without an exit",
        "No flow leaves it.",
        _HANGS,
        "draw the flow to what comes next, or an end event.",
    ),
    "no_entry": Refusal(
        "Step that nothing leads to",
        "Nothing leads here from the start.",
        "It would never be done.",
        "draw the flow to it, or remove it.",
    ),
    "never_ends": Refusal(
        "Step from which no end is reached",
        "No end event can be reached from here.",
        "The case would go round for ever.",
        "draw a way out.",
    ),
    "flow_into": Refusal(
        "Flow into a start or boundary event",
        "A flow enters it.",
        "It happens by itself and is not reached by a flow.",
        "draw the flow to the step that follows.",
    ),
    "flow_out_of_end": Refusal(
        "Flow out of an end event",
        "A flow leaves it.",
        "The path ends here, so what follows is never done.",
        "remove the flow, or draw the step instead of the end.",
    ),
    "condition_misplaced": Refusal(
        "Condition on a flow that is not out of a gateway",
        'The flow "{flow}" has a condition and leaves a {kind}.',
        "The condition would be ignored.",
        "draw an exclusive gateway and put the condition on the flow out of it.",
    ),
    "no_condition": Refusal(
        "Flow out of a gateway without a condition",
        'The flow "{flow}" has no condition and is not the default.',
        "Whether it is taken is not written.",
        "write a condition, or make it the default flow.",
    ),
    "no_default": Refusal(
        "Gateway without a default flow",
        "The gateway has no default flow.",
        "Where no condition is true the case would stand still.",
        "mark the flow that is taken otherwise as the default.",
    ),
    "wrong_default": Refusal(
        "Default that is no flow of the gateway",
        'The default "{flow}" does not leave this element, or may not be one.',
        "Where no condition is true the case would stand still.",
        "mark one of the flows out of an exclusive or inclusive gateway.",
    ),
    "default_condition": Refusal(
        "Default flow with a condition",
        'The default flow "{flow}" has a condition.',
        "The condition would be ignored.",
        "remove the condition, or make another flow the default.",
    ),
    "twin_flows": Refusal(
        "Two flows between the same two elements",
        "Two flows lead from here to the same element, and both can be taken.",
        _TWICE,
        "draw one flow, or an exclusive gateway.",
    ),
    "event_gateway": Refusal(
        "Event-based gateway that does not wait",
        "The event-based gateway {detail}.",
        "What happens first decides, so each way must begin with something that is waited for.",
        "let each of two or more flows lead to a timer or message event of its own.",
    ),
    "two_timers": Refusal(
        "Two timers at an event-based gateway",
        "Two timers wait at this event-based gateway.",
        "Both would be due on the date of one of them.",
        "draw one timer with the earlier date, for instance =min([first_date, second_date]).",
    ),
    "loop_in_parallel": Refusal(
        "Loop inside a parallel block",
        "It stands in a loop inside a parallel block.",
        "The join would go on too early the second time round.",
        "draw the loop before the split, after the join, or in a called process.",
    ),
    "join_in_loop": Refusal(
        "Parallel join that a loop leads back to",
        "A loop leads back to this join.",
        "It would go on too early the second time round.",
        "let the loop lead back to before the split.",
    ),
    "join_waits": Refusal(
        "Join of ways of which only one is taken",
        "It can wait for ever for a way that was not taken.",
        _HANGS,
        "let alternatives meet at an exclusive gateway, and only ways taken side by side at a join.",
    ),
    "done_twice": Refusal(
        "Two ways taken side by side that meet without a join",
        "Two ways that are taken side by side can both reach it.",
        _TWICE,
        "let them meet at a parallel gateway first, or end each on its own.",
    ),
    "reminder_merges": Refusal(
        "Reminder that runs into the main path",
        'The path of "{event}", which does not interrupt, reaches "{meeting}", as the main path does.',
        _TWICE,
        "give that path an end event of its own, or make the event interrupting.",
    ),
    "not_drawn": Refusal(
        "Element without a place on the canvas",
        'The {kind} "{id}" has no place on the canvas.',
        _UNDRAWN,
        "open the file in the modeller, draw it and save.",
    ),
}

NAMES: Final[Mapping[str, Refusal]] = {
    "syntax": Refusal(
        "Formula that cannot be read",
        "The {where} cannot be read: {detail}",
        "A formula that is not FEEL has no value.",
        "correct it at column {column}.",
    ),
    "unknown_name": Refusal(
        "Name that nothing has set",
        'The {where} reads "{name}" (column {column}), which nothing has set before this point.',
        "It would be empty, and the default path taken in silence.",
        "{instead}.",
    ),
    "unknown_part": Refusal(
        "Answer that nobody is asked for",
        'The {where} reads "{name}" (column {column}), but "{source}" has no "{part}".',
        "It would be empty, and the default path taken in silence.",
        "{instead}.",
    ),
    "unknown_function": Refusal(
        "Unknown function",
        'The {where} calls "{name}" (column {column}), which is not a function.',
        "It would be empty, and the default path taken in silence.",
        "{instead}.",
    ),
    "unknown_value": Refusal(
        "Value that a choice does not have",
        'The {where} compares "{name}" with "{value}" (column {column}), which is not one of its '
        "values.",
        "The comparison could never be true.",
        "{instead}.",
    ),
    "never_equal": Refusal(
        "Comparison of different things",
        "The {where} compares {left} with {right} (column {column}).",
        "The comparison could never be true.",
        "compare like with like.",
    ),
    "wrong_operand": Refusal(
        "Calculation with the wrong thing",
        "The {where} uses {found} where {expected} is needed (column {column}).",
        "The result would be empty.",
        "use {expected}.",
    ),
    "wrong_arguments": Refusal(
        "Function with the wrong number of values",
        'The {where} gives "{name}" {count} values (column {column}); it takes {expected}.',
        "The result would be empty.",
        "give it {expected}.",
    ),
    "unreadable_literal": Refusal(
        "Date or duration that cannot be read",
        'The {where} writes "{text}" (column {column}), which is no date, time or duration.',
        "The result would be empty.",
        'write it as in "2026-03-02", "09:00:00", "P3D" or "P6M".',
    ),
    "wrong_result": Refusal(
        "Formula that yields the wrong thing",
        "The {where} yields {found}, and {expected} is needed.",
        "The step would be refused every time.",
        "write a formula that yields {expected}.",
    ),
    "unknown_fact": Refusal(
        "Question that sets an unknown fact",
        'The question sets the {kind} "{name}", which does not exist.',
        "No table would ever read the answer.",
        "{instead}.",
    ),
    "fact_value": Refusal(
        "Answer that a fact or case field does not have",
        'The question offers "{value}" for "{name}", which is not one of its values.',
        "Every table would refuse it.",
        "{instead}.",
    ),
    "fact_kind": Refusal(
        "Question of another kind than what it sets",
        'The question answers "{name}" with {asked}, and {wanted} is kept there.',
        "Every table would refuse it.",
        "ask for {wanted}.",
    ),
    "file_size": Refusal(
        "Largest size of a file that cannot be",
        "The largest size of a file is no whole number of megabytes from 1 to {most}.",
        "A file is held whole while it is looked at and encrypted.",
        "correct the property megabytes, or the setting it reads.",
    ),
    "file_without_task": Refusal(
        "File asked for by a form that begins something",
        "A file is asked for before there is a task to keep it with.",
        "A file is kept as soon as it arrives, encrypted with its case and listed with its task.",
        "ask for it in a user task that follows.",
    ),
    "unknown_register": Refusal(
        "Unknown register",
        'There is no register "{register}".',
        "Nothing would be written, and nobody would find it.",
        "{instead}.",
    ),
    "unknown_register_field": Refusal(
        "Field that a register does not have",
        'The register "{register}" has no field "{name}".',
        "Nothing would be written, and nobody would find it.",
        "{instead}.",
    ),
    "register_field_kind": Refusal(
        "Field of a register written with another kind of value",
        'The field "{name}" of the register "{register}" is written with {asked}, and holds {wanted}.',
        "How a row stands could not be worked out.",
        "ask for what the field holds.",
    ),
    "register_field_value": Refusal(
        "Value that a field of a register does not have",
        'The field "{name}" of the register "{register}" is written with "{value}".',
        "How a row stands could not be worked out.",
        "{instead}.",
    ),
    "state_unknown": Refusal(
        "State of a register that it does not list",
        'The state of the register "{register}" may be "{value}", which is not one of its states.',
        "A row that stands so could not be shown.",
        "{instead}.",
    ),
    "state_unused": Refusal(
        "State of a register that no row can have",
        'No row of the register "{register}" can ever stand as "{value}".',
        "It would be offered to choose from, and find nothing.",
        "let the formula of its state yield it, or remove it.",
    ),
    "standing_unclear": Refusal(
        'Property "register" that cannot be read',
        "What the element writes into a register cannot be read.",
        "Nothing would be written, and nobody would find it.",
        'write the register and what it sets, for instance "publications standing=withheld".',
    ),
    "row_alone": Refusal(
        'Property "register-row" without the property "register"',
        "The element names a row and writes nothing into it.",
        _IGNORED,
        'write the property "register", or remove it.',
    ),
    "field_unwritten": Refusal(
        "Field of a register that nothing writes",
        'Nothing writes the field "{name}" of the register "{register}".',
        "It would be empty in every row.",
        "let a form write it, or remove it.",
    ),
    "departure_unknown_step": Refusal(
        "Departure at a step that is not there",
        'There is no step "{word}".',
        "The departure would never be found.",
        "{instead}.",
    ),
    "departure_unknown_flow": Refusal(
        "Departure at a flow that is not there",
        'There is no flow "{word}".',
        "The departure would never be found.",
        "{instead}.",
    ),
    "departure_everywhere": Refusal(
        "Departure looked for at every step, where each step knows something else",
        'What is "{looks_at}" cannot be looked at at every step.',
        "What its condition reads is there at some steps only.",
        "name the step.",
    ),
    "departure_never_asked": Refusal(
        "Departure whose condition can never be asked",
        'Nothing of what happens at "{at}" is "{looks_at}".',
        "The departure would never be found.",
        "name a user task; for what is overdue or extended one with a due date that may be extended.",
    ),
    "departure_shadowed": Refusal(
        "Departure whose place is never looked at",
        'A place of the same kind before this one always counts at "{at}".',
        "Its sentence and clause would never be shown.",
        "put it before that place, or take it out.",
    ),
    "departure_without_clause": Refusal(
        "Departure from no clause",
        'The step "{at}" has no clause of its own.',
        "Nobody could tell what was departed from.",
        "name the clause.",
    ),
    "departure_unknown_answer": Refusal(
        "Reason of a departure that nobody is asked for",
        'No form asks "{word}".',
        "No reason would ever be shown.",
        "{instead}.",
    ),
    "figure_unknown_step": Refusal(
        "Figure of the annual report that counts a step that is not there",
        'There is no step "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_unknown_flow": Refusal(
        "Figure of the annual report that counts a flow that is not there",
        'There is no flow "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_unknown_state": Refusal(
        "Figure of the annual report that counts rows in a state that no register has",
        'No register has the state "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_unknown_departure": Refusal(
        "Figure of the annual report that counts a kind of departure that is not there",
        'There is no kind of departure "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_without_deadline": Refusal(
        "Figure of the annual report that asks whether a step without a deadline was in time",
        '"{word}" is no user task with a due date.',
        "Nothing of it could be in time or late.",
        "name a user task with a due date.",
    ),
    "figure_state_of_the_day": Refusal(
        "Figure of the annual report that counts rows whose state changes with the days",
        'How a row of the register "{register}" stands reads the clock.',
        "Rows are counted when a step writes them, and nobody writes when a day passes.",
        "count steps or flows, or let the state be what was written.",
    ),
    "figure_without_types": Refusal(
        "Figure of the annual report by types of review that the case does not have",
        'The case has no field "{name}" with values to choose from.',
        "The columns would be empty.",
        'remove "by", or add the field to workflows/settings.yaml.',
    ),
    "figure_counts_twice": Refusal(
        "Figure of the annual report whose total counts something twice",
        'Two lines of one total count "{word}".',
        "The total would be higher than what happened.",
        "name it in one line, or remove the total.",
    ),
    "written_twice": Refusal(
        "Two things kept under one name",
        'The name "{name}" is also that of {other}.',
        "One would overwrite the other.",
        "give one of them another name.",
    ),
    "unread_result": Refusal(
        "Result of a decision that nothing reads",
        'Nothing reads the result "{name}".',
        "Its name may be misspelt, and an older result would be read in its place.",
        "{instead}.",
    ),
    "form_without_task": Refusal(
        "Form without a task",
        "No user task or start event shows this form.",
        "Nobody would ever be asked.",
        "{instead}.",
    ),
    "unknown_role": Refusal(
        "Unknown role",
        'There is no role "{role}".',
        "Nobody would be meant by it.",
        "{instead}.",
    ),
    "unknown_answer": Refusal(
        "Notice that shows an answer nobody gives",
        'No form of this process asks "{word}".',
        "The notifier would be sent to something that is not there.",
        "{instead}.",
    ),
    "shows_misplaced": Refusal(
        'Property "shows" elsewhere than on a notice to the notifier',
        "The element shows answers, but tells the notifier nothing.",
        "Nobody would be shown them.",
        "put the property on a send task whose notice goes to the notifier.",
    ),
    "clock_misplaced": Refusal(
        'Property "hold", "clock" or "extendable" where nothing reads it',
        'The property "{name}" is not read on this element.',
        "A deadline would stop, go on or be extended otherwise than it says here.",
        'put "hold" on a start event, user task or end event, "clock" on what has a due date or a timer,'
        ' and "extendable" on a user task with a due date.',
    ),
    "clock_value": Refusal(
        'Unknown value of "hold", "clock" or "extendable"',
        'The property "{name}" cannot be "{value}".',
        "A deadline would stop, go on or be extended otherwise than it says here.",
        "{instead}.",
    ),
    "unknown_task": Refusal(
        'Property "not-by" that names nothing that people do',
        'There is no other user task, and no start with a form, "{word}".',
        "Whoever should be kept from this task could do it.",
        "{instead}.",
    ),
    "not_by_misplaced": Refusal(
        'Property "not-by" elsewhere than on a user task',
        "Nobody completes this element, and it says who may not.",
        "Nobody would be kept from anything.",
        "put the property on the user task that another person must do.",
    ),
    "opens_with_unknown": Refusal(
        'Property "opens-with" that names no task',
        'There is no user task "{word}".',
        "The form would always open empty.",
        "{instead}.",
    ),
    "opens_with_misplaced": Refusal(
        'Property "opens-with" where it is unclear whose answers are meant',
        'The form could not open with earlier answers: "{detail}" is no single task of people.',
        "It could open with the answers of somebody else, or never.",
        "name a task that one person does at a time, or each agency for itself, on another such task.",
    ),
    "taken_at_unknown": Refusal(
        'Property "taken-at" that names no kind of meeting',
        'There is no meeting of the kind "{word}".',
        "The step would stand on no agenda.",
        "{instead}.",
    ),
    "taken_at_misplaced": Refusal(
        'Property "taken-at" where nobody acts',
        "What is taken at a meeting is something that people do.",
        "No agenda would show it.",
        "put the property on the user task that records what the meeting decided.",
    ),
    "nothing_under_review": Refusal(
        "Person not from the agencies under review, where no form lists any",
        'The question "{name}" is for people not from the agencies under review.',
        "No form lists an agency as under review, so nobody would be kept out.",
        'give the questions that name these agencies the property "lists".',
    ),
    "no_default_fact": Refusal(
        "Fact without a default",
        'The fact "{name}" has no default.',
        "A case that begins without it could not be classified.",
        "write what it is before anyone is asked, as a rule unknown.",
    ),
    "unknown_type": Refusal(
        "Unknown type",
        'No table file defines the type "{name}".',
        "No fact would be known by it.",
        "write the name of the item definition that holds all facts.",
    ),
}

REFUSALS: Final[Mapping[str, Refusal]] = {**ELEMENTS, **WRITTEN, **SHAPES, **FLOWS, **NAMES}
