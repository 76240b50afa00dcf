"""What decides on the correction of an answer."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

CORRECTIONS: Final[Mapping[str, Refusal]] = {
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
        "It begins by itself with the reason given, whether the correction can take effect, and why not.",
        'let the form ask these three: "reason", "can_take_effect" (yes or no), "why_not".',
    ),
    "correction_unread": Refusal(
        "Process for corrections that would let every one take effect",
        'No {where} reads "{name}.can_take_effect".',
        "A correction that cannot be evaluated again would be offered to be accepted, and could not be.",
        'read it where a choice is offered ("offer.<value>") and on the way to the end "accepted".',
    ),
}
