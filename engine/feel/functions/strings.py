"""Functions on strings. Positions count characters from 1, and from the end if negative."""

from decimal import Decimal

from engine.feel.errors import FeelValueError
from engine.feel.functions.library import Library
from engine.feel.numbers import as_integer
from engine.feel.patterns import compile_pattern
from engine.feel.run import Run
from engine.feel.values import Value

library = Library()


@library.define("substring(string: string, start position: number, length: number?)")
def substring(_run: Run, string: str, start: Decimal, length: Decimal | None = None) -> Value:
    """Return the part from a position on, of at most a length."""
    position = as_integer(start)
    if position is None or position == 0:
        raise FeelValueError("Positions in a string count from 1, or back from -1.")
    first = position - 1 if position > 0 else len(string) + position
    if first < 0:
        raise FeelValueError("The position lies before the string.")
    if length is None:
        return string[first:]
    count = int(length) if abs(length) < 10**9 else 10**9
    if count < 1:
        raise FeelValueError("The length of a part is at least 1.")
    return string[first : first + count]


@library.define("string length(string: string)")
def string_length(_run: Run, string: str) -> Value:
    """Return the number of characters."""
    return Decimal(len(string))


@library.define("upper case(string: string)")
def upper_case(run: Run, string: str) -> Value:
    """Return the string in capitals."""
    run.budget.spend_characters(len(string))
    return string.upper()


@library.define("lower case(string: string)")
def lower_case(run: Run, string: str) -> Value:
    """Return the string in small letters."""
    run.budget.spend_characters(len(string))
    return string.lower()


@library.define("substring before(string: string, match: string)")
def substring_before(_run: Run, string: str, match: str) -> Value:
    """Return what stands before the first match, or nothing."""
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@library.define("substring after(string: string, match: string)")
def substring_after(_run: Run, string: str, match: str) -> Value:
    """Return what stands after the first match, or nothing."""
    return string.partition(match)[2] if match else string


@library.define("contains(string: string, match: string)")
def contains(run: Run, string: str, match: str) -> Value:
    """Return whether the match stands anywhere."""
    run.budget.spend_characters(len(string))
    return match in string


@library.define("starts with(string: string, match: string)")
def starts_with(_run: Run, string: str, match: str) -> Value:
    """Return whether the string begins so."""
    return string.startswith(match)


@library.define("ends with(string: string, match: string)")
def ends_with(_run: Run, string: str, match: str) -> Value:
    """Return whether the string ends so."""
    return string.endswith(match)


@library.define("matches(input: string, pattern: string, flags: any?)")
def matches(run: Run, text: str, pattern: str, flags: Value = None) -> Value:
    """Return whether the pattern is found anywhere in the text."""
    return compile_pattern(pattern, flags).is_found_in(text, run.budget)


@library.define("replace(input: string, pattern: string, replacement: string, flags: any?)")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: Value = None) -> Value:
    """Replace every match; ``$1`` in the replacement is the first group."""
    return compile_pattern(pattern, flags).replaced_in(text, replacement, run.budget)


@library.define("split(string: string, delimiter: string)")
def split(run: Run, string: str, delimiter: str) -> Value:
    """Split the string at every match of the delimiter, which is a pattern."""
    return list(compile_pattern(delimiter, None).split(string, run.budget))


@library.define("string join(list: list, delimiter: any?)")
def string_join(run: Run, items: list[Value], delimiter: Value = None) -> Value:
    """Join strings, leaving out nulls."""
    if delimiter is not None and not isinstance(delimiter, str):
        raise FeelValueError("The delimiter is a string.")
    run.budget.spend(len(items))
    strings = [item for item in items if isinstance(item, str)]
    if len(strings) < sum(item is not None for item in items):
        raise FeelValueError("string join() joins strings only.")
    length = sum(map(len, strings)) + len(strings) * len(delimiter or "")
    run.budget.spend_characters(length)
    return (delimiter or "").join(strings)


@library.define("string join(list: list, delimiter: any, prefix: any, suffix: any)")
def string_join_within(
    run: Run, items: list[Value], delimiter: Value, prefix: Value, suffix: Value
) -> Value:
    """Join strings between a prefix and a suffix."""
    joined = string_join(run, items, delimiter)
    return "".join(part for part in (prefix, joined, suffix) if isinstance(part, str))
