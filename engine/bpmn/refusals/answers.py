"""What forms ask and facts keep."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

ANSWERS: Final[Mapping[str, Refusal]] = {
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
    "form_without_task": Refusal(
        "Form without a task",
        "No user task or start event shows this form.",
        "Nobody would ever be asked.",
        "{instead}.",
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
