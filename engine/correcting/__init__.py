"""Correcting a submitted answer by playing the case again (docs/decisions/0170-corrections.md)."""

from engine.correcting.again import EvaluatedAgain
from engine.correcting.base import base_after, base_as_json, base_from_json
from engine.correcting.correction import (
    AnswerGiven,
    Correction,
    Kind,
    StepNamed,
    answer_given,
    correct,
)
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
    CORRECTS,
    NO_REASON,
    NOTHING_CHANGED,
    REASON,
    REASON_PATH,
    CorrectionRefusedError,
)

__all__ = [
    "CORRECTS",
    "NOTHING_CHANGED",
    "NO_REASON",
    "REASON",
    "REASON_PATH",
    "AnswerGiven",
    "Began",
    "Completed",
    "Correction",
    "CorrectionRefusedError",
    "EvaluatedAgain",
    "Event",
    "Extended",
    "Fired",
    "History",
    "Kind",
    "Present",
    "Retimed",
    "StepNamed",
    "answer_given",
    "base_after",
    "base_as_json",
    "base_from_json",
    "correct",
]
