"""Regular expressions as XPath and XQuery write them, for ``matches``, ``replace`` and ``split``.

They run on the `regex` library, which knows Unicode categories and subtraction of character classes, and
can be given a time limit: a pattern that backtracks for ever ends as an exceeded budget.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from engine.feel.budget import Budget
from engine.feel.errors import BudgetExceededError, FeelValueError
from engine.feel.values import Value

TIME_LIMIT_IN_SECONDS: Final = 0.02
_MAXIMUM_PATTERN: Final = 1_000
_MAXIMUM_REPEAT: Final = 1_000

_FLAGS: Final = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0}
_NAME_START: Final = r"\p{L}_:"
_NAME_PART: Final = r"\p{L}\p{M}\p{Nd}_:.\-"
_REPEAT: Final = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_GROUP_REFERENCE: Final = re.compile(r"\\(.)|\$(\d+)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; its methods spend the budget by length and stop at the time limit."""

    compiled: "regex.Pattern[str]"

    def is_found_in(self, text: str, budget: Budget) -> bool:
        """Tell whether the pattern is found anywhere in the text."""
        budget.spend_characters(len(text))
        try:
            return self.compiled.search(text, timeout=TIME_LIMIT_IN_SECONDS) is not None
        except TimeoutError as error:
            raise _took_too_long() from error

    def replaced_in(self, text: str, replacement: str, budget: Budget) -> str:
        """Replace every match; a pattern that matches nothing at all is refused, as in XPath."""
        template = _template(replacement, self.compiled.groups)
        budget.spend_characters(len(text) * (1 + len(replacement)))
        try:
            if self.compiled.fullmatch("", timeout=TIME_LIMIT_IN_SECONDS):
                raise FeelValueError("The pattern matches the empty string.")
            return self.compiled.sub(
                lambda match: "".join(
                    part if isinstance(part, str) else match[part] or "" for part in template
                ),
                text,
                timeout=TIME_LIMIT_IN_SECONDS,
            )
        except TimeoutError as error:
            raise _took_too_long() from error

    def split(self, text: str, budget: Budget) -> list[str]:
        """Return what stands between the matches."""
        budget.spend(1 + len(text) // 4)
        parts, position = [], 0
        try:
            for match in self.compiled.finditer(text, timeout=TIME_LIMIT_IN_SECONDS):
                if match.end() > match.start():
                    parts.append(text[position : match.start()])
                    position = match.end()
        except TimeoutError as error:
            raise _took_too_long() from error
        return [*parts, text[position:]]


def compile_pattern(pattern: str, flags: Value) -> Pattern:
    """Compile a pattern with flags (``s``, ``m``, ``i``, ``x``, ``q``), or raise FeelValueError."""
    if flags is not None and not isinstance(flags, str):
        raise FeelValueError("The flags of a pattern are a string.")
    if len(pattern) > _MAXIMUM_PATTERN:
        raise FeelValueError("The pattern is too long.")
    return _compiled(pattern, flags or "")


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Pattern:
    if set(flags) - {*_FLAGS, "q"}:
        raise FeelValueError("A flag of a pattern is one of s, m, i, x and q.")
    options = regex.VERSION1
    for flag in set(flags) - {"q"}:
        options |= _FLAGS[flag]
    translated = regex.escape(pattern) if "q" in flags else _translate(pattern, "x" in flags)
    try:
        return Pattern(regex.compile(translated, options))
    except (regex.error, RecursionError, OverflowError, MemoryError, IndexError) as error:
        raise FeelValueError("The pattern is not a regular expression.") from error


def _translate(pattern: str, ignore_space: bool) -> str:
    """Write an XPath pattern in the library's own syntax."""
    translated: list[str] = []
    depth, index = 0, 0
    while index < len(pattern):
        character = pattern[index]
        if character == "\\":
            translated.append(_escape(pattern, index, depth > 0))
            index += _escape_length(pattern, index)
            continue
        if character == "[":
            # Within a class a bracket opens only what is subtracted: [a-z-[aeiou]].
            if depth and translated[-1] == "-":
                translated[-1] = "--"
            depth += 1
        elif character == "]" and depth:
            depth -= 1
        elif not depth:
            character = _outside_classes(pattern, index, ignore_space)
        elif character in "&|~" and pattern[index + 1 : index + 2] == character:
            character = "\\" + character
        translated.append(character)
        index += 1
    return "".join(translated)


def _outside_classes(pattern: str, index: int, ignore_space: bool) -> str:
    character = pattern[index]
    if ignore_space and character in " \t\n\r":
        return ""
    if pattern.startswith("(?", index) and not pattern.startswith("(?:", index):
        raise FeelValueError("A group of a pattern may begin with ?: only.")
    if character == "{":
        repeat = _REPEAT.match(pattern, index)
        if repeat is None or any(int(n) > _MAXIMUM_REPEAT for n in repeat.groups() if n):
            raise FeelValueError(f"A part repeats at most {_MAXIMUM_REPEAT} times.")
    return character


def _escape_length(pattern: str, index: int) -> int:
    if pattern[index + 1 : index + 3] in ("p{", "P{"):
        end = pattern.find("}", index)
        return end + 1 - index if end > 0 else 3
    return 2


def _escape(pattern: str, index: int, in_class: bool) -> str:
    written = pattern[index : index + _escape_length(pattern, index)]
    following = written[1:2]
    if following in ("p", "P") and written.endswith("}"):
        inside = written[3:-1]
        block = f"In{inside[2:]}" if inside.startswith("Is") else inside
        return f"\\{following}{{{block}}}"
    if following in ("i", "c"):
        names = _NAME_START if following == "i" else _NAME_PART
        return names if in_class else f"[{names}]"
    if following in ("I", "C"):
        return f"[^{_NAME_START if following == 'I' else _NAME_PART}]"
    if following and (following in "nrtdDsSwW.\\?*+{}()[]^$|-" or following.isdigit()):
        return written
    raise FeelValueError("The pattern has an escape that does not exist.")


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
