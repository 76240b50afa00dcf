"""The answers of a worked case in the words of the board: its people, its child, its dates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from engine.calendar import Calendar, london_date
from engine.feel import parse, to_json
from engine.memory_desk import laid_over
from web.demo.desk import CaseDesk
from web.demo.timeline import moved
from web.services import Services
from web.store.store import Store
from web.use_cases.form_views import FormPage


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays whom: ids and agencies by the names of the worked case, and the words that stand in texts."""

    ids: Mapping[str, UUID]
    agencies: Mapping[str, str]
    words: Mapping[str, str]

    def agency(self, name: str) -> str:
        """Return the agency of the board that an agency of the worked case stands for."""
        return self.agencies.get(name, name)


class BoardDesk(CaseDesk):
    """A case of the board. Before each act it is told the day of the worked case that the act is of."""

    def __init__(self, store: Store, use: Services, cast: Cast, calendar: Calendar) -> None:
        """Take the installation, who plays whom, and the meetings that formulas may ask for."""
        super().__init__(store, use, dict(cast.ids))
        self.cast, self._calendar = cast, calendar
        self.worked_on: date = date.min
        self.lays: Mapping[str, Any] = {}

    def worded(self, answers: Any, page: FormPage) -> Any:
        """Return the answers as of today: dates moved, names changed, formulas worked out."""
        days = london_date(page.now) - self.worked_on
        answers = moved(answers, days)
        answers = laid_over(answers, self._worked_out(self.lays, page))
        return self.with_ids(self._recast(answers))

    def _worked_out(self, laid: Any, page: FormPage) -> Any:
        """Return what is laid over, its formulas (`=case.review_due`) worked out over what the form reads."""
        if isinstance(laid, Mapping):
            return {key: self._worked_out(value, page) for key, value in laid.items()}
        if not isinstance(laid, str) or not laid.startswith("="):
            return laid
        now: datetime = page.now.astimezone(UTC)
        functions = self._calendar.feel_functions(now)
        result = parse(laid[1:]).evaluate(dict(page.context), now=now, functions=functions)
        return to_json(result.value)

    def _recast(self, answers: Any) -> Any:
        if isinstance(answers, Mapping):
            return {key: self._recast(value) for key, value in answers.items()}
        if isinstance(answers, list):
            return [self._recast(value) for value in answers]
        if not isinstance(answers, str):
            return answers
        if answers in self.cast.agencies:
            return self.cast.agencies[answers]
        for word, other in self.cast.words.items():
            answers = re.sub(rf"\b{re.escape(word)}\b", other, answers)
        return answers
