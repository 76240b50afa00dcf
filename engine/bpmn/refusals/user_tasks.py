"""What people are asked to do, by which form, and who may do it."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

USER_TASKS: Final[Mapping[str, Refusal]] = {
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
    "unknown_role": Refusal(
        "Unknown role",
        'There is no role "{role}".',
        "Nobody would be meant by it.",
        "{instead}.",
    ),
}
