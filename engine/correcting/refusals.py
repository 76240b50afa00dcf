"""Why a correction is refused, or is made for the record only: what, and why."""

from typing import Final

from engine.errors import InstanceStateError

CORRECTS: Final = ("business_manager",)
"""The roles whose holders correct answers that others gave; who gave one corrects it in any case."""

REASON: Final = "reason"
CAN_TAKE_EFFECT: Final = "can_take_effect"
WHY_NOT: Final = "why_not"
ASKED: Final = (REASON, CAN_TAKE_EFFECT, WHY_NOT)
"""The questions of the start form of the process that decides on corrections (the gate sees to it): the
reason given, whether it can take effect (yes or no), and where it cannot, why."""

REASON_PATH: Final = "_reason"
"""Where the reason of a correction stands beside the answers: no question is called so."""

NO_REASON: Final = "Enter what was wrong, and how you know what is right"

NOTHING_CHANGED: Final = "nothing changed"

REFUSED: Final = {
    "no answer": "There is no such answer on the case any more.",
    "nobody decides": (
        "The Independent Chair would have to decide on it, and no diagram says how. Say what is right under"
        ' "Something else happened" on the case page, so that whoever acts next reads it.'
    ),
    NOTHING_CHANGED: "Nothing was changed. Change what is wrong in the answer, or leave it as it is.",
}

FOR_THE_RECORD: Final = {
    "not understood": (
        "What has happened on the case since cannot be worked out again exactly, for instance because"
        " meetings were moved. So nobody can know what the correction would change."
    ),
    "not possible": (
        "With the corrected answer the case could not have come this far, and no correction can decide what"
        " would have happened. {detail}"
    ),
    "files": (
        "With the corrected answer the form would ask for a file that was not handed in, or for one fewer."
        " A correction neither hands in files nor takes them back."
    ),
    "who acts": (
        "The correction would change who acts on the case: a conflict, an appointment or the agencies"
        ' under review. Change that itself on the page "Who acts, and conflicts".'
    ),
    "registers": (
        "Rows of the register {detail} were written by this answer and again since, by somebody else."
    ),
    "rows left": (
        "Because of the first answer, rows of the register {detail} were written that would not have been"
        " written with the corrected one, and a row is not taken back."
    ),
    "who acted": (
        "In “{detail}”, which would be set aside, somebody was appointed on the case, and that is not taken"
        " back."
    ),
    "hold": "The correction would change when the case was on hold, and with it what was late.",
    "process began": (
        "Because of the first answer, “{detail}” was begun on the case, and it cannot be taken back."
    ),
    "process ended": "“{detail}” has ended because of the first answer, and is not opened again.",
    "time has come": (
        "The time of “{detail}” came and was acted on. With the corrected answer it would lie later."
    ),
    "opened again": (
        "Since this answer was given, another correction opened the case again from an earlier step."
    ),
}
_OF_THE_ANSWER_ITSELF: Final = frozenset({"files", "who acts"})


class CorrectionRefusedError(InstanceStateError):
    """The correction cannot be evaluated exactly; `sentence` says why.

    Where it is ``for_the_record``, it can still stand beside the first answer, if who decides on corrections
    keeps it there. ``sentence_in_part`` is for whoever does not see the whole case: it names no other step.
    """

    def __init__(self, why: str, detail: str = "") -> None:
        """Take the reason, one of REFUSED or FOR_THE_RECORD, and what its sentence names."""
        self.why = why
        self.for_the_record = why in FOR_THE_RECORD
        said = FOR_THE_RECORD if self.for_the_record else REFUSED
        self.sentence = said[why].format(detail=detail).strip()
        named_elsewhere = self.for_the_record and why not in _OF_THE_ANSWER_ITSELF
        self.sentence_in_part = (
            FOR_THE_RECORD["not understood"] if named_elsewhere else self.sentence
        )
        super().__init__(f"correction refused: {why}")
