"""Names made of several tokens: found by the longest name in scope, else by joining plain words."""

from collections.abc import Iterable, Sequence
from typing import Final

from engine.feel.errors import FeelSyntaxError
from engine.feel.tokens import Kind, Token, tokenize

_ALWAYS_ENDS_A_NAME: Final = frozenset(
    ("and", "between", "else", "in", "or", "return", "satisfies", "then")
)


class NameTable:
    """Names in scope by their first token; names can be put in for a while and taken out again."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Begin with these names."""
        self._spellings: dict[str, list[tuple[str, ...]]] = {}
        self._names: dict[tuple[str, ...], str] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Put a name in scope; the first spelling of the same tokens is the one that counts."""
        spelling = _spelling(name)
        if len(spelling) < 2 or spelling in self._names:
            return  # one token is found without a table
        self._names[spelling] = name
        same_start = self._spellings.setdefault(spelling[0], [])
        same_start.append(spelling)
        same_start.sort(key=len, reverse=True)

    def joined(self, other: "NameTable | None" = None) -> "NameTable":
        """Return a table of its own with the names of this one and of another."""
        both = NameTable()
        both._names = {**self._names, **(other._names if other else {})}
        for spelling in both._names:
            both._spellings.setdefault(spelling[0], []).append(spelling)
        for same_start in both._spellings.values():
            same_start.sort(key=len, reverse=True)
        return both

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
        """Return the longest name that stands at ``start`` and where it ends, if there is one."""
        for spelling in self._spellings.get(tokens[start].text, ()):
            end = start + len(spelling)
            if end < len(tokens) and all(
                token.text == part and token.kind is not Kind.STRING
                for token, part in zip(tokens[start:end], spelling, strict=True)
            ):
                return self._names[spelling], end
        return None


def plain_words(tokens: Sequence[Token], start: int) -> tuple[str, int]:
    """Join the words (and whole numbers after them) at ``start`` that no keyword separates."""
    end = start + 1
    while _continues(tokens, end):
        end += 1
    return " ".join(token.text for token in tokens[start:end]), end


def _continues(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind is Kind.NUMBER:
        return token.text.isdigit()
    if token.kind is not Kind.WORD or token.text in _ALWAYS_ENDS_A_NAME:
        return False
    return not (token.text == "instance" and tokens[index + 1].text == "of")


def _spelling(name: str) -> tuple[str, ...]:
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except FeelSyntaxError:
        return ()  # a name that no text can spell, such as one with a quotation mark
