"""A place in the tokens: what the parser looks at, takes, expects, and how deep it stands."""

from typing import Final, NoReturn, TypeAlias

from engine.feel.errors import FeelSyntaxError
from engine.feel.names import NameTable, plain_words
from engine.feel.syntax import Position
from engine.feel.tokens import Kind, Token, tokenize

MAXIMUM_NESTING: Final = 50
MAXIMUM_CHAIN: Final = 200


Mark: TypeAlias = tuple[int, int, NameTable, NameTable]


class Cursor:
    """Reads tokens one after the other; every refusal names the place and what was expected."""

    def __init__(
        self,
        text: str,
        variables: NameTable,
        properties: NameTable,
        line: int,
        column: int,
    ) -> None:
        """Begin at the first token of the text, which begins at this line and column.

        The tables are never changed; what the text itself names goes into copies.
        """
        self._text = text
        self._tokens = tokenize(text, line, column)
        self._index = 0
        self._nesting = 0
        self.variables = variables
        self.properties = properties

    @property
    def token(self) -> Token:
        """The token under the cursor."""
        return self._tokens[self._index]

    @property
    def at(self) -> Position:
        """Where the token under the cursor stands."""
        return self._tokens[self._index].at

    def after(self, distance: int = 1) -> Token:
        """Return a later token without moving."""
        return self._tokens[min(self._index + distance, len(self._tokens) - 1)]

    def sees(self, *texts: str) -> bool:
        """Tell whether a symbol or word with one of these texts is under the cursor."""
        token = self._tokens[self._index]
        return token.text in texts and token.kind in (Kind.SYMBOL, Kind.WORD)

    def take(self) -> Token:
        """Return the token under the cursor and go on."""
        token = self._tokens[self._index]
        if token.kind is not Kind.END:
            self._index += 1
        return token

    def takes(self, *texts: str) -> bool:
        """Go on past a symbol or word with one of these texts, if it is there."""
        seen = self.sees(*texts)
        if seen:
            self._index += 1
        return seen

    def expect(self, text: str) -> Token:
        """Take a symbol or word with this text, or refuse."""
        if not self.sees(text):
            self.refuse(f'"{text}"')
        return self.take()

    def expect_end(self) -> None:
        """Refuse anything that is left."""
        if self.token.kind is not Kind.END:
            self.refuse("an operator or the end of the text")

    def refuse(self, expected: str) -> NoReturn:
        """Raise FeelSyntaxError for the token under the cursor."""
        token = self.token
        found = token.kind.value if token.kind is Kind.END else f"{token.kind.value} {token.text!r}"
        raise FeelSyntaxError(token.at.line, token.at.column, found, expected)

    def go_deeper(self) -> None:
        """Stand one level deeper; refuse texts that nest too deeply to be evaluated safely."""
        self._nesting += 1
        if self._nesting > MAXIMUM_NESTING:
            self.refuse(f"at most {MAXIMUM_NESTING} levels of nesting")

    def come_back(self) -> None:
        """Stand one level higher again."""
        self._nesting -= 1

    def check_chain(self, links: int) -> None:
        """Refuse a chain of operators or paths that is too long to be evaluated safely."""
        if links > MAXIMUM_CHAIN:
            self.refuse(f"at most {MAXIMUM_CHAIN} operators in a row")

    def mark(self) -> Mark:
        """Return where the cursor stands and which names are in scope, for `return_to`."""
        return self._index, self._nesting, self.variables, self.properties

    def return_to(self, mark: Mark) -> None:
        """Stand again where the mark was taken."""
        self._index, self._nesting, self.variables, self.properties = mark

    def stands_in_a_longer_name(self) -> bool:
        """Tell whether a name in scope of several tokens begins here."""
        return self.variables.longest(self._tokens, self._index) is not None

    def take_name(self, table: NameTable, expected: str) -> str:
        """Take the longest name of the table that stands here, or else the plain words."""
        known = table.longest(self._tokens, self._index)
        if self.token.kind is not Kind.WORD and known is None:
            self.refuse(expected)
        name, end = plain_words(self._tokens, self._index)
        if known is not None and known[1] >= end:
            name, end = known
        self._index = end
        return name

    def name_before(self, *ends: str) -> str | None:
        """Return the name that stands between here and one of these symbols, without moving."""
        index = self._index
        while self._tokens[index].text not in ends or self._tokens[index].kind is not Kind.SYMBOL:
            if not _may_stand_in_a_name(self._tokens[index]):
                return None
            index += 1
        if index == self._index:
            return None
        return " ".join(self._text[self.token.start : self._tokens[index].start].split())

    def take_name_before(self, *ends: str, expected: str) -> str:
        """Take everything up to one of these symbols as one name, such as the key of a context."""
        name = self.name_before(*ends)
        if name is None:
            self.refuse(expected)
        while not self.sees(*ends):
            self._index += 1
        return name


def _may_stand_in_a_name(token: Token) -> bool:
    if token.kind is Kind.SYMBOL:
        return token.text in ("+", "-", "*", "**", "/", ".", "'", "&", "%")
    return token.kind in (Kind.WORD, Kind.NUMBER)
