"""Functions on lists. Positions count from 1, and from the end if negative. None changes its list."""

from decimal import ROUND_DOWN, Decimal
from functools import cmp_to_key

from engine.feel.compare import equal
from engine.feel.errors import FeelValueError
from engine.feel.functions.library import Library
from engine.feel.numbers import as_integer
from engine.feel.run import Run
from engine.feel.values import FunctionValue, Value

library = Library()

List = list[Value]


@library.define("list contains(list: list, element: any)")
def list_contains(run: Run, items: List, element: Value) -> Value:
    """Return whether an item equals the element."""
    run.budget.spend(len(items))
    return any(equal(item, element, run.budget) for item in items)


@library.define("count(list: list)")
def count(_run: Run, items: List) -> Value:
    """Return the number of items."""
    return Decimal(len(items))


@library.define("all(list: list)")
def all_of_list(_run: Run, items: List) -> Value:
    """Return false if an item is false, else true if all are true, else null."""
    return _agree(items, False)


@library.define("all(list: any...)")
def all_of(_run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _agree(items, False)


@library.define("any(list: list)")
def any_of_list(_run: Run, items: List) -> Value:
    """Return true if an item is true, else false if all are false, else null."""
    return _agree(items, True)


@library.define("any(list: any...)")
def any_of(_run: Run, *items: Value) -> Value:
    """Return the same of the arguments."""
    return _agree(items, True)


def _agree(items: List | tuple[Value, ...], decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    if all(isinstance(item, bool) for item in items):
        return not decisive
    raise FeelValueError("An item is neither true nor false.")


@library.define("sublist(list: list, start position: number, length: number?)")
def sublist(run: Run, items: List, start: Decimal, length: Decimal | None = None) -> Value:
    """Return the items from a position on, of at most a length."""
    first = _position(start, len(items))
    run.budget.spend(len(items))
    if length is None:
        return items[first:]
    wanted = as_integer(length)
    if wanted is None or wanted < 0 or first + wanted > len(items):
        raise FeelValueError("The list has no so many items from this position.")
    return items[first : first + wanted]


def _position(position: Decimal, length: int, *, extra: int = 0) -> int:
    whole = as_integer(position.to_integral_value(ROUND_DOWN))
    if whole is None or whole == 0 or abs(whole) > length + (extra if whole > 0 else 0):
        raise FeelValueError("The list has no item at this position.")
    return whole - 1 if whole > 0 else length + whole


@library.define("append(list: list, item: any...)")
def append(run: Run, items: List, *more: Value) -> Value:
    """Return the list with items at its end."""
    run.budget.spend(len(items) + len(more))
    return [*items, *more]


@library.define("concatenate(list: list...)")
def concatenate(run: Run, *lists: List) -> Value:
    """Return the items of all the lists."""
    run.budget.spend(sum(map(len, lists)))
    return [item for items in lists for item in items]


@library.define("insert before(list: list, position: number, newItem: any)")
def insert_before(run: Run, items: List, position: Decimal, new: Value) -> Value:
    """Return the list with an item put in before a position."""
    index = _position(position, len(items))
    run.budget.spend(len(items))
    return [*items[:index], new, *items[index:]]


@library.define("remove(list: list, position: number)")
def remove(run: Run, items: List, position: Decimal) -> Value:
    """Return the list without the item at a position."""
    index = _position(position, len(items))
    run.budget.spend(len(items))
    return [*items[:index], *items[index + 1 :]]


@library.define("list replace(list: list, position: number, newItem: any)")
def list_replace(run: Run, items: List, position: Decimal, new: Value) -> Value:
    """Return the list with another item at a position."""
    index = _position(position, len(items))
    run.budget.spend(len(items))
    return [*items[:index], new, *items[index + 1 :]]


@library.define("list replace(list: list, match: function, newItem: any)")
def list_replace_matches(run: Run, items: List, match: FunctionValue, new: Value) -> Value:
    """Return the list with every item replaced for which ``match(item, newItem)`` is true."""
    result: List = []
    for item in items:
        run.budget.spend(2)
        verdict = match.call(run, [item, new])
        if not isinstance(verdict, bool):
            raise FeelValueError("The match of list replace() gives true or false.")
        result.append(new if verdict else item)
    return result


@library.define("reverse(list: list)")
def reverse(run: Run, items: List) -> Value:
    """Return the items in the opposite order."""
    run.budget.spend(len(items))
    return items[::-1]


@library.define("index of(list: list, match: any)")
def index_of(run: Run, items: List, match: Value) -> Value:
    """Return the positions of the items that equal the match."""
    run.budget.spend(len(items))
    return [
        Decimal(index)
        for index, item in enumerate(items, start=1)
        if equal(item, match, run.budget)
    ]


@library.define("union(list: list...)")
def union(run: Run, *lists: List) -> Value:
    """Return the items of all the lists, each once."""
    return _distinct(run, [item for items in lists for item in items])


@library.define("distinct values(list: list)")
def distinct_values(run: Run, items: List) -> Value:
    """Return the items, each once."""
    return _distinct(run, items)


def _distinct(run: Run, items: List) -> List:
    distinct: List = []
    for item in items:
        run.budget.spend(1 + len(distinct))
        if not any(equal(item, known, run.budget) for known in distinct):
            distinct.append(item)
    return distinct


@library.define("flatten(list: list)")
def flatten(run: Run, items: List) -> Value:
    """Return the items of the list and of all lists in it."""
    flat: List = []
    waiting: List = list(reversed(items))
    while waiting:
        run.budget.spend()
        item = waiting.pop()
        if isinstance(item, list):
            run.budget.spend(len(item))
            waiting.extend(reversed(item))
        else:
            flat.append(item)
    return flat


@library.define("sort(list: list, precedes: function)")
def sort(run: Run, items: List, precedes: FunctionValue) -> Value:
    """Return the items so that none comes before one that precedes it."""

    def order(left: Value, right: Value) -> int:
        run.budget.spend(2)
        if precedes.call(run, [left, right]) is True:
            return -1
        return 1 if precedes.call(run, [right, left]) is True else 0

    if len(precedes.parameters) != 2:
        raise FeelValueError("sort() needs a function of two parameters.")
    return sorted(items, key=cmp_to_key(order))
