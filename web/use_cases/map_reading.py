"""One reading of the map by one person: what was chosen, and counts as this person may see them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError, NotPermittedError
from engine.version import Version
from web import access
from web.small_numbers import Count, coarse, exact, sees_exact_counts
from web.store import tallies
from web.store.case_files import REVIEW_TYPE
from web.store.directory import Actor, actor
from web.store.store import Store
from web.store.tallies import Chosen, Standing
from web.use_cases.map_views import NO_TYPE, MapFilters, MapFrame, VersionLine

NONE_DECIDED: Final = "None decided yet"
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_NO_MONTH: Final = "Enter a year and a month, such as 2026-03"
_TURNED: Final = "The last month must not be before the first"
_NO_REVIEW: Final = "Choose a type of review from the list"


class MapReading:
    """What is read for one page; NotPermittedError for whoever may not read counts."""

    def __init__(self, store: Store, session: Session, filters: MapFilters, by: UUID) -> None:
        """Take what was chosen; a filter that says nothing is reported, and chooses nothing."""
        self.store, self.session = store, session
        self.now: datetime = store.clock.now(session)
        self.today: date = london_date(self.now)
        self.person: Actor = actor(session, by, today=self.today)
        self.exact = sees_exact_counts(self.person.roles)
        if not self.exact and not access.has_duty(access.READS_COUNTS, self.person.roles):
            raise NotPermittedError("map")
        self.problems: dict[str, str] = {}
        self.filters = filters if self.exact else MapFilters(version=filters.version)
        self._first, self._last = self._month("first"), self._month("last")
        if self._first and self._last and self._last < self._first:
            self.problems["last"] = _TURNED
            self._last = None
        if self.filters.review_type not in ("", *self.review_types):
            self.problems["review_type"] = _NO_REVIEW

    @cached_property
    def current(self) -> int:
        """Return the number of the version that new cases begin on."""
        return self.store.versions.current_number(self.session)

    def version(self, number: int) -> Version:
        """Return a deployed version, or raise NotFoundError."""
        return self.store.versions.version(self.session, number)

    @cached_property
    def review_types(self) -> Mapping[str, str]:
        """Return the types of review that may be chosen, in words."""
        declared = self.version(self.current).settings.case.get(REVIEW_TYPE)
        return {NO_TYPE: NONE_DECIDED, **(declared.values if declared else {})}

    def review_in_words(self, review_type: str) -> str:
        """Return a case's type of review in words."""
        return self.review_types.get(review_type or NO_TYPE, review_type)

    @property
    def review_type(self) -> str | None:
        """Return the type that was chosen, as cases have it; None for all."""
        wanted = self.filters.review_type
        if not wanted or "review_type" in self.problems:
            return None
        return "" if wanted == NO_TYPE else wanted

    def chosen(self, **more: object) -> Chosen:
        """Return what is counted: the filters, and more."""
        of_type = self.review_type
        chosen = Chosen(self._first, self._last, None if of_type is None else [of_type])
        return replace(chosen, **more)  # type: ignore[arg-type]

    @property
    def months(self) -> tuple[date | None, date | None]:
        """Return the first day of the first month and of the last, where they were chosen."""
        return self._first, self._last

    def count(self, number: int) -> Count:
        """Return a count as the person may see it.

        The numbers of a map overlap in too many ways to be hidden one by one (a call and what it runs, the
        ways of a fork): whoever may not see all of them sees whether there are five.
        """
        return exact(number) if self.exact else coarse(number)

    def frame(self, process: str, *, number: int | None = None) -> MapFrame:
        """Return the frame of a page on a process ("": all of them), on one version or on all."""
        standing = {
            deployment: found
            for (deployment, of, _), found in tallies.standing_on_map(
                self.session, self.chosen(process=process, whole=True), today=self.today
            ).items()
            if of == process
        }
        counted = standing.values() if number is None else (standing.get(number, Standing()),)
        return MapFrame(
            filters=self.filters,
            problems=self.problems,
            exact=self.exact,
            review_types=self.review_types,
            versions=tuple(
                VersionLine(
                    each,
                    self.count(standing.get(each, Standing()).cases),
                    each == self.current,
                )
                for each in self._versions_of(process)
            ),
            cases=self.count(sum(each.cases for each in counted)),
            late=self.count(sum(each.late for each in counted)),
        )

    def number_for(self, process: str) -> int:
        """Return the version to show a process of: the one chosen, or the newest that has it."""
        wanted = self.filters.version
        if wanted is None:
            wanted = next(iter(self._versions_of(process)), self.current)
        if process not in self.version(wanted).diagrams:
            raise NotFoundError(process)
        return wanted

    def _versions_of(self, process: str) -> tuple[int, ...]:
        """Return the versions of a process to choose from, newest first: today's, and where it ever ran."""
        counted = tallies.versions_counted(self.session, process)
        if not process or process in self.version(self.current).diagrams:
            counted |= {self.current}
        return tuple(sorted(counted, reverse=True))

    def _month(self, field: str) -> date | None:
        written = getattr(self.filters, field).strip()
        if not written:
            return None
        found = _MONTH.fullmatch(written)
        if found is None or int(found[1]) < 1:
            self.problems[field] = _NO_MONTH
            return None
        return date(int(found[1]), int(found[2]), 1)
