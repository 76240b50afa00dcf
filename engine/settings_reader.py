"""Read workflows/settings.yaml."""

import datetime as dt
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final

from engine.bpmn.model import Formula
from engine.clauses import cited
from engine.errors import DefinitionError
from engine.names import SNAKE_CASE
from engine.settings import (
    FIELD_TYPES,
    FIXED_CASE_FIELDS,
    STATUTORY,
    Body,
    CaseField,
    Setting,
    Settings,
    SettingValue,
    TaskMails,
)
from engine.yaml_entries import EntriesReading
from engine.yaml_text import read_yaml

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MISREAD: Final = "A comparison with it could never be true."


def read_settings(content: bytes, *, file: str) -> Settings:
    """Read settings.yaml; raise DefinitionError with every problem found."""
    text = read_yaml(content, file=file)
    if not isinstance(text.value, dict):
        raise DefinitionError(
            [text.problem((), "The file is empty.", "Every diagram reads settings.", "fill it in.")]
        )
    reading = _Reading(text, [], text.value)
    settings = reading.everything()
    if reading.problems:
        raise DefinitionError(reading.problems)
    return settings


@dataclass(frozen=True, slots=True)
class _Reading(EntriesReading):
    read_by_entries = "The section is read by its entries."
    rely_on_words = "Readers and diagrams rely on it."

    root: dict[str, object]

    def everything(self) -> Settings:
        self._known((), self.root, ("facts", "case", "settings", "bodies", "task_mails"))
        facts = self.entries(("facts",), self.root.get("facts"))
        self._known(("facts",), facts, ("type", "contradictions", "defaults"))
        return Settings(
            file=self.text.file,
            facts_type=self._words(("facts", "type"), facts.get("type")),
            contradictions=(
                self._words(("facts", "contradictions"), facts["contradictions"])
                if "contradictions" in facts
                else None
            ),
            defaults=self._defaults(facts.get("defaults", {})),
            case={key: self._case_field(key, entry) for key, entry in self._named("case")},
            settings={key: self._setting(key, entry) for key, entry in self._named("settings")},
            bodies={key: self._body(key, entry) for key, entry in self._named("bodies")},
            lines=self.text.lines,
            task_mails=self._task_mails() if "task_mails" in self.root else None,
        )

    def _task_mails(self) -> TaskMails:
        entry = self.entries(("task_mails",), self.root["task_mails"])
        known = tuple(field.name for field in fields(TaskMails))
        self._known(("task_mails",), entry, known)
        return TaskMails(
            **{name: self._words(("task_mails", name), entry.get(name)) for name in known}
        )

    def _defaults(self, written: object) -> dict[str, str]:
        found = self.entries(("facts", "defaults"), written)
        for fact, value in found.items():
            if not isinstance(value, str):
                self._refuse(
                    ("facts", "defaults", fact),
                    "The fact is not text.",
                    "Every fact is a word; YAML reads no and yes without quotation marks otherwise.",
                    'write the word in quotation marks, for instance "no".',
                )
        return {fact: str(value) for fact, value in found.items()}

    def _named(self, section: str) -> list[tuple[str, dict[str, object]]]:
        found = self.entries((section,), self.root.get(section, {}))
        entries = []
        for key, entry in found.items():
            path = (section, key)
            if not SNAKE_CASE.fullmatch(key):
                self._refuse(path, f'"{key}" is not snake case.', "Formulas read it by this name.")
            if section == "case" and key in FIXED_CASE_FIELDS:
                self._refuse(path, f'Every case has "{key}" already.', "It cannot have two values.")
            entries.append((key, self.entries(path, entry)))
        return entries

    def _setting(self, key: str, entry: dict[str, object]) -> Setting:
        path = ("settings", key)
        self._known(path, entry, ("value", "unit", "source", "clause", "clock"))
        value = _value(entry.get("value"))
        if value is None:
            self._refuse(
                (*path, "value"), "The setting has no value.", "A formula that reads it would fail."
            )
        return Setting(
            key,
            value="" if value is None else value,
            unit=self._words((*path, "unit"), entry.get("unit")),
            source=self._words((*path, "source"), entry.get("source")),
            line=self.text.line(*path),
            clauses=self._clauses(path, entry),
            statutory=self._statutory(path, entry),
        )

    def _clauses(self, path: tuple[str, str], entry: dict[str, object]) -> tuple[str, ...]:
        if "clause" not in entry:
            return ()
        return cited(self._words((*path, "clause"), entry["clause"]))

    def _statutory(self, path: tuple[str, str], entry: dict[str, object]) -> bool:
        written = entry.get("clock", STATUTORY)
        if written != STATUTORY:
            self._refuse(
                (*path, "clock"),
                f'"{written}" is no clock.',
                "Whether a hold stops it would be unclear.",
                f'write "clock: {STATUTORY}", or leave the entry out for the clock of the case.',
            )
        return "clock" in entry

    def _case_field(self, key: str, entry: dict[str, object]) -> CaseField:
        path = ("case", key)
        self._known(path, entry, ("type", "values", "initial", "value", "clock"))
        kind = self._words((*path, "type"), entry.get("type"))
        if kind and kind not in FIELD_TYPES:
            self._refuse(
                (*path, "type"),
                f'"{kind}" is not a type.',
                "The field could not be compared with anything.",
                f"use one of {', '.join(FIELD_TYPES)}.",
            )
        values = self._choices(path, entry) if kind == "choice" else {}
        initial = _value(entry.get("initial"))
        if values and initial is not None and initial not in values:
            self._refuse((*path, "initial"), f'"{initial}" is not one of the values.', _MISREAD)
        return CaseField(
            key,
            type=kind,
            values=values,
            initial=initial,
            formula=self._formula(path, entry.get("value")),
            line=self.text.line(*path),
            statutory=self._statutory(path, entry),
        )

    def _choices(self, path: tuple[str, str], entry: dict[str, object]) -> dict[str, str]:
        written = entry.get("values")
        if not isinstance(written, dict) or not written:
            self._refuse(
                path, "The choice has no values.", _MISREAD, "list each value with its words."
            )
            return {}
        return {str(value): str(words) for value, words in written.items()}

    def _formula(self, path: tuple[str, str], written: object) -> Formula | None:
        if written is None:
            return None
        line = self.text.line(*path, "value")
        if isinstance(written, str) and written.startswith("="):
            return Formula(written[1:].strip(), line, f"value of case.{path[1]} at receipt")
        self._refuse(
            (*path, "value"),
            "The value is not a formula.",
            "It is worked out when the case is received.",
            'begin it with "=", or use initial for a fixed value.',
        )
        return None

    def _body(self, key: str, entry: dict[str, object]) -> Body:
        path = ("bodies", key)
        self._known(path, entry, ("name", "email"))
        email = self._words((*path, "email"), entry.get("email"))
        if email and not _EMAIL.fullmatch(email):
            self._refuse(
                (*path, "email"), "This is not a mail address.", "Notices could not be sent."
            )
        return Body(key, name=self._words((*path, "name"), entry.get("name")), email=email)


def _value(written: object) -> SettingValue | None:
    if isinstance(written, bool | str):
        return written
    if isinstance(written, dt.date) and not isinstance(written, dt.datetime):
        return written
    if isinstance(written, int | float):
        return Decimal(str(written))
    return None
