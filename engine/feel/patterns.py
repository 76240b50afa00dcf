"""Regular expressions as XPath and XQuery write them, for ``matches``, ``replace`` and ``split``.

They run on the `regex` library, which knows Unicode categories and subtraction of character classes, and
can be given a time limit: a pattern that backtracks for ever ends as an exceeded budget.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from engine.feel.budget import Budget
from engine.feel.errors import BudgetExceededError, FeelValueError
from engine.feel.pattern_syntax import translate
from engine.feel.values import Value

_MAXIMUM_PATTERN: Final = 1_000
# s and x are seen to when the pattern is translated, q by taking it letter by letter.
_FLAGS: Final = {"s": 0, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0, "q": 0}
_GROUP_REFERENCE: Final = re.compile(r"\\(.)|\$(\d+)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; its methods spend the budget by length and by time."""

    compiled: "regex.Pattern[str]"

    def is_found_in(self, text: str, budget: Budget) -> bool:
        """Tell whether the pattern is found anywhere in the text."""
        budget.spend_characters(len(text))
        with _timed(budget) as seconds:
            return self.compiled.search(text, timeout=seconds) is not None

    def replaced_in(self, text: str, replacement: str, budget: Budget) -> str:
        """Replace every match; a pattern that matches nothing at all is refused, as in XPath."""
        template = _template(replacement, self.compiled.groups)
        budget.spend_characters(len(text) * (1 + len(replacement)))
        with _timed(budget) as seconds:
            if self.compiled.fullmatch("", timeout=seconds):
                raise FeelValueError("The pattern matches the empty string.")
            replaced: str = self.compiled.sub(
                lambda match: "".join(
                    part if isinstance(part, str) else match[part] or "" for part in template
                ),
                text,
                timeout=seconds,
            )
        budget.spend_characters(len(replaced))
        return replaced

    def split(self, text: str, budget: Budget) -> list[str]:
        """Return what stands between the matches."""
        budget.spend(1 + len(text) // 4)
        parts, position = [], 0
        with _timed(budget) as seconds:
            for match in self.compiled.finditer(text, timeout=seconds):
                if match.end() > match.start():
                    parts.append(text[position : match.start()])
                    position = match.end()
        return [*parts, text[position:]]


@contextmanager
def _timed(budget: Budget) -> Iterator[float]:
    """Yield the seconds that are left for patterns, and take away those that were used."""
    if budget.pattern_seconds <= 0:
        raise _took_too_long()
    start = time.process_time()
    try:
        yield budget.pattern_seconds
    except TimeoutError as error:
        raise _took_too_long() from error
    finally:
        budget.pattern_seconds -= time.process_time() - start


def compile_pattern(pattern: str, flags: Value) -> Pattern:
    """Compile a pattern with flags (``s``, ``m``, ``i``, ``x``, ``q``), or raise FeelValueError."""
    if flags is not None and not isinstance(flags, str):
        raise FeelValueError("The flags of a pattern are a string.")
    if len(pattern) > _MAXIMUM_PATTERN:
        raise FeelValueError("The pattern is too long.")
    return _compiled(pattern, flags or "")


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Pattern:
    if not _FLAGS.keys() >= set(flags):
        raise FeelValueError("A flag of a pattern is one of s, m, i, x and q.")
    options = regex.VERSION1
    for flag in flags:
        options |= _FLAGS[flag]
    translated = regex.escape(pattern) if "q" in flags else translate(pattern, flags)
    try:
        return Pattern(regex.compile(translated, options))
    except (regex.error, RecursionError, OverflowError, MemoryError, IndexError) as error:
        raise FeelValueError("The pattern is not a regular expression.") from error


def _template(replacement: str, groups: int) -> list[str | int]:
    """Read a replacement: ``$1`` is a group; a backslash makes ``$`` and itself plain signs."""
    parts: list[str | int] = []
    for escaped, digits, plain in _GROUP_REFERENCE.findall(replacement):
        if digits:
            number = int(digits)
            while number > groups and number > 9:  # as many digits as there are groups
                number, rest = divmod(number, 10)
                digits, plain = str(number), str(rest) + plain
            parts.append(number if number <= groups else "")
            parts.append(plain)
        elif escaped:
            if escaped not in "\\$":
                raise FeelValueError("In a replacement only \\$ and \\\\ are escapes.")
            parts.append(escaped)
        elif plain in ("$", "\\"):
            raise FeelValueError("A $ in a replacement is followed by the number of a group.")
        else:
            parts.append(plain)
    return parts


def _took_too_long() -> BudgetExceededError:
    return BudgetExceededError("The pattern takes longer than it may.")
