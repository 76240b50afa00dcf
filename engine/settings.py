"""What workflows/settings.yaml holds: values an owner may change, the fields of `case`, outside bodies."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.bpmn.model import Formula
from engine.yaml_text import Path

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
