"""Flows, and the paths they make."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import HANGS, Refusal

_UNDRAWN: Final = "Nobody could see where a case stands."
_TWICE: Final = "What follows would be done twice."

FLOWS: Final[Mapping[str, Refusal]] = {
    "dangling": Refusal(
        "Flow that leads nowhere",
        'The flow "{flow}" leads from or to something that is not there or not in the same process.',
        HANGS,
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
        HANGS,
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
        HANGS,
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
