"""Dates as people enter and read them: day, month, year."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def read_date(value: Any) -> dt.date | None:
    """Return the date of ISO text, of three parts (a month may be named), or of a date; else None."""
    match value:
        case dt.datetime():
            return None
        case dt.date():
            return value
        case str():
            found = _ISO.fullmatch(value.strip())
            return _date(found[1], found[2], found[3]) if found else None
        case Mapping() if set(value) <= {"day", "month", "year"}:
            parts = (str(value.get(part) or "").strip() for part in ("year", "month", "day"))
            return _date(*parts)
    return None


def date_in_words(date: dt.date) -> str:
    """Return the date as GOV.UK writes it: 27 March 2014."""
    return f"{date.day} {_MONTHS[date.month - 1].capitalize()} {date.year}"


def parts_of(value: Any) -> dict[str, str]:
    """Return what the three fields of a date hold for a value that was entered or kept."""
    if isinstance(value, Mapping):
        return {part: str(value.get(part) or "") for part in ("day", "month", "year")}
    date = read_date(value)
    if date is None:
        return {"day": "", "month": "", "year": ""}
    return {"day": str(date.day), "month": str(date.month), "year": str(date.year)}


def _date(year: str, month: str, day: str) -> dt.date | None:
    number = _month(month)
    if (
        number is None
        or not re.fullmatch(r"[0-9]{4}", year)
        or not re.fullmatch(r"[0-9]{1,2}", day)
    ):
        return None
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def _month(text: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text)
    named = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(text.lower())]
    return named[0] if len(text) >= 3 and len(named) == 1 else None
