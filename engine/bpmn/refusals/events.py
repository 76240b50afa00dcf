"""Events and the messages they wait for."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import HANGS, Refusal

EVENTS: Final[Mapping[str, Refusal]] = {
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
    "no_correlation": Refusal(
        "Awaited message without a correlation key",
        'The message "{message}" has no correlation key.',
        "Which case it belongs to could not be told.",
        "write one, for instance =case.reference.",
    ),
    "nothing_sends": Refusal(
        "Wait for a message that nothing sends",
        'Nothing sends the message "{message}".',
        HANGS,
        "draw a user task for whoever hears of it, or start a process by a message.",
    ),
}
