"""Processes that a step calls, and what is done once for each of a list."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

CALLS: Final[Mapping[str, Refusal]] = {
    "call_input_value": Refusal(
        "Value that the called process does not take",
        'The input mapping to "{name}" can give "{value}", which no decision in the called process takes.',
        "The decision would be refused every time.",
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
}
