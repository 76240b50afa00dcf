"""From text to tokens: numbers, strings, words and symbols, each with its place.

Names are not tokens: FEEL's names may hold spaces and operator signs, so which words form a name depends
on the names in scope. The parser puts words together (`names`).
"""

import re
from enum import Enum
from typing import Final, NamedTuple

from engine.feel.errors import FeelSyntaxError
from engine.feel.syntax import Position

MAXIMUM_CHARACTERS: Final = 5_000


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    STRING = "string"
    AT = "date or time literal"
    WORD = "word"
    SYMBOL = "symbol"
    END = "end of the text"


class Token(NamedTuple):
    """A token: ``text`` is as written, for strings with the escapes resolved."""

    kind: Kind
    text: str
    at: Position
    start: int
    end: int


# Characters that names may begin with and go on with: grammar rules 27 to 29 of the standard.
_START: Final = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u167F\u1681-\u1FFF"
    r"\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFEFE\uFF00-\uFFFD"
    r"\U00010000-\U000EFFFF"
)
_PART: Final = _START + r"0-9\u00B7\u0300-\u036F\u203F\u2040"
_SPACE: Final = (
    r"[\t\n\v\f\r \u0085\u00A0\u1680\u180E\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]"
)

_TOKEN: Final = re.compile(
    rf"""
      (?P<space>{_SPACE}+ | //[^\n\r]* | /\*.*?\*/)
    | (?P<open_comment>/\*)
    | (?P<range>\.\.)
    | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<at>@{_SPACE}*"(?:[^"\\\n\r]|\\.)*")
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<open_string>@?{_SPACE}*")
    | (?P<word>[{_START}][{_PART}]*)
    | (?P<symbol>\*\*|<=|>=|!=|->|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS: Final = {
    "range": Kind.SYMBOL,
    "number": Kind.NUMBER,
    "at": Kind.AT,
    "string": Kind.STRING,
    "word": Kind.WORD,
    "symbol": Kind.SYMBOL,
}
_QUOTED: Final = ("at", "string")
_UNFINISHED: Final = {
    "open_string": ("a string without an end", 'a closing "'),
    "open_comment": ("a comment without an end", "a closing */"),
}
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|[nrt'\"\\])"
)
_SIMPLE_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "'": "'", '"': '"', "\\": "\\"}


def tokenize(text: str, line: int = 1, column: int = 1) -> list[Token]:
    """Return the tokens of the text and an END token; the text begins at this line and column."""
    if len(text) > MAXIMUM_CHARACTERS:
        raise FeelSyntaxError(
            line, column, f"{len(text)} characters", f"at most {MAXIMUM_CHARACTERS}"
        )
    tokens = []
    position, line_start = 0, 1 - column
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:  # cannot be: the last branch takes any character
            break
        group, written, end = match.lastgroup or "symbol", match.group(), match.end()
        column = position - line_start + 1
        if group in _UNFINISHED:
            raise FeelSyntaxError(line, column, *_UNFINISHED[group])
        if group != "space":
            text_of_token = _inside(written) if group in _QUOTED else written
            at = Position(line, column)
            tokens.append(Token(_KINDS[group], text_of_token, at, position, end))
        if "\n" in written:
            line += written.count("\n")
            line_start = position + written.rindex("\n") + 1
        position = end
    at = Position(line, position - line_start + 1)
    tokens.append(Token(Kind.END, "", at, position, position))
    return tokens


def _inside(written: str) -> str:
    inside = written[written.index('"') + 1 : -1]
    return _ESCAPE.sub(_resolve, inside) if "\\" in inside else inside


def _resolve(escape: re.Match[str]) -> str:
    written = escape.group()[1:]
    if written in _SIMPLE_ESCAPES:
        return _SIMPLE_ESCAPES[written]
    if len(written) > 7:  # a pair of surrogates stands for one character
        high, low = int(written[1:5], 16), int(written[7:11], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    code = int(written[1:], 16)
    return chr(code) if code <= 0x10FFFF else escape.group()
