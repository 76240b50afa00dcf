"""Why an answer cannot be corrected: what, why, and what to do instead."""

from typing import Final

from engine.errors import InstanceStateError

_INSTEAD: Final = (
    ' Say what is right under "Something else happened" on the case page, so that whoever acts next'
    " reads it."
)

CORRECTS: Final = ("business_manager",)
"""The roles whose holders correct answers that others gave; who gave one corrects it in any case."""

REASON: Final = "reason"
"""The one question of the start form of the process that decides on corrections (the gate sees to it)."""

REASON_PATH: Final = "_reason"
"""Where the reason of a correction stands beside the answers: no question is called so."""

NO_REASON: Final = "Enter what was wrong, and how you know what is right"

NOTHING_CHANGED: Final = "nothing changed"

REASONS: Final = {
    "closed": "The case is closed, and nothing on it is corrected any more.",
    "no answer": "There is no such answer on the case any more.",
    "not understood": (
        "What has happened on the case since cannot be worked out again exactly, for instance because"
        " meetings were moved. So nobody can know what the correction would change."
    ),
    "not possible": (
        "With the corrected answer the case could not have come this far, and no correction can decide what"
        " would have happened. {detail}"
    ),
    "files": "The answer holds files, and what was handed in is not replaced.",
    "who acts": (
        "The correction would change who acts on the case: a conflict, an appointment or the agencies"
        ' under review. Change that on the page "Who acts, and conflicts" instead.'
    ),
    "registers": (
        "Rows of the register {detail} were written by this answer and again since, by somebody else."
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
    "nobody decides": (
        "It would change a decision already taken, and no diagram of this version says who allows that."
    ),
    NOTHING_CHANGED: "Nothing was changed. Change what is wrong in the answer, or leave it as it is.",
}
_SAYS_WHAT_TO_DO: Final = frozenset({"who acts", NOTHING_CHANGED})


class CorrectionRefusedError(InstanceStateError):
    """The answer cannot be corrected exactly, and so is not corrected; `sentence` is for people."""

    def __init__(self, why: str, detail: str = "") -> None:
        """Take the reason, one of REASONS, and what its sentence names."""
        said = REASONS[why].format(detail=detail).strip()
        self.why = why
        self.sentence = said if why in _SAYS_WHAT_TO_DO else said + _INSTEAD
        super().__init__(f"correction refused: {why}")
