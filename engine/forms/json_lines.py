"""JSON read with the line of every object, so that a problem can say where it stands.

Python's own reader does the work for strings and numbers; what is added is the lines, and refusals
of duplicate names and of deep nesting, which it would let pass.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MAX_DEPTH: Final = 40
_STRINGS: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_SCALAR: Final = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")


class JsonTextError(ValueError):
    """The text is not JSON; ``line`` says where, ``args[0]`` what was expected."""

    def __init__(self, sentence: str, line: int) -> None:
        """Keep both for the problem."""
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True, slots=True)
class JsonObject(Mapping[str, Any]):
    """A JSON object that knows its line and the line of each of its names."""

    line: int
    members: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        """Return the value under the name."""
        return self.members[key]

    def __iter__(self) -> Any:
        """Iterate over the names as written."""
        return iter(self.members)

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self.members)

    def line_of(self, key: str) -> int:
        """Return the line of the name, or of the object where it is missing."""
        return self.lines.get(key, self.line)


def read_json(text: str) -> Any:
    """Return the value written in the text, its objects as `JsonObject`; raises JsonTextError."""
    reader = _Reader(text)
    value = reader.value(0)
    reader.skip_space()
    if reader.at < len(text):
        raise reader.refusal("the file goes on after its end")
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._line = 1
        self._counted_to = 0

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line

    def refusal(self, sentence: str) -> JsonTextError:
        return JsonTextError(sentence, self.line())

    def skip_space(self) -> str:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise self.refusal(f"the file nests deeper than {MAX_DEPTH} levels")
        first = self.skip_space()
        if first == "{":
            return self.object(depth)
        if first == "[":
            return self.list(depth)
        if first == '"':
            return self.string()
        scalar = _SCALAR.match(self.text, self.at)
        if scalar is None:
            raise self.refusal("a value was expected")
        self.at = scalar.end()
        return json.loads(scalar.group())

    def string(self) -> str:
        try:
            value, self.at = _STRINGS.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            raise self.refusal("a text is not ended, or holds a character it may not") from error
        return str(value)

    def list(self, depth: int) -> list[Any]:
        self.at += 1
        items: list[Any] = []
        if self.skip_space() == "]":
            self.at += 1
            return items
        while True:
            items.append(self.value(depth + 1))
            if self._another("]"):
                continue
            return items

    def object(self, depth: int) -> JsonObject:
        line = self.line()
        self.at += 1
        members: dict[str, Any] = {}
        lines: dict[str, int] = {}
        if self.skip_space() == "}":
            self.at += 1
            return JsonObject(line)
        while True:
            if self.skip_space() != '"':
                raise self.refusal("a name in double quotes was expected")
            name_line = self.line()
            name = self.string()
            if name in members:
                raise self.refusal(f'the name "{name}" stands twice in one object')
            if self.skip_space() != ":":
                raise self.refusal("a colon was expected")
            self.at += 1
            members[name] = self.value(depth + 1)
            lines[name] = name_line
            if not self._another("}"):
                return JsonObject(line, members, lines)

    def _another(self, closing: str) -> bool:
        """Step over a comma (True) or the closing bracket (False)."""
        mark = self.skip_space()
        self.at += 1
        if mark == ",":
            return True
        if mark == closing:
            return False
        self.at -= 1
        raise self.refusal(f'a comma or "{closing}" was expected')
