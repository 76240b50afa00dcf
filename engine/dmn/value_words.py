"""Values and spans of values in the words of a sentence."""

from collections.abc import Sequence

from engine.dmn.value_lines import Line, Point
from engine.feel import to_json
from engine.feel.values import Value


def value_in_words(value: Value) -> str:
    """Say a value: a code such as ``clearly_none`` as plain words, anything else as it is written."""
    if isinstance(value, str):
        return value.replace("_", " ") or "an empty text"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return str(to_json(value))


def either(words: Sequence[str]) -> str:
    """Join words by commas and a last "or"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def span_in_words(
    line: Line, low: Point | None, high: Point | None, *, low_included: bool, high_included: bool
) -> str:
    """Say the values between two points, either of which may be missing."""
    if low is None and high is None:
        return "any value"
    if low == high and low is not None:
        return value_in_words(line.value_at(low))
    words = []
    if low is not None:
        bound = line.at_least if low_included else line.above
        words.append(f"{bound} {value_in_words(line.value_at(low))}")
    if high is not None:
        bound = line.at_most if high_included else line.below
        words.append(f"{bound} {value_in_words(line.value_at(high))}")
    return " and ".join(words)
