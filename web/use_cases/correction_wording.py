"""What a correction comes to in words, as far as the person who reads it sees the case."""

from typing import Final

from engine.bpmn.called import called
from engine.correcting import Correction, EvaluatedAgain, ForTheRecord, StepNamed
from web.store.histories import CaseHistory
from web.use_cases.action import CaseAction
from web.use_cases.corrections_views import EvaluatedLine, WhatItComesTo

RECORD: Final = "record"


class Wording:
    """Says what corrections of one case come to; whoever does not see the ``whole`` case reads less."""

    def __init__(self, action: CaseAction, known: CaseHistory, *, whole: bool) -> None:
        """Take the case and its history."""
        self._action, self._known, self._whole = action, known, whole

    def of(self, found: Correction | ForTheRecord) -> WhatItComesTo:
        """Return what it comes to, with the labels of the steps."""
        if isinstance(found, ForTheRecord):
            return self._for_the_record(found)
        evaluated = tuple(
            self._evaluated(each) for each in found.evaluated if self._whole or not each.later
        )
        if not self._whole:
            return WhatItComesTo(found.kind.value, found.answers.full, evaluated, whole=False)
        return WhatItComesTo(
            kind=found.kind.value,
            answers=found.answers.full,
            evaluated=evaluated,
            withdrawn=self._labels(found.withdrawn),
            set_aside=self._labels(found.set_aside),
            opens=self._labels(found.opens),
            decided=self._labels(found.decided),
            told=tuple(self._label(each.process, each.element) for each in found.told),
            stands=found.stands,
        )

    def _for_the_record(self, found: ForTheRecord) -> WhatItComesTo:
        refusal = found.refusal
        return WhatItComesTo(
            RECORD,
            found.answers.full,
            whole=self._whole,
            why_not=refusal.sentence if self._whole else refusal.sentence_in_part,
            who_acts=refusal.why == "who acts",
        )

    def _evaluated(self, each: EvaluatedAgain) -> EvaluatedLine:
        said = (each.before, each.after) if self._whole else (None, None)
        return EvaluatedLine(self._label(each.process, each.element), each.what, each.same, *said)

    def _labels(self, steps: tuple[StepNamed, ...]) -> tuple[str, ...]:
        return tuple(
            self._label(each.process, each.element) + (f" ({each.agency})" if each.agency else "")
            for each in steps
        )

    def _label(self, process: str, element: str) -> str:
        for instance in self._known.instances:
            diagrams = self._action.version_of(instance).diagrams
            if process in diagrams:
                return called(diagrams[process], diagrams[process].elements[element])
        return element
