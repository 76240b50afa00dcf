"""workflows/settings.yaml: the values an owner may change, the fields of `case`, and the outside bodies."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final

from engine.bpmn.model import Formula
from engine.clauses import cited
from engine.errors import DefinitionError
from engine.names import SNAKE_CASE, nearest
from engine.problems import Problem
from engine.yaml_text import Path, YamlText, read_yaml

# Every case has these besides the fields that the settings name; none of them can be set by a form.
FIXED_CASE_FIELDS: Final[dict[str, str]] = {
    "reference": "text",
    "date_received": "date",
    "notifier": "text",
    # Worked out from the holds of the case whenever they are read (engine.hold).
    "on_hold": "boolean",
    "held_since": "date",
    "held_days": "number",
    "elapsed_days": "number",
}
STATUTORY: Final = "statutory"
FIELD_TYPES: Final = ("choice", "date", "number")

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

SettingValue = Decimal | str | bool | dt.date


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that FEEL reads as ``settings.<key>``, with its unit and where it comes from.

    ``clauses`` are the clauses it serves. What is ``statutory`` is fixed by law or guidance: a deadline
    that reads it goes on while the case is on hold, and nobody extends it.
    """

    key: str
    value: SettingValue
    unit: str
    source: str
    line: int
    clauses: tuple[str, ...] = ()
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class CaseField:
    """A field of ``case``.

    ``type`` is one of FIELD_TYPES; ``values`` maps the values of a choice to their words; ``formula`` sets
    the field when the case is received, otherwise it begins as ``initial`` (or as null). ``statutory``
    means the same as of a setting.
    """

    key: str
    type: str
    values: Mapping[str, str]
    initial: SettingValue | None
    formula: Formula | None
    line: int
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body outside the Board that receives notices."""

    key: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class TaskMails:
    """Mails about tasks: names of texts, and the keys of the settings that say when they go.

    ``before`` is the setting of the working days before a due date, ``at`` that of the digest's hour.
    """

    new: str
    handed: str
    due_soon: str
    digest: str
    before: str
    at: str

    def messages(self) -> Mapping[str, str]:
        """Return the names of the texts by entry."""
        return {entry: getattr(self, entry) for entry in ("new", "handed", "due_soon", "digest")}


@dataclass(frozen=True, slots=True)
class Settings:
    """All of settings.yaml.

    ``facts_type`` names the item definition that is the vocabulary of facts, ``contradictions`` the
    decision whose rows refuse contradictory facts, ``defaults`` what each fact is before anyone is asked;
    ``lines`` give the line of an entry by its path.
    """

    file: str
    facts_type: str
    contradictions: str | None
    defaults: Mapping[str, str]
    case: Mapping[str, CaseField]
    settings: Mapping[str, Setting]
    bodies: Mapping[str, Body]
    lines: Mapping[Path, int]
    task_mails: TaskMails | None = None

    def values(self) -> Mapping[str, SettingValue]:
        """Return what FEEL reads as ``settings``."""
        return {key: setting.value for key, setting in self.settings.items()}


def read_settings(content: bytes, *, file: str) -> Settings:
    """Read settings.yaml; raise DefinitionError with every problem found."""
    text = read_yaml(content, file=file)
    if not isinstance(text.value, dict):
        raise DefinitionError(
            [text.problem((), "The file is empty.", "Every diagram reads settings.", "fill it in.")]
        )
    reading = _Reading(text, text.value, [])
    settings = reading.everything()
    if reading.problems:
        raise DefinitionError(reading.problems)
    return settings


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of the file: what was found, and the problems met on the way."""

    text: YamlText
    root: dict[str, object]
    problems: list[Problem]

    def everything(self) -> Settings:
        self._known_keys((), self.root, ("facts", "case", "settings", "bodies", "task_mails"))
        facts = self._entry(("facts",), self.root.get("facts"))
        self._known_keys(("facts",), facts, ("type", "contradictions", "defaults"))
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
        entry = self._entry(("task_mails",), self.root["task_mails"])
        known = tuple(field.name for field in fields(TaskMails))
        self._known_keys(("task_mails",), entry, known)
        return TaskMails(
            **{name: self._words(("task_mails", name), entry.get(name)) for name in known}
        )

    def _defaults(self, written: object) -> dict[str, str]:
        found = self._entry(("facts", "defaults"), written)
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
        found = self._entry((section,), self.root.get(section, {}))
        entries = []
        for key, entry in found.items():
            path = (section, key)
            if not SNAKE_CASE.fullmatch(key):
                self._refuse(path, f'"{key}" is not snake case.', "Formulas read it by this name.")
            if section == "case" and key in FIXED_CASE_FIELDS:
                self._refuse(path, f'Every case has "{key}" already.', "It cannot have two values.")
            entries.append((key, self._entry(path, entry)))
        return entries

    def _setting(self, key: str, entry: dict[str, object]) -> Setting:
        path = ("settings", key)
        self._known_keys(path, entry, ("value", "unit", "source", "clause", "clock"))
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
        self._known_keys(path, entry, ("type", "values", "initial", "value", "clock"))
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
        self._known_keys(path, entry, ("name", "email"))
        email = self._words((*path, "email"), entry.get("email"))
        if email and not _EMAIL.fullmatch(email):
            self._refuse(
                (*path, "email"), "This is not a mail address.", "Notices could not be sent."
            )
        return Body(key, name=self._words((*path, "name"), entry.get("name")), email=email)

    def _entry(self, path: Path, entry: object) -> dict[str, object]:
        if isinstance(entry, dict):
            return entry
        self._refuse(path, "Entries are missing here.", "The section is read by its entries.")
        return {}

    def _words(self, path: Path, written: object) -> str:
        if isinstance(written, str) and written.strip():
            return written.strip()
        self._refuse(path, "Text is missing here.", "Readers and diagrams rely on it.")
        return ""

    def _known_keys(self, path: Path, entry: dict[str, object], known: tuple[str, ...]) -> None:
        for key in entry:
            if key not in known:
                near = nearest(key, known)
                self._refuse(
                    (*path, key),
                    f'"{key}" means nothing here.',
                    "What is not read would be missed in silence.",
                    f'write "{near}".' if near else f"use one of {', '.join(known)}.",
                )

    def _refuse(
        self, path: Path, what: str, why: str, instead: str = "correct this entry."
    ) -> None:
        self.problems.append(self.text.problem(path, what, why, instead))


_MISREAD: Final = "A comparison with it could never be true."


def _value(written: object) -> SettingValue | None:
    if isinstance(written, bool | str):
        return written
    if isinstance(written, dt.date) and not isinstance(written, dt.datetime):
        return written
    if isinstance(written, int | float):
        return Decimal(str(written))
    return None
