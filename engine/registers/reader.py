"""Read workflows/registers.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.bpmn.model import Formula
from engine.clauses import cited
from engine.errors import DefinitionError
from engine.names import SNAKE_CASE
from engine.registers.definition import FIELD_TYPES, Register, RegisterField
from engine.yaml_entries import UNREAD, EntriesReading
from engine.yaml_text import Path, read_yaml

REGISTERS: Final = "workflows/registers.yaml"
_MEMBERS: Final = ("title", "one", "about", "clause", "fields", "states", "state", "due")
_FIELD_MEMBERS: Final = ("label", "type", "values", "listed", "reported")
_RESERVED: Final = ("settings", "facts", "case", "row")


def read_registers(content: bytes, *, file: str) -> Mapping[str, Register]:
    """Return the registers by key; raise DefinitionError with every problem found."""
    text = read_yaml(content, file=file)
    reading = _Reading(text, [])
    registers = {
        key: reading.register(key, entry) for key, entry in reading.entries((), text.value).items()
    }
    if reading.problems:
        raise DefinitionError(reading.problems)
    return registers


@dataclass(frozen=True, slots=True)
class _Reading(EntriesReading):
    read_by_entries = "A register is read by its entries."

    def register(self, key: str, written: object) -> Register:
        path: Path = (key,)
        entry = self.entries(path, written)
        self._known(path, entry, _MEMBERS)
        self._snake(path, key)
        states = self.entries((key, "states"), entry.get("states", {}))
        return Register(
            key=key,
            title=self._words((key, "title"), entry.get("title")),
            one=self._words((key, "one"), entry.get("one")),
            about=self._words((key, "about"), entry.get("about")),
            clauses=cited(self._words((key, "clause"), entry.get("clause"))),
            fields={
                name: self._field((key, "fields", name), name, each)
                for name, each in self.entries((key, "fields"), entry.get("fields")).items()
            },
            states={state: self._words((key, "states", state), w) for state, w in states.items()},
            state=self._formula((key, "state"), entry.get("state"), f"state of {key}"),
            due=self._formula((key, "due"), entry["due"], f"due date of {key}")
            if "due" in entry
            else None,
            line=self.text.line(*path),
        )

    def _field(self, path: Path, key: str, written: object) -> RegisterField:
        entry = self.entries(path, written)
        self._known(path, entry, _FIELD_MEMBERS)
        self._snake(path, key)
        if key in _RESERVED:
            self._refuse(
                path, f'A field may not be called "{key}".', "Formulas read another thing."
            )
        kind = self._words((*path, "type"), entry.get("type"))
        if kind and kind not in FIELD_TYPES:
            self._refuse(
                (*path, "type"),
                f'"{kind}" is not a type.',
                "The field could not be compared with anything.",
                f"use one of {', '.join(FIELD_TYPES)}.",
            )
        values = self.entries((*path, "values"), entry.get("values", {}))
        if bool(values) is not (kind == "choice"):
            self._refuse(path, "A choice has values, and nothing else has.", UNREAD)
        for name in ("listed", "reported"):
            if not isinstance(entry.get(name, False), bool):
                self._refuse((*path, name), f'"{name}" is not true or false.', UNREAD)
        return RegisterField(
            key=key,
            label=self._words((*path, "label"), entry.get("label")),
            type=kind,
            values={value: self._words((*path, "values", value), w) for value, w in values.items()},
            listed=entry.get("listed") is True,
            reported=entry.get("reported") is True,
            line=self.text.line(*path),
        )

    def _formula(self, path: Path, written: object, where: str) -> Formula:
        line = self.text.line(*path)
        if isinstance(written, str) and written.startswith("="):
            return Formula(written[1:].strip(), line, where)
        self._refuse(
            path,
            "There is no formula here.",
            "It is worked out for each row.",
            'begin it with "=".',
        )
        return Formula("null", line, where)

    def _snake(self, path: Path, key: str) -> None:
        if not SNAKE_CASE.fullmatch(key):
            self._refuse(path, f'"{key}" is not snake case.', "Formulas read it by this name.")
