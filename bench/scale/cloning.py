"""Clone played cases into many: new ids, references and dates, and what was sealed sealed anew for each.

Rows without anything sealed are copied by the database. An id of a clone is a hash of the first one's and
the clone's number, which the database and this program work out alike. The audit trails of clones are copies
whose links are not made anew: no page that is measured follows them.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import md5
from typing import Any, Final
from uuid import UUID

import psycopg
from sqlalchemy import Column, Date, String, Table, make_url
from sqlalchemy.types import Uuid

from web.store import models  # noqa: F401 (its tables)
from web.store.database import Sealed, UtcTime, db
from web.store.encryption import Key, Vault

# Papers are none in these cases; meetings are everybody's, and one agenda would hold all clones.
_NOT_CLONED: Final = {"draft", "document", "dossier", "meeting", "agenda_item"}
_FOR_EVER: Final = date(9999, 12, 31)
_AT_ONCE: Final = 2000

# Under which name each sealed column is sealed, by what its row holds.
_NAMES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "case.key": lambda row: f"key of case {row['id']}",
    "case_data.content": lambda row: f"case_data {row['case_id']} {row['version']}",
    "process_instance.state": lambda row: f"state {row['id']} {row['version']}",
    "user_task.why_due": lambda row: f"why_due {row['id']}",
    "timer.why_due": lambda row: f"why_due {row['id']}",
    "decision_evaluation.content": lambda row: f"decision_evaluation {row['id']}",
    "departure.reason": lambda row: f"departure {row['id']}",
    "register_entry.content": lambda row: f"register_entry {row['id']}",
    "submission.content": lambda row: f"submission {row['id']}",
    "submission.corrected": lambda row: f"correction {row['correction_id']}",
    "correction.content": lambda row: f"correction {row['id']}",
    "correction.reason": lambda row: f"correction_reason {row['id']}",
    "correction.base": lambda row: f"correction_base {row['id']}",
    "extension.reason": lambda row: f"extension {row['id']}",
}


@dataclass(frozen=True, slots=True)
class Clone:
    """One clone: its number, the case it is cloned from, how many days earlier all of it happened."""

    number: int
    case: UUID
    days: int
    reference: str


def plan(cases: Mapping[UUID, tuple[date, bool]], *, first: int, count: int) -> Iterator[Clone]:
    """Return clones of the cases in turn; those that are closed spread over ten years, others over a month.

    Whole weeks, so that a working day stays one.
    """
    chance = random.Random(first)  # noqa: S311 (no secret)
    known = sorted(cases.items())
    for number in range(first, first + count):
        case, (received, closed) = known[number % len(known)]
        days = 7 * chance.randrange(520 if closed else 4)
        year = (received - timedelta(days=days)).year
        yield Clone(number, case, days, f"SI-{year}-{number + 10_000}")


class Cloner:
    """Clones cases of one database, as its owner."""

    def __init__(self, owner_url: str, key_encryption_key: bytes) -> None:
        """Take the database and what opens its keys."""
        url = make_url(owner_url).set(drivername="postgresql").render_as_string(False)
        self._connection = psycopg.connect(url)
        self._vault, self._wrapping = Vault(key_encryption_key), Key(key_encryption_key)
        self._keys: dict[UUID, Key] = {}

    def clone(self, clones: Iterable[Clone]) -> None:
        """Write the clones, all or none."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(
                "create temporary table clone (number int, template uuid, days int, reference text)"
                " on commit drop"
            )
            planned = list(clones)
            with cursor.copy("copy clone from stdin") as copy:
                for each in planned:
                    copy.write_row((each.number, each.case, each.days, each.reference))
            cursor.execute("create index on clone (template)")
            for table in _tables():
                if any(_is_sealed(column) for column in table.columns):
                    self._clone_sealed(cursor, table, planned)
                else:
                    cursor.execute(_copied(table))
            cursor.execute(_AUDIT)
        self._connection.commit()

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()

    def _clone_sealed(self, cursor: psycopg.Cursor[Any], table: Table, clones: list[Clone]) -> None:
        columns = [column for column in table.columns if column.identity is None]
        rows: dict[UUID, list[dict[str, Any]]] = {}
        names = ", ".join(f't."{column.name}"' for column in columns)
        first = {each.case for each in clones}
        cursor.execute(
            f'select {_case_of(table)}, {names} from "{table.name}" t'  # noqa: S608 (our tables)
            f" where {_case_of(table)} = any(%s)",
            (list(first),),
        )
        for case, *values in cursor.fetchall():
            row = dict(zip((column.name for column in columns), values, strict=True))
            rows.setdefault(case, []).append(self._opened(table, row, case))
        names = ", ".join(f'"{column.name}"' for column in columns)
        with cursor.copy(f'copy "{table.name}" ({names}) from stdin') as copy:
            for each in clones:
                for row in rows.get(each.case, ()):
                    copy.write_row(self._cloned(table, columns, row, each))

    def _opened(self, table: Table, row: dict[str, Any], case: UUID) -> dict[str, Any]:
        """Return the row with what is sealed in it open."""
        for column in table.columns:
            if not _is_sealed(column) or row[column.name] is None:
                continue
            what = _NAMES[f"{table.name}.{column.name}"](row)
            if table.name == "case":
                self._keys[case] = self._vault.unwrap(row["key"], f"case {case}")
            else:
                row[column.name] = self._key_of(case).open(bytes(row[column.name]), as_what=what)
        return row

    def _cloned(
        self, table: Table, columns: list[Column[Any]], row: Mapping[str, Any], clone: Clone
    ) -> list[Any]:
        new = {column.name: _changed(table, column, row[column.name], clone) for column in columns}
        for column in columns:
            if not _is_sealed(column) or row[column.name] is None:
                continue
            what = _NAMES[f"{table.name}.{column.name}"](new)
            if table.name == "case":
                new["key"] = self._wrapping.seal(self._key_of(clone.case).secret, as_what=what)
            else:
                new[column.name] = self._key_of(clone.case).seal(row[column.name], as_what=what)
        return [new[column.name] for column in columns]

    def _key_of(self, case: UUID) -> Key:
        return self._keys[case]


