"""How days, times and values are written for people."""

import re
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.roles import ROLE_TITLES
from engine.settings import Setting

_LONDON: Final = ZoneInfo("Europe/London")
_VALUE: Final = re.compile(r'"([^"\\]*)"')
_VALUES: Final = re.compile(r'\s*"[^"\\]*"(?:\s*,\s*"[^"\\]*")*\s*')

_MANY: Final = re.compile(r"^((?:working )?[a-z]+?)s\b")


def day(value: date | datetime | str | None) -> str:
    """Return "23 November 2026", in London; a date may come as ISO text. "" for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = value.astimezone(_LONDON).date()
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """Return "23 November 2026 at 14:05", in London. "" for None."""
    if value is None:
        return ""
    local = value.astimezone(_LONDON)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def iso(value: date | datetime) -> str:
    """Return the machine's way of writing it, for `<time datetime>`."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()


def in_words(value: Any) -> str:
    """Return a value of a decision as people read it: yes, no, a list with commas, a code spaced out."""
    if value is None:
        return "no answer"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value) or "none"
    if isinstance(value, dict):
        return "; ".join(f"{in_words(key)}: {in_words(item)}" for key, item in value.items())
    text = str(value)
    return text.replace("_", " ") if text.islower() else text


def cell_in_words(text: str) -> str:
    """Return a cell of a decision table as people read it: `"no","unknown"` is "no or unknown".

    What is more than a list of values is left as it is written.
    """
    if text in ("true", "false"):
        return in_words(text == "true")
    if not _VALUES.fullmatch(text):
        return text
    return " or ".join(in_words(value) for value in _VALUE.findall(text))


def unit_in_words(setting: Setting) -> str:
    """Return the unit of a setting: of one it is "month from receipt", of more "months from receipt"."""
    return _MANY.sub(r"\1", setting.unit, count=1) if setting.value == 1 else setting.unit


def role_title(key: str) -> str:
    """Return the title of a role key."""
    return ROLE_TITLES.get(key, key)
