"""Notices and whom they reach."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

NOTICES: Final[Mapping[str, Refusal]] = {
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
}
