"""Relations between points and ranges (the standard's table 78, after Allen's intervals)."""

from engine.feel.compare import compare, in_range
from engine.feel.errors import FeelValueError
from engine.feel.functions.library import Library
from engine.feel.run import Run
from engine.feel.values import Range, Value

library = Library()


def _order(left: Value, right: Value) -> int:
    order = compare(left, right)
    if order is None:
        raise FeelValueError("The points have no common order.")
    return order


def _contains(range_: Range, point: Value) -> bool:
    verdict = in_range(point, range_)
    if verdict is None:
        raise FeelValueError("The point and the range have no common order.")
    return verdict


@library.define("before(point1: comparable, point2: comparable)")
def point_before_point(_run: Run, point1: Value, point2: Value) -> Value:
    """Return whether one point comes before the other."""
    return _order(point1, point2) < 0


@library.define("before(point: comparable, range: range)")
def point_before_range(_run: Run, point: Value, range_: Range) -> Value:
    """Return whether the point comes before everything in the range."""
    order = _order(point, range_.low)
    return order < 0 or (order == 0 and not range_.low_included)


@library.define("before(range: range, point: comparable)")
def range_before_point(_run: Run, range_: Range, point: Value) -> Value:
    """Return whether everything in the range comes before the point."""
    order = _order(range_.high, point)
    return order < 0 or (order == 0 and not range_.high_included)


@library.define("before(range1: range, range2: range)")
def range_before_range(_run: Run, range1: Range, range2: Range) -> Value:
    """Return whether everything in one range comes before everything in the other."""
    order = _order(range1.high, range2.low)
    return order < 0 or (order == 0 and not (range1.high_included and range2.low_included))


@library.define("after(point1: comparable, point2: comparable)")
def point_after_point(_run: Run, point1: Value, point2: Value) -> Value:
    """Return whether one point comes after the other."""
    return _order(point1, point2) > 0


@library.define("after(point: comparable, range: range)")
def point_after_range(run: Run, point: Value, range_: Range) -> Value:
    """Return whether the point comes after everything in the range."""
    return range_before_point(run, range_, point)


@library.define("after(range: range, point: comparable)")
def range_after_point(run: Run, range_: Range, point: Value) -> Value:
    """Return whether everything in the range comes after the point."""
    return point_before_range(run, point, range_)


@library.define("after(range1: range, range2: range)")
def range_after_range(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether everything in one range comes after everything in the other."""
    return range_before_range(run, range2, range1)


@library.define("meets(range1: range, range2: range)")
def meets(_run: Run, range1: Range, range2: Range) -> Value:
    """Return whether one range ends where the other begins, both with that point."""
    touch = _order(range1.high, range2.low) == 0
    return touch and range1.high_included and range2.low_included


@library.define("met by(range1: range, range2: range)")
def met_by(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether one range begins where the other ends, both with that point."""
    return meets(run, range2, range1)


@library.define("overlaps(range1: range, range2: range)")
def overlaps(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether the ranges share a point."""
    return not range_before_range(run, range1, range2) and not range_before_range(
        run, range2, range1
    )


@library.define("overlaps before(range1: range, range2: range)")
def overlaps_before(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether one range begins first, and they overlap, and it ends first or with it."""
    begins = _order(range1.low, range2.low)
    begins_first = begins < 0 or (begins == 0 and range1.low_included and not range2.low_included)
    ends = _order(range1.high, range2.high)
    ends_first = ends < 0 or (ends == 0 and (not range1.high_included or range2.high_included))
    return begins_first and ends_first and overlaps(run, range1, range2)


@library.define("overlaps after(range1: range, range2: range)")
def overlaps_after(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether one range overlaps the other, begins in it and ends last."""
    begins = _order(range2.low, range1.low)
    begins_last = begins < 0 or (begins == 0 and range2.low_included and not range1.low_included)
    ends = _order(range2.high, range1.high)
    ends_last = ends < 0 or (ends == 0 and (range1.high_included or not range2.high_included))
    return begins_last and ends_last and overlaps(run, range1, range2)


@library.define("finishes(point: comparable, range: range)")
def point_finishes(_run: Run, point: Value, range_: Range) -> Value:
    """Return whether the range ends with the point."""
    return range_.high_included and _order(point, range_.high) == 0


@library.define("finishes(range1: range, range2: range)")
def range_finishes(_run: Run, range1: Range, range2: Range) -> Value:
    """Return whether both end together and the first lies within the second."""
    together = _order(range1.high, range2.high) == 0
    begins = _order(range1.low, range2.low)
    within = begins > 0 or (begins == 0 and (not range1.low_included or range2.low_included))
    return together and range1.high_included == range2.high_included and within


@library.define("finished by(range: range, point: comparable)")
def finished_by_point(run: Run, range_: Range, point: Value) -> Value:
    """Return whether the range ends with the point."""
    return point_finishes(run, point, range_)


@library.define("finished by(range1: range, range2: range)")
def finished_by_range(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether the second finishes the first."""
    return range_finishes(run, range2, range1)


@library.define("includes(range: range, point: comparable)")
def includes_point(_run: Run, range_: Range, point: Value) -> Value:
    """Return whether the point lies in the range."""
    return _contains(range_, point)


@library.define("includes(range1: range, range2: range)")
def includes_range(_run: Run, range1: Range, range2: Range) -> Value:
    """Return whether the second range lies in the first."""
    begins, ends = _order(range1.low, range2.low), _order(range1.high, range2.high)
    holds_low = begins < 0 or (begins == 0 and (range1.low_included or not range2.low_included))
    holds_high = ends > 0 or (ends == 0 and (range1.high_included or not range2.high_included))
    return holds_low and holds_high


@library.define("during(point: comparable, range: range)")
def point_during(_run: Run, point: Value, range_: Range) -> Value:
    """Return whether the point lies in the range."""
    return _contains(range_, point)


@library.define("during(range1: range, range2: range)")
def range_during(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether the first range lies in the second."""
    return includes_range(run, range2, range1)


@library.define("starts(point: comparable, range: range)")
def point_starts(_run: Run, point: Value, range_: Range) -> Value:
    """Return whether the range begins with the point."""
    return range_.low_included and _order(point, range_.low) == 0


@library.define("starts(range1: range, range2: range)")
def range_starts(_run: Run, range1: Range, range2: Range) -> Value:
    """Return whether both begin together and the first lies within the second."""
    together = _order(range1.low, range2.low) == 0
    ends = _order(range1.high, range2.high)
    within = ends < 0 or (ends == 0 and (not range1.high_included or range2.high_included))
    return together and range1.low_included == range2.low_included and within


@library.define("started by(range: range, point: comparable)")
def started_by_point(run: Run, range_: Range, point: Value) -> Value:
    """Return whether the range begins with the point."""
    return point_starts(run, point, range_)


@library.define("started by(range1: range, range2: range)")
def started_by_range(run: Run, range1: Range, range2: Range) -> Value:
    """Return whether the second starts the first."""
    return range_starts(run, range2, range1)


@library.define("coincides(point1: comparable, point2: comparable)")
def points_coincide(_run: Run, point1: Value, point2: Value) -> Value:
    """Return whether the points are the same."""
    return _order(point1, point2) == 0


@library.define("coincides(range1: range, range2: range)")
def ranges_coincide(_run: Run, range1: Range, range2: Range) -> Value:
    """Return whether the ranges have the same ends."""
    same_ends = _order(range1.low, range2.low) == 0 and _order(range1.high, range2.high) == 0
    same_low = range1.low_included == range2.low_included
    return same_ends and same_low and range1.high_included == range2.high_included