def new_id(old: UUID, number: int) -> UUID:
    """Return the id that takes the place of an id in a clone."""
    return UUID(md5(f"{old}:{number}".encode(), usedforsecurity=False).hexdigest())


def _changed(table: Table, column: Column[Any], value: Any, clone: Clone) -> Any:
    if value is None or column.name == "job_id":
        return None
    if _is_of_the_case(column):
        return new_id(value, clone.number)
    if _is_task_id(table, column):
        return f"{value}-{clone.number}"
    if column.name == "reference":
        return clone.reference
    if isinstance(value, datetime | date) and value != _FOR_EVER:
        return value - timedelta(days=clone.days)
    return value


def _tables() -> list[Table]:
    """Return the tables that hold what belongs to a case, the case itself first."""
    every = [
        table for table in db.metadata.sorted_tables if table.name != "case" and _is_cloned(table)
    ]
    return [db.metadata.tables["case"], *every]


def _case_of(table: Table) -> str:
    if table.name == "case":
        return "t.id"
    if "case_id" in table.columns:
        return "t.case_id"
    return "(select case_id from process_instance run where run.id = t.process_instance_id)"


def _copied(table: Table) -> str:
    """Return the statement by which the database clones the rows of a table itself."""
    columns = [column for column in table.columns if column.identity is None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(_in_sql(table, column) for column in columns)
    owner = "t.case_id"
    source = f'"{table.name}" t'
    if "case_id" not in table.columns:
        source += " join process_instance run on run.id = t.process_instance_id"
        owner = "run.case_id"
    return (
        f'insert into "{table.name}" ({names}) select {values} from {source}'  # noqa: S608
        f" join clone on clone.template = {owner}"
    )


def _in_sql(table: Table, column: Column[Any]) -> str:
    name = f't."{column.name}"'
    if _is_of_the_case(column):
        return f"md5({name}::text || ':' || clone.number)::uuid"
    if _is_task_id(table, column):
        return f"{name} || '-' || clone.number"
    if column.name == "reference":
        return "clone.reference"
    if isinstance(column.type, UtcTime):
        return f"{name} - clone.days * interval '1 day'"
    if isinstance(column.type, Date):
        return f"case when {name} = '9999-12-31' then {name} else {name} - clone.days end"
    return name


_AUDIT: Final = """
    insert into audit_event
        (chain, seq, at_utc, kind, actor, subject, detail, digest, previous, hash)
    select md5(t.chain || ':' || clone.number)::uuid::text, seq, at_utc - clone.days * interval '1 day',
           kind, actor, subject, detail, digest, previous, hash
    from audit_event t join clone on clone.template::text = t.chain
"""


def _is_sealed(column: Column[Any]) -> bool:
    return isinstance(column.type, Sealed)


def _is_of_the_case(column: Column[Any]) -> bool:
    """Say whether the column holds the id of a row that is cloned."""
    if not isinstance(column.type, Uuid):
        return False
    # A submission names its correction without a foreign key: each of the two names the other.
    if column.name in ("id", "correction_id"):
        return True
    return any(_is_cloned(key.column.table) for key in column.foreign_keys)


def _is_cloned(table: Table) -> bool:
    """Say whether rows of the table belong to a case, and are cloned with it."""
    if table.name in _NOT_CLONED:
        return False
    return table.name == "case" or bool(
        {"case_id", "process_instance_id"} & set(table.columns.keys())
    )


def _is_task_id(table: Table, column: Column[Any]) -> bool:
    """Say whether the column names a user task, a timer or where one stood."""
    if column.name in ("task_id", "timer_id"):
        return True
    return isinstance(column.type, String) and column.name == "id" and table.name != "agency"
