"""The grammar of regular expressions in XPath 3.1 (XML Schema's, with anchors and back-references).

A pattern is read by that grammar and written anew for the `regex` library; what the grammar does not
know is refused, so that nothing of the library's own syntax can be reached.
"""

import re
from typing import Final

from engine.feel.errors import FeelValueError

MAXIMUM_REPEAT: Final = 1_000
MAXIMUM_PARTS: Final = 2_000
_MAXIMUM_NESTING: Final = 50

_QUANTITY: Final = re.compile(r"\{(\d{1,9})(,(\d{1,9})?)?\}", re.ASCII)
_CATEGORY: Final = re.compile(r"[pP]\{(?:Is([a-zA-Z0-9-]+)|([LMNPZSC][a-z]?))\}")
_SPECIAL: Final = ".\\?*+{}()|^$[]"
_ESCAPABLE: Final = "nrt\\|.?*+(){}-[]^$"
_WORD: Final = r"\p{P}\p{Z}\p{C}"
_NAME_START: Final = r"\p{L}_:"
_NAME_PART: Final = r"\p{L}\p{M}\p{Nd}_:.\-\u00B7"
_CLASSES: Final = {
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": f"[^{_WORD}]",
    "W": f"[{_WORD}]",
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME_PART}]",
    "C": f"[^{_NAME_PART}]",
}
# Blocks whose names in XML Schema are not those of Unicode today.
_RENAMED_BLOCKS: Final = {
    "Greek": "GreekandCoptic",
    "CombiningMarksforSymbols": "CombiningDiacriticalMarksforSymbols",
    "PrivateUse": "PrivateUseArea",
}


def translate(pattern: str, flags: str) -> str:
    """Return the pattern in the library's syntax, or raise FeelValueError."""
    return _Translator(pattern, flags).whole()


