"""A decision table as boxes: its columns as axes, its rows as sets of classes on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.dmn.axes import Axis, Choices, axis_of
from engine.dmn.boxed import DecisionTable, Rule, TableInput
from engine.dmn.conditions import NotAnalysedError, condition_of, constants_in
from engine.dmn.coverage import Box
from engine.dmn.declared_types import Declared, declared_for_column
from engine.dmn.findings import Combination, Part
from engine.dmn.model import Model
from engine.feel import UnaryTests
from engine.feel.compare import kind_of


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A cell that was not analysed, and why (the end of a sentence that begins with the cell)."""

    column: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as a box; cells that were not analysed match all of their column in it."""

    rule: Rule
    box: Box
    unsaid: tuple[Unsaid, ...]


@dataclass(frozen=True, slots=True)
class TableBoxes:
    """The table in boxes. ``declared`` and ``type_values`` are what each column's type says."""

    table: DecisionTable
    axes: tuple[Axis, ...]
    rows: tuple[Row, ...]
    declared: tuple[Declared, ...]
    type_values: tuple[UnaryTests | None, ...]

    @property
    def space(self) -> Box:
        """Return every combination of values that may occur."""
        return tuple(axis.domain for axis in self.axes)

    def said_rows(self) -> tuple[Row, ...]:
        """Return the rows that were analysed in full."""
        return tuple(row for row in self.rows if not row.unsaid)

    def combination(self, box: Box) -> Combination:
        """Say a box, leaving out the columns of which it holds everything."""
        return tuple(
            Part(place, label_of(column), axis.words(classes & axis.domain))
            for place, (column, axis, classes) in enumerate(
                zip(self.table.inputs, self.axes, box, strict=True)
            )
            if classes & axis.domain != axis.domain
        )


def boxes_of(model: Model, table: DecisionTable) -> TableBoxes:
    """Divide the columns of a table into classes and its rows into boxes."""
    types = [declared_for_column(model, column) for column in table.inputs]
    columns = [_column(table, place, declared) for place, (declared, _) in enumerate(types)]
    rows = tuple(
        Row(
            rule,
            tuple(cells[number][0] for _, cells in columns),
            tuple(
                Unsaid(place, reason)
                for place, (_, cells) in enumerate(columns)
                if (reason := cells[number][1]) is not None
            ),
        )
        for number, rule in enumerate(table.rules)
    )
    return TableBoxes(
        table,
        tuple(axis for axis, _ in columns),
        rows,
        tuple(declared for declared, _ in types),
        tuple(values for _, values in types),
    )


def label_of(column: TableInput) -> str:
    """Return the words people know a column by."""
    return column.label or column.text


def _column(
    table: DecisionTable, place: int, declared: Declared
) -> tuple[Axis, list[tuple[int, str | None]]]:
    """Return the axis of a column, and for each row its classes and why they were not analysed."""
    tests = [rule.inputs[place].tests for rule in table.rules]
    written = [each for each in tests if each is not None and not each.tree.matches_anything]
    if not written and None not in tests:
        return _ONE, [(1, None) for _ in tests]
    try:
        if declared.is_collection:
            raise NotAnalysedError("its value is a list")
        kind = declared.kind or _kind_of_constants(written)
        axis = axis_of(kind, declared.allowed, written)
    except NotAnalysedError as refusal:
        reason = f"{refusal} (the whole column)"
        return _ONE, [(1, None if _is_open(each) else reason) for each in tests]
    return axis, [_cell(axis, each) for each in tests]


# A column that is not divided: one class that holds every value.
_ONE = Choices((None,))


def _cell(axis: Axis, tests: UnaryTests | None) -> tuple[int, str | None]:
    if tests is None:
        return axis.domain, "it is not FEEL"
    if tests.tree.matches_anything:
        return axis.domain, None
    try:
        return axis.cell(tests) & axis.domain, None
    except NotAnalysedError as refusal:
        return axis.domain, str(refusal)


def _is_open(tests: UnaryTests | None) -> bool:
    return tests is not None and tests.tree.matches_anything


def _kind_of_constants(cells: Sequence[UnaryTests]) -> str:
    """Return the one type of all constants of a column that declares none, or nothing."""
    kinds = set(_kinds(cells))
    return kinds.pop() if len(kinds) == 1 else ""


def _kinds(cells: Sequence[UnaryTests]) -> Iterator[str]:
    for cell in cells:
        try:
            yield from (kind_of(each) for each in constants_in(condition_of(cell.tree)))
        except NotAnalysedError:
            continue
