"""What is shown of small numbers, looked at with the eyes of who wants to work them out."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.access import DUTIES, READS_COUNTS, SEES_EXACT_COUNTS
from web.number_rings import Sum
from web.small_numbers import (
    FLOOR,
    OVER,
    UNDER,
    Count,
    CountTable,
    Shown,
    ShownTable,
    coarse,
    coarse_table_for,
    exact,
    exact_table,
    hidden,
    hidden_in,
    hidden_parts,
    line_for,
    table_for,
)

Hide = Callable[[CountTable], ShownTable]
HIGHEST = 8


def possible_tables(shown: ShownTable) -> Iterator[CountTable]:
    """Yield every table of whole numbers (up to a few more than are drawn) that fits what is shown."""
    width = len(shown.column_totals)
    cells = [_possible(count) for row in shown.rows for count in row]
    for values in product(*cells):
        table = CountTable.of(
            values[start : start + width] for start in range(0, len(values), width)
        )
        if all(_fits(count, number) for count, number in _totals(shown, table)):
            yield table


def worked_out(table: CountTable, hide: Hide) -> list[int]:
    """Return the counts below five that only one value fits."""
    shown = hide(table)
    found = [_numbers(each) for each in possible_tables(shown)]
    assert _numbers(table) in found, "what is shown is not true of the table"
    return [
        number
        for at, number in enumerate(_numbers(table))
        if number < FLOOR and len({each[at] for each in found}) == 1
    ]


def only_small_ones_hidden(table: CountTable) -> ShownTable:
    """Hide each count below five, and nothing else: what `hidden` would be without its second half."""

    def shown(count: Count) -> Count:
        assert count.number is not None
        return Count(Shown.UNDER) if count.number < FLOOR else count

    whole = exact_table(table)
    return ShownTable(
        tuple(tuple(map(shown, row)) for row in whole.rows),
        tuple(map(shown, whole.row_totals)),
        tuple(map(shown, whole.column_totals)),
        shown(whole.total),
    )


@given(
    st.sampled_from([(1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (2, 3)]).flatmap(
        lambda shape: st.lists(
            st.lists(st.integers(0, HIGHEST - 1), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )
)
@settings(max_examples=80, deadline=None)
def test_no_count_below_five_can_be_worked_out_from_a_table_and_its_totals(
    rows: list[list[int]],
) -> None:
    assert worked_out(CountTable.of(rows), hidden) == []


def test_every_table_of_two_by_two_up_to_six_keeps_its_small_numbers() -> None:
    for values in product((0, 1, 4, 5, 6), repeat=4):
        table = CountTable.of([values[:2], values[2:]])
        assert worked_out(table, hidden) == [], table


def test_hiding_the_small_ones_only_would_give_them_away() -> None:
    given_away = [
        table
        for values in product(range(7), repeat=3)
        if worked_out(table := CountTable.of([values]), only_small_ones_hidden)
    ]
    assert CountTable.of([(3, 6, 5)]) in given_away
    assert len(given_away) > 50


def test_of_one_small_count_in_a_line_the_smallest_other_goes_too_and_the_total_stays() -> None:
    cells, total = line_for({"board_member"}, [3, 12, 6, 40])

    assert [str(each) for each in cells] == [UNDER, "12", OVER, "40"]
    assert str(total) == "61"


def test_several_small_counts_that_do_not_give_one_another_away_hide_nothing_else() -> None:
    cells, total = line_for({"board_member"}, [3, 2, 12])

    assert [str(each) for each in cells] == [UNDER, UNDER, "12"]
    assert str(total) == "17"


def test_two_noughts_in_a_line_would_be_given_away_by_its_total() -> None:
    cells, total = line_for({"board_member"}, [0, 0, 12, 13])

    assert [str(each) for each in cells] == [UNDER, UNDER, OVER, "13"]
    assert str(total) == "25"


def test_a_total_goes_where_no_other_cell_is_left() -> None:
    cells, total = line_for({"board_member"}, [4, 4])

    assert [str(each) for each in cells] == [UNDER, UNDER]
    assert str(total) == OVER


@pytest.mark.parametrize("width", [2, 3])
def test_parts_of_a_total_that_is_known_from_elsewhere_keep_their_small_numbers(width: int) -> None:
    for counts in product(range(8), repeat=width):
        parts, shown = hidden_parts(counts)
        total = sum(counts)
        assert shown.words == (UNDER if total < FLOOR else str(total))
        # Nothing more is known of a small total: where it is, it is hidden as well.
        known = range(FLOOR) if total < FLOOR else (total,)
        possible = [each for each in product(*map(_possible, parts)) if sum(each) in known]
        assert counts in possible
        for at, count in enumerate(counts):
            if count < FLOOR:
                assert len({each[at] for each in possible}) > 1, (counts, parts)


def test_parts_that_could_still_be_worked_out_are_not_shown_at_all() -> None:
    parts, total = hidden_parts([4, 4])

    assert [each.words for each in parts] == ["not shown", "not shown"]
    assert total.words == "8"


def test_a_table_whose_counts_stand_elsewhere_too_says_only_which_are_small() -> None:
    table = CountTable.of([[7, 30], [0, 4]])
    shown = coarse_table_for({"board_member"}, table)

    assert [[str(each) for each in row] for row in shown.rows] == [[OVER, OVER], [UNDER, UNDER]]
    assert [str(each) for each in shown.row_totals] == [OVER, UNDER]
    assert str(shown.total) == OVER
    assert coarse_table_for({"governance"}, table) == exact_table(table)


def test_nought_is_a_count_below_five() -> None:
    assert str(coarse(0)) == str(coarse(4)) == UNDER
    assert str(coarse(5)) == OVER


@pytest.mark.parametrize("role", DUTIES[READS_COUNTS])
def test_who_only_reads_counts_gets_no_link(role: str) -> None:
    shown = table_for({role}, CountTable.of([[12, 30], [2, 50]]))

    assert not any(each.opens for row in shown.rows for each in row)
    assert not any(each.opens for each in (*shown.row_totals, *shown.column_totals, shown.total))


@pytest.mark.parametrize("role", DUTIES[SEES_EXACT_COUNTS])
def test_who_sees_exact_counts_sees_each_with_a_link(role: str) -> None:
    # Whoever sits on the Board besides loses nothing by it.
    assert line_for({role, "board_member"}, [0, 3]) == ((exact(0), exact(3)), exact(3))


def test_numbers_that_flow_keep_the_few_that_stand_between_them() -> None:
    # 20 came in and 18 went out: the 2 that stand here could be worked out.
    came, went, stand = Sum("before", "here", 20), Sum("here", "after", 18), Sum("here", "rest", 2)
    back = {"a": Sum("after", "rest", 18), "b": Sum("rest", "before", 20)}

    shown = hidden_in({"came": came, "went": went, "stand": stand, **back})

    assert shown["stand"].words == UNDER
    assert OVER in {shown["came"].words, shown["went"].words}


def test_a_table_without_cells_has_a_total_below_five() -> None:
    assert hidden(CountTable.of([])).total.words == UNDER


def test_a_table_with_rows_of_different_lengths_is_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        CountTable.of([[1], [1, 2]])


def _possible(count: Count) -> tuple[int, ...]:
    match count.shown:
        case Shown.EXACT:
            assert count.number is not None
            return (count.number,)
        case Shown.UNDER:
            return tuple(range(FLOOR))
        case Shown.OVER:
            return tuple(range(FLOOR, HIGHEST + 2))
        case Shown.WITHHELD:
            return tuple(range(HIGHEST + 2))


def _fits(count: Count, number: int) -> bool:
    match count.shown:
        case Shown.EXACT:
            return number == count.number
        case Shown.UNDER:
            return number < FLOOR
        case Shown.OVER:
            return number >= FLOOR
        case Shown.WITHHELD:
            return True


def _totals(shown: ShownTable, table: CountTable) -> Iterator[tuple[Count, int]]:
    yield from zip(shown.row_totals, map(sum, table.rows), strict=True)
    yield from zip(shown.column_totals, map(sum, zip(*table.rows, strict=True)), strict=True)
    yield shown.total, sum(map(sum, table.rows))


def _numbers(table: CountTable) -> tuple[int, ...]:
    rows = table.rows
    columns = tuple(map(sum, zip(*rows, strict=True)))
    return (*sum(rows, ()), *map(sum, rows), *columns, sum(columns))
