"""What is shown of departures: in words, and cut to what the reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from web.small_numbers import ShownTable
from web.use_cases.corrected_since import CorrectedSince


@dataclass(frozen=True, slots=True)
class DepartureFilters:
    """Which departures to list; what is empty chooses all. `after` is where the page before ended.

    `first` and `last` are days, `step` is `process/element`, `still_late` lists late steps that are open.
    """

    kind: str = ""
    review_type: str = ""
    step: str = ""
    reference: str = ""
    first: date | None = None
    last: date | None = None
    still_late: bool = False
    after: str = ""

    @property
    def chosen(self) -> bool:
        """Say whether anything is left out."""
        return self != DepartureFilters(after=self.after)


@dataclass(frozen=True, slots=True)
class DepartureLine:
    """One departure: which kind, where, when and from which clause; the reason stands with the case.

    `days_late` is None where nothing was late; `still_late` says that the step is open yet. `explained`
    says whether a reason was given, `corrected` that it rests on an answer that was corrected since.
    """

    id: UUID
    reference: str
    kind: str
    title: str
    sentence: str
    clause: str
    process: str
    element: str
    step: str
    lane: str
    agency: str | None
    on_day: date
    due: date | None
    days_late: int | None
    still_late: bool
    explained: bool
    run: int
    corrected: CorrectedSince | None = None


@dataclass(frozen=True, slots=True)
class DepartureCounts:
    """How many departures of each kind there were in each year, as the reader may see them.

    `kinds` are the rows, by key in words; `years` the columns.
    """

    kinds: Mapping[str, str]
    years: Sequence[int]
    table: ShownTable


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a kind of departure is looked for, as its owner wrote it.

    `condition` is "" where it always counts there, `clause` "" where it is the first of the step itself.
    """

    where: str
    sentence: str
    condition: str
    clause: str


@dataclass(frozen=True, slots=True)
class DeparturePage:
    """The departures that the filters choose, the newest first, at most 50; `next` is where the rest begins.

    Of who reads counts only, `lines` is None. `rules` are the kinds of today, by title.
    """

    counts: DepartureCounts
    rules: Mapping[str, Sequence[PlaceView]]
    lines: Sequence[DepartureLine] | None
    next: str | None
    kinds: Mapping[str, str]
    steps: Mapping[str, str]
    review_types: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DepartureView:
    """A departure of one case, with its reason.

    `reason_words` says in words what there is of a reason where `reason` is None; `by` is who took the
    step, and `may_explain` says whether this reader may give the reason now.
    """

    line: DepartureLine
    requirement: str
    reason: str | None
    reason_words: str
    by: str | None
    recorded_at_utc: datetime
    may_explain: bool
