"""What is written on an element in the properties panel."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import HANGS, IGNORED, Refusal

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
        HANGS,
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
        IGNORED,
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
        IGNORED,
        'use "clause", "seen-by", "register", "hold", "clock", "extendable", on a user task "not-by"'
        ' and "opens-with", on a notice "shows", inside a sub-process "lane", on the start of what people'
        ' begin on a case "begun-by", "when", "also-closed" and "again", and on its end "ends".',
    ),
    "header": Refusal(
        "Unknown header of a send task",
        'The header "{detail}" is not read.',
        IGNORED,
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
        IGNORED,
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
        IGNORED,
        "remove it; call activities have mappings.",
    ),
    "no_message": Refusal(
        "Message without a name",
        "The message has no name.",
        HANGS,
        "choose or create a message, named as the process it starts.",
    ),
}