class _Translator:
    def __init__(self, pattern: str, flags: str) -> None:
        self._pattern = _without_space(pattern) if "x" in flags else pattern
        self._flags = flags
        self._index = 0
        self._nesting = 0
        self._parts = 0
        self._opened = 0
        self._closed: set[int] = set()

    def whole(self) -> str:
        translated = self._alternatives()
        if self._index < len(self._pattern):
            raise _refusal()
        return translated

    def _peek(self) -> str:
        return self._pattern[self._index : self._index + 1]

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise _refusal()
        self._index += 1
        return character

    def _alternatives(self) -> str:
        branches = [self._branch()]
        while self._peek() == "|":
            self._index += 1
            branches.append(self._branch())
        return "|".join(branches)

    def _branch(self) -> str:
        pieces = []
        while self._peek() not in ("", "|", ")"):
            before = self._parts
            atom = self._atom()
            pieces.append(atom + self._quantifier(before))
        return "".join(pieces)

    def _count(self, parts: int) -> None:
        """Count parts as often as they repeat: the library lays {1000} out in memory."""
        self._parts += parts
        if self._parts > MAXIMUM_PARTS:
            raise FeelValueError("The pattern has too many parts.")

    def _quantifier(self, before: int) -> str:
        sign = self._peek()
        if sign == "{":
            sign = self._quantity(self._parts - before)
        elif sign and sign in "?*+":
            self._index += 1
        else:
            return ""
        if self._peek() == "?":
            self._index += 1
            sign += "?"
        return sign

    def _quantity(self, parts: int) -> str:
        match = _QUANTITY.match(self._pattern, self._index)
        if match is None:
            raise _refusal()
        low, high = int(match[1]), int(match[3] or match[1])
        if high < low or high > MAXIMUM_REPEAT:
            raise FeelValueError(f"A part of a pattern repeats at most {MAXIMUM_REPEAT} times.")
        self._index = match.end()
        self._count(parts * high)
        return match.group()

    def _atom(self) -> str:
        self._count(1)
        character = self._take()
        match character:
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case ".":
                return "(?s:.)" if "s" in self._flags else r"[^\n\r]"
            case "^":
                return "^"
            case "$":
                return "$" if "m" in self._flags else r"\Z"
        if character in _SPECIAL:
            raise _refusal()
        return _literal(character)

    def _group(self) -> str:
        self._nesting += 1
        if self._nesting > _MAXIMUM_NESTING:
            raise _refusal()
        captures = not self._pattern.startswith("?:", self._index)
        if captures:
            self._opened += 1
            number = self._opened
        else:
            self._index += 2
        inside = self._alternatives()
        if self._take() != ")":
            raise _refusal()
        self._nesting -= 1
        if captures:
            self._closed.add(number)
            return f"({inside})"
        return f"(?:{inside})"

    def _escape(self) -> str:
        character = self._peek()
        if character.isdigit():
            return self._back_reference()
        return self._single_escape() or self._class_escape()

    def _back_reference(self) -> str:
        """Read as many digits as there are groups; the group must be closed before."""
        number = int(self._take())
        while self._peek().isdigit() and number * 10 + int(self._peek()) <= self._opened:
            number = number * 10 + int(self._take())
        if number not in self._closed:
            raise FeelValueError("The pattern refers to a group that is not there.")
        return f"(?:\\{number})"

    def _single_escape(self) -> str:
        character = self._peek()
        if not character or character not in _ESCAPABLE:
            return ""
        self._index += 1
        return f"\\{character}" if character in "nrt" else _literal(character)

    def _class_escape(self) -> str:
        match = _CATEGORY.match(self._pattern, self._index)
        if match is not None:
            self._index = match.end()
            block = _RENAMED_BLOCKS.get(match[1], match[1])
            name = f"In{block}" if block else match[2]
            return f"\\{match.group()[0]}{{{name}}}"
        character = self._take()
        if character not in _CLASSES:
            raise _refusal()
        return _CLASSES[character]

    def _class(self) -> str:
        self._nesting += 1
        if self._nesting > _MAXIMUM_NESTING:
            raise _refusal()
        opening = "["
        if self._peek() == "^":
            self._index += 1
            opening = "[^"
        parts: list[str] = []
        subtracted = ""
        while self._peek() != "]" or not parts:
            if parts and self._pattern.startswith("-[", self._index):
                self._index += 2
                subtracted = f"--{self._class()}"
                break
            parts.append(self._class_part())
        if self._take() != "]":
            raise _refusal()
        self._nesting -= 1
        # What is subtracted is taken from the negated group too: [^a-z-[0-9]].
        return f"[{opening}{''.join(parts)}]{subtracted}]"

    def _class_part(self) -> str:
        if self._peek() == "\\":
            self._index += 1
            low = self._single_escape()
            if not low:
                return self._class_escape()
        else:
            low = self._plain_in_class()
        following = self._pattern[self._index : self._index + 2]
        if len(following) < 2 or following[0] != "-" or following[1] in "[]":
            return low
        self._index += 1
        high = self._range_end()
        if _code(low) > _code(high):
            raise _refusal()
        return f"{low}-{high}"

    def _plain_in_class(self) -> str:
        character = self._take()
        if character in "[]":
            raise _refusal()
        return _literal(character)

    def _range_end(self) -> str:
        if self._peek() != "\\":
            return self._plain_in_class()
        self._index += 1
        return self._single_escape() or self._refuse_class_as_end()

    def _refuse_class_as_end(self) -> str:
        raise _refusal()


def _literal(character: str) -> str:
    """Write a character so that the library takes it as itself, anywhere."""
    return character if character.isalnum() else f"\\U{ord(character):08X}"


def _code(literal: str) -> int:
    if literal.startswith("\\U"):
        return int(literal[2:], 16)
    return ord({"\\n": "\n", "\\r": "\r", "\\t": "\t"}.get(literal, literal))


def _without_space(pattern: str) -> str:
    """Leave out white space outside classes, as the flag x asks."""
    kept, depth, escaped = [], 0, False
    for character in pattern:
        if depth == 0 and character in " \t\n\r":
            continue
        if not escaped:
            depth += {"[": 1, "]": -1}.get(character, 0)
        escaped = character == "\\" and not escaped
        kept.append(character)
    return "".join(kept)


def _refusal() -> FeelValueError:
    return FeelValueError("The pattern is not a regular expression.")
