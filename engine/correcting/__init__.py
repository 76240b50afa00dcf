"""Correcting a submitted answer by playing the case again (docs/decisions/0170-corrections.md)."""

from engine.correcting.again import EvaluatedAgain
from engine.correcting.base import base_after, base_as_json, base_from_json
from engine.correcting.correction import (
    Correction,
    ForTheRecord,
    Kind,
    StepNamed,
    answer_given,
    answers_of_start,
    start_of_correction,
    work_out,
)
from engine.correcting.given import AnswerGiven, Place, with_files_of
from engine.correcting.history import (
    Began,
    Completed,
    Event,
    Extended,
    Fired,
    History,
    Present,
    Retimed,
)
from engine.correcting.refusals import (
    CAN_TAKE_EFFECT,
    CORRECTS,
    NO_REASON,
    NOTHING_CHANGED,
    REASON,
    REASON_PATH,
    WHY_NOT,
    CorrectionRefusedError,
)

__all__ = [
    "CAN_TAKE_EFFECT",
    "CORRECTS",
    "NOTHING_CHANGED",
    "NO_REASON",
    "REASON",
    "REASON_PATH",
    "WHY_NOT",
    "AnswerGiven",
    "Began",
    "Completed",
    "Correction",
    "CorrectionRefusedError",
    "EvaluatedAgain",
    "Event",
    "Extended",
    "Fired",
    "ForTheRecord",
    "History",
    "Kind",
    "Place",
    "Present",
    "Retimed",
    "StepNamed",
    "answer_given",
    "answers_of_start",
    "base_after",
    "base_as_json",
    "base_from_json",
    "start_of_correction",
    "with_files_of",
    "work_out",
]
