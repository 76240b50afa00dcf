"""Functions that make one value of many: of a list, or of the arguments themselves."""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

from engine.feel.compare import compare
from engine.feel.errors import FeelValueError
from engine.feel.functions.library import Library
from engine.feel.numbers import DECIMAL128
from engine.feel.run import Run
from engine.feel.values import Value

library = Library()

Values = Sequence[Value]


@library.define("min(list: list)")
def min_of_list(run: Run, items: Values) -> Value:
    """Return the item that no other comes before."""
    return _extreme(run, items, -1)


@library.define("min(c: any...)")
def min_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _extreme(run, items, -1)


@library.define("max(list: list)")
def max_of_list(run: Run, items: Values) -> Value:
    """Return the item that comes before no other."""
    return _extreme(run, items, 1)


@library.define("max(c: any...)")
def max_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _extreme(run, items, 1)


def _extreme(run: Run, items: Values, direction: int) -> Value:
    if not items:
        return _nothing()
    run.budget.spend(len(items))
    best = items[0]
    for item in items:
        order = compare(item, best)
        if order is None:
            raise FeelValueError("The items have no common order.")
        if order == direction:
            best = item
    return best


def _nothing() -> Value:
    raise FeelValueError("The list is empty.")


@library.define("sum(list: list)")
def sum_of_list(run: Run, items: Values) -> Value:
    """Return the sum of numbers or durations."""
    return _sum(run, items)


@library.define("sum(n: any...)")
def sum_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _sum(run, items)


def _sum(run: Run, items: Values) -> Value:
    if not items:
        return _nothing()
    return reduce(DECIMAL128.add, _numbers(run, items))


def _numbers(run: Run, items: Values) -> list[Decimal]:
    run.budget.spend(len(items))
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) < len(items):
        raise FeelValueError("An item is not a number.")
    return numbers


@library.define("mean(list: list)")
def mean_of_list(run: Run, items: Values) -> Value:
    """Return the arithmetic mean."""
    return _mean(_some_numbers(run, items))


@library.define("mean(n: any...)")
def mean_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _mean(_some_numbers(run, items))


def _some_numbers(run: Run, items: Values) -> list[Decimal]:
    return _numbers(run, items) or _refuse_nothing()


def _refuse_nothing() -> list[Decimal]:
    raise FeelValueError("The list is empty.")


def _mean(numbers: list[Decimal]) -> Decimal:
    return DECIMAL128.divide(reduce(DECIMAL128.add, numbers), Decimal(len(numbers)))


@library.define("product(list: list)")
def product_of_list(run: Run, items: Values) -> Value:
    """Return the product."""
    return _product(_some_numbers(run, items))


@library.define("product(n: any...)")
def product_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _product(_some_numbers(run, items))


def _product(numbers: list[Decimal]) -> Decimal:
    product = reduce(DECIMAL128.multiply, numbers)
    if not product.is_finite():
        raise FeelValueError("The product is not a number of at most 34 digits.")
    return product


@library.define("median(list: list)")
def median_of_list(run: Run, items: Values) -> Value:
    """Return the middle number, or the mean of the two in the middle."""
    return _median(_some_numbers(run, items))


@library.define("median(n: any...)")
def median_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _median(_some_numbers(run, items))


def _median(numbers: list[Decimal]) -> Decimal:
    ordered = sorted(numbers)
    middle, odd = divmod(len(ordered), 2)
    return ordered[middle] if odd else _mean(ordered[middle - 1 : middle + 1])


@library.define("stddev(list: list)")
def stddev_of_list(run: Run, items: Values) -> Value:
    """Return the standard deviation of a sample."""
    return _stddev(_some_numbers(run, items))


@library.define("stddev(n: any...)")
def stddev_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _stddev(_some_numbers(run, items))


def _stddev(numbers: list[Decimal]) -> Decimal:
    if len(numbers) < 2:
        raise FeelValueError("A standard deviation needs two numbers.")
    mean = _mean(numbers)
    squares = [
        DECIMAL128.power(DECIMAL128.subtract(number, mean), Decimal(2)) for number in numbers
    ]
    total = reduce(DECIMAL128.add, squares)
    return DECIMAL128.sqrt(DECIMAL128.divide(total, Decimal(len(numbers) - 1)))


@library.define("mode(list: list)")
def mode_of_list(run: Run, items: Values) -> Value:
    """Return the numbers that come most often, in ascending order."""
    return _mode(_numbers(run, items))


@library.define("mode(n: any...)")
def mode_of(run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _mode(_numbers(run, items))


def _mode(numbers: list[Decimal]) -> list[Value]:
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return [*sorted(number for number, times in counts.items() if times == most)]
