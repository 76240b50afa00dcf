"""Processes that people begin on a case."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

BEGINNINGS: Final[Mapping[str, Refusal]] = {
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
}
