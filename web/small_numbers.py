"""Small numbers: what a count may say to whom, so that no few cases are picked out by counting them.

Whoever has the duty `SEES_EXACT_COUNTS` sees every count as it is. Whoever else may read counts (Board
members) sees

- a count below `FLOOR` as "under 5", nought among them: a nought says that none of the few known elsewhere
  is here, which picks them out as well as a one does, and a step that turns from 0 to "under 5" would tell
  where one case has got to;
- a count of 5 or more as it is, unless a small one beside it could be worked out from it: "5 or more";
- never a link from a count to the cases behind it.

`hidden` promises this for one table with the totals of its rows and columns: whoever solves for the whole
numbers that fit everything shown finds at least two for every count below 5. `hidden_in` promises it for any
numbers that add up (what goes in at a place comes out of it), of which a table is one kind.

What has to be done by whoever shows counts:

- Give the table whole, with the cells that are not printed: of "12 stand here, 10 of them late" the 2 that
  are in time can be worked out, so they are a cell too.
- Numbers that share a total belong into one table. Those that overlap in another way (several pages, filters
  by day, the same cases counted by another rule) can be taken from one another: show them `coarse`, and
  offer no filter that cuts finer than the table is.
- A share, a mean or a median is shown only beside counts that are all shown exactly.

What is not protected: the change of a number from one visit to the next, what a reader knows from elsewhere,
and what somebody could conclude who runs this very search backwards.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from web.access import SEES_EXACT_COUNTS, has_duty
from web.number_rings import FLOOR, Sum, cheapest_ring

UNDER: Final = "under 5"
OVER: Final = "5 or more"
WITHHELD: Final = "not shown"

Key = TypeVar("Key", bound=Hashable)


class Shown(Enum):
    """How much of a count is shown."""

    EXACT = "exact"
    UNDER = UNDER
    OVER = OVER
    WITHHELD = WITHHELD


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it may be shown; `number` is None unless it may be shown exactly.

    `opens` says whether it may link to what was counted.
    """

    shown: Shown
    number: int | None = None
    opens: bool = False

    @property
    def words(self) -> str:
        """What a page, a chart or a file says."""
        return str(self.number) if self.shown is Shown.EXACT else self.shown.value

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class CountTable:
    """The counts of a table, row by row; its totals follow from them."""

    rows: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("the rows of a table of counts are of one length")
        if any(count < 0 for row in self.rows for count in row):
            raise ValueError("a count is never below nought")

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "CountTable":
        """Return the table with these rows."""
        return cls(tuple(tuple(row) for row in rows))


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as it may be shown, with the totals of its rows and columns and of it all."""

    rows: tuple[tuple[Count, ...], ...]
    row_totals: tuple[Count, ...]
    column_totals: tuple[Count, ...]
    total: Count


def sees_exact_counts(roles: Collection[str]) -> bool:
    """Say whether somebody with these roles sees every count as it is."""
    return has_duty(SEES_EXACT_COUNTS, roles)


def exact(number: int) -> Count:
    """Return a count as it is, for who sees exact counts; it may link to what was counted."""
    return Count(Shown.EXACT, number, opens=True)


def coarse(number: int) -> Count:
    """Return only whether a count is below 5: nothing can be taken from it or worked out by it."""
    return Count(Shown.UNDER if number < FLOOR else Shown.OVER)


def table_for(roles: Collection[str], table: CountTable) -> ShownTable:
    """Return a table as somebody with these roles may see it."""
    return exact_table(table) if sees_exact_counts(roles) else hidden(table)


def line_for(roles: Collection[str], counts: Sequence[int]) -> tuple[tuple[Count, ...], Count]:
    """Return counts that share a total, and the total, as somebody with these roles may see them."""
    shown = table_for(roles, CountTable.of([counts]))
    return shown.rows[0], shown.total


def coarse_for(roles: Collection[str], number: int) -> Count:
    """Return a count that overlaps with others, as somebody with these roles may see it."""
    return exact(number) if sees_exact_counts(roles) else coarse(number)


def coarse_table_for(roles: Collection[str], table: CountTable) -> ShownTable:
    """Return a table whose counts stand in other tables too, as somebody with these roles may see it."""
    if sees_exact_counts(roles):
        return exact_table(table)
    return _assembled(table, {key: coarse(each.count) for key, each in _sums(table).items()})


def exact_table(table: CountTable) -> ShownTable:
    """Return a table as it is."""
    return _assembled(table, {key: exact(each.count) for key, each in _sums(table).items()})


def hidden(table: CountTable) -> ShownTable:
    """Return a table with every count below 5 hidden, and of the others what it could be worked out from."""
    if not any(table.rows):
        return ShownTable(tuple(() for _ in table.rows), (), (), coarse(0))
    return _assembled(table, hidden_in(_sums(table)))


def hidden_parts(counts: Sequence[int]) -> tuple[tuple[Count, ...], Count]:
    """Return counts and their total where the total is known from elsewhere too: it stays if it is not small.

    Where the parts could then still be worked out from "under 5" and "5 or more", none of them is shown.
    """
    total = sum(counts)
    if total < FLOOR:
        return tuple(coarse(each) for each in counts), coarse(total)
    # What one part gains another loses: all of them lie between the same two places.
    parts = hidden_in({at: Sum("parts", "whole", each) for at, each in enumerate(counts)})
    return tuple(parts.values()), Count(Shown.EXACT, total)


def alone_for(roles: Collection[str], number: int) -> Count:
    """Return a count that adds up with nothing else that is shown, as somebody may see it."""
    [count], _ = parts_for(roles, [number])
    return count


def parts_for(roles: Collection[str], counts: Sequence[int]) -> tuple[tuple[Count, ...], Count]:
    """Return counts and a total that is known from elsewhere, as somebody with these roles may see them."""
    if sees_exact_counts(roles):
        return tuple(exact(each) for each in counts), exact(sum(counts))
    return hidden_parts(counts)


def hidden_in(sums: Mapping[Key, Sum]) -> dict[Key, Count]:
    """Return what may be shown of numbers that add up, so that none below 5 can be worked out.

    Each number below 5 has to be able to go up or down by one with others that are not shown, all round a
    ring, so that everything still adds up and nothing shown changes. Where there is no such ring, the
    cheapest is made: the fewest and smallest other numbers become "5 or more", totals last.
    """
    shown = {key: Shown.UNDER if each.count < FLOOR else Shown.EXACT for key, each in sums.items()}
    for key in sums:
        if shown[key] is not Shown.UNDER:
            continue
        ring = cheapest_ring(key, sums, {each for each in sums if shown[each] is Shown.EXACT})
        if ring is None:
            # Even "under 5" and "5 or more" add up to one answer only: say of none how large it is.
            return {each: Count(Shown.WITHHELD) for each in sums}
        shown.update({each: Shown.OVER for each in ring if shown[each] is Shown.EXACT})
    return {
        key: Count(how, sums[key].count if how is Shown.EXACT else None)
        for key, how in shown.items()
    }


def _sums(table: CountTable) -> dict[tuple[int, int], Sum]:
    """Return the numbers of a table: its cells, and its totals, which stand after the last row and column."""
    height, width = len(table.rows), len(table.rows[0]) if table.rows else 0
    columns = [sum(row[at] for row in table.rows) for at in range(width)]
    sums = {
        (down, across): Sum(("row", down), ("column", across), count)
        for down, row in enumerate(table.rows)
        for across, count in enumerate(row)
    }
    for down, row in enumerate(table.rows):
        sums[down, width] = Sum("all", ("row", down), sum(row), rank=1)
    for across, count in enumerate(columns):
        sums[height, across] = Sum(("column", across), "whole", count, rank=1)
    sums[height, width] = Sum("whole", "all", sum(columns), rank=2)
    return sums


def _assembled(table: CountTable, counts: Mapping[tuple[int, int], Count]) -> ShownTable:
    height, width = len(table.rows), len(table.rows[0]) if table.rows else 0
    return ShownTable(
        rows=tuple(
            tuple(counts[down, across] for across in range(width)) for down in range(height)
        ),
        row_totals=tuple(counts[down, width] for down in range(height)),
        column_totals=tuple(counts[height, across] for across in range(width)),
        total=counts[height, width],
    )
