"""workflows/rules.yaml: what the decision tables hold for every set of facts, read as entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.dmn.proofs import Claim, FactClaim, Order, Said
from engine.errors import DefinitionError
from engine.names import nearest
from engine.problems import Problem
from engine.yaml_text import Path, YamlText, read_yaml

RULES: Final = "workflows/rules.yaml"
FACTS: Final = "facts"

Plain: TypeAlias = str | bool
"""A value as the rules write it: a word, or true or false."""


@dataclass(frozen=True, slots=True)
class Monotone:
    """As the input rises, the output never falls; ``known_only``: over sets in which nothing is unknown."""

    because: str
    line: int
    said: Said
    output_order: Order
    fact: str
    input_order: Order
    known_only: bool


@dataclass(frozen=True, slots=True)
class Implies:
    """Whenever all of the first hold, so does the second."""

    because: str
    line: int
    given: tuple[Claim | FactClaim, ...]
    then: Claim


@dataclass(frozen=True, slots=True)
class UnknownNeverGives:
    """Making one known fact unknown never turns another answer into the value."""

    because: str
    line: int
    said: Said
    value: Plain


TableRule: TypeAlias = Monotone | Implies | UnknownNeverGives


def read_table_rules(content: bytes, *, file: str) -> tuple[TableRule, ...]:
    """Read the rules in the order of the file; raise DefinitionError with every problem found."""
    text = read_yaml(content, file=file)
    reading = _Reading(text, [])
    rules = tuple(reading.rules())
    if reading.problems:
        raise DefinitionError(reading.problems)
    return rules


_KEYS: Final = {
    "monotone": (
        "because",
        "decision",
        "output",
        "output_order",
        "input",
        "input_order",
        "over",
    ),
    "implies": ("because", "when", "then"),
    "unknown_never_gives": ("because", "decision", "output", "value"),
}
_NOT_NEEDED: Final = ("over",)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of the file, and the problems met on the way."""

    text: YamlText
    problems: list[Problem]

    def rules(self) -> Iterator[TableRule]:
        for section, entries in self._mapping((), self.text.value, tuple(_KEYS)).items():
            if not isinstance(entries, list):
                self._refuse((section,), "This is not a list of entries.")
                continue
            for number, entry in enumerate(entries):
                path: Path = (section, number)
                before = len(self.problems)
                found = self._mapping(path, entry, _KEYS.get(section, ()))
                self._complete(path, found, _KEYS.get(section, ()))
                if len(self.problems) == before:
                    yield self._rule(path, section, found)

    def _rule(self, path: Path, section: str, entry: dict[str, object]) -> TableRule:
        because, line = self._word((*path, "because"), entry["because"]), self.text.line(*path)
        if section == "implies":
            given = tuple(self._claims((*path, "when"), entry["when"]))
            then = tuple(self._claims((*path, "then"), entry["then"]))
            match then:
                case (Claim() as claim,):
                    return Implies(because, line, given, claim)
            self._refuse((*path, "then"), "One output and its value belong here.")
            return Implies(because, line, given, Claim(Said("", ()), ()))
        said = Said(
            self._word((*path, "decision"), entry["decision"]),
            tuple(self._word((*path, "output"), entry["output"]).split(".")),
        )
        if section == "unknown_never_gives":
            return UnknownNeverGives(because, line, said, self._plain(path, "value", entry))
        over = entry.get("over")
        if over not in (None, "known"):
            self._refuse((*path, "over"), 'Only "known" can stand here.')
        return Monotone(
            because,
            line,
            said,
            self._order((*path, "output_order"), entry["output_order"]),
            self._word((*path, "input"), entry["input"]),
            self._order((*path, "input_order"), entry["input_order"]),
            over == "known",
        )

    def _claims(self, path: Path, written: object) -> Iterator[Claim | FactClaim]:
        for name, value in self._mapping(path, written, None).items():
            source, *output = name.split(".")
            values = value if isinstance(value, list) else [value]
            if not values or not all(isinstance(each, Plain) for each in values):
                self._refuse(
                    (*path, name), "A word, or true or false, or a list of them, belongs here."
                )
            elif source == FACTS:
                yield FactClaim(".".join(output), tuple(values))
            else:
                yield Claim(Said(source, tuple(output)), tuple(values))

    def _order(self, path: Path, written: object) -> Order:
        levels = written if isinstance(written, list) else []
        order = [tuple(level) if isinstance(level, list) else (level,) for level in levels]
        if len(order) < 2 or not all(isinstance(v, Plain) for level in order for v in level):
            self._refuse(path, "This is not an order of two or more values.")
            return ()
        return tuple(order)

    def _plain(self, path: Path, key: str, entry: dict[str, object]) -> Plain:
        value = entry[key]
        if isinstance(value, Plain):
            return value
        self._refuse((*path, key), "A word, or true or false, belongs here.")
        return ""

    def _word(self, path: Path, written: object) -> str:
        if isinstance(written, str) and written.strip():
            return written.strip()
        self._refuse(path, "Text is missing here.")
        return ""

    def _complete(self, path: Path, entry: dict[str, object], keys: tuple[str, ...]) -> None:
        missing = [key for key in keys if key not in entry and key not in _NOT_NEEDED]
        if missing:
            self._refuse(path, f"The entry lacks {', '.join(missing)}.")

    def _mapping(
        self, path: Path, written: object, known: tuple[str, ...] | None
    ) -> dict[str, object]:
        if not isinstance(written, dict):
            self._refuse(path, "Entries with names are missing here.")
            return {}
        for key in written:
            if known is not None and key not in known:
                near = nearest(key, known)
                self._refuse(
                    (*path, key),
                    f'"{key}" means nothing here.',
                    f'write "{near}".' if near else f"use one of {', '.join(known)}.",
                )
        return written

    def _refuse(self, path: Path, what: str, instead: str = "correct this entry.") -> None:
        why = "What is not read would not be proved, in silence."
        self.problems.append(self.text.problem(path, what, why, instead))
