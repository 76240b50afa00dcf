"""The one way to hand out a table as a file: CSV for spreadsheets, and each file in the audit trail."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine.calendar import london_date
from web.small_numbers import Count
from web.store import audit
from web.store.audit import Event
from web.use_cases.document_views import OpenedDocument

CONTENT_TYPE: Final = "text/csv"
# A spreadsheet takes a cell that begins so for a formula; the wide forms are those of East Asian keyboards.
_FORMULA: Final = ("=", "+", "-", "@", "|", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Value = str | int | date | Count | None


@dataclass(frozen=True, slots=True)
class Export:
    """A table to be taken away. `name` says what it is, in the words of a file name ("register-actions").

    Cases stand in it by reference only; counts as they may be shown to who takes it (`Count`).
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


def take_away(session: Session, export: Export, *, by: UUID, at: datetime) -> OpenedDocument:
    """Return the table as CSV, named by what it is and the day; that it was taken is in the audit trail.

    The event is written in the caller's transaction: nothing is handed out unless it was kept. It goes to
    the system's chain, with the number of rows and the digest of the file.
    """
    rows = [list(row) for row in export.rows]
    content = written([list(export.columns), *rows])
    how_many = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    note_taken(session, export.name, how_many, content, by=by, at=at)
    file_name = f"{export.name.replace('_', '-')}-{london_date(at).isoformat()}.csv"
    return OpenedDocument(content, CONTENT_TYPE, file_name)


def note_taken(
    session: Session, name: str, what: str, content: bytes, *, by: UUID, at: datetime
) -> None:
    """Write into the system's chain that a file was taken away: its name, what it is, and its digest."""
    digest = hashlib.sha256(content).digest()
    audit.append(session, audit.SYSTEM, [Event("exported", name, what, digest, by)], at=at)


def written(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as CSV (RFC 4180) in UTF-8, with the mark without which Excel takes it for another code.

    A text that a spreadsheet would take for a formula has an apostrophe before it, which spreadsheets do not
    show; a number is never changed.
    """
    text = StringIO()
    csv.writer(text).writerows([_cell(each) for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text
