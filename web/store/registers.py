"""Rows of registers, version by version, sealed with their case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from engine.registers import RegisterWrite, written_over
from web.store.audit import Event
from web.store.case_files import CaseFile
from web.store.encryption import Key
from web.store.models import ProcessInstance, RegisterEntry
from web.store.register_standings import Standings


@dataclass(frozen=True, slots=True)
class Writer:
    """Which step writes, who took it (None: a timer or a meeting), and when."""

    process: str
    element: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RowContent:
    """What a row holds: its fields in JSON, and whether a later answer left it out."""

    fields: Mapping[str, Any]
    dropped: bool


def write_rows(
    session: Session,
    file: CaseFile,
    instance: ProcessInstance,
    writes: Iterable[RegisterWrite],
    writer: Writer,
    changed: Callable[[str, Mapping[str, Any], Mapping[str, Any]], None],
    standings: Standings,
) -> list[Event]:
    """Keep what a step writes, each changed row as its next version; return the audit events of it.

    `changed` is told of each row that was written its register, and its fields before and after; how each
    row then stands is kept and counted in `standings`.
    """
    events: list[Event] = []
    for write in writes:
        newest = _newest(session, file, instance, write.register)
        before = newest.get(write.row)
        was = RowContent({}, False) if before is None else content_of(file.key, before)
        now = RowContent(written_over(was.fields, write), False)
        if before is None or now != was:
            events.append(
                _keep(session, file, instance, write.register, write.row, before, now, writer)
            )
            changed(write.register, was.fields, now.fields)
            standings.keep(write.register, write.row, now.fields, dropped=False, at=writer.at)
        if write.last == write.row:
            for number, entry in newest.items():
                left = content_of(file.key, entry)
                if number > write.last and not left.dropped:
                    gone = RowContent(left.fields, True)
                    events.append(
                        _keep(session, file, instance, write.register, number, entry, gone, writer)
                    )
                    standings.keep(write.register, number, gone.fields, dropped=True, at=writer.at)
    return events


def content_of(key: Key, entry: RegisterEntry) -> RowContent:
    """Return what a version of a row holds."""
    content, _ = key.open_content(entry.content, as_what=f"register_entry {entry.id}")
    return RowContent(content["fields"], content["dropped"])


def newest_rows(
    session: Session, register: str, among: ColumnElement[bool]
) -> Sequence[RegisterEntry]:
    """Return how every row of a register stands on the cases `among`, in the order they were begun."""
    later = aliased(RegisterEntry)
    is_newest = ~(
        select(later.id)
        .where(
            later.case_id == RegisterEntry.case_id,
            later.process_instance_id == RegisterEntry.process_instance_id,
            later.register == RegisterEntry.register,
            later.row == RegisterEntry.row,
            later.version > RegisterEntry.version,
        )
        .exists()
    )
    return session.scalars(
        select(RegisterEntry)
        .where(RegisterEntry.register == register, is_newest, among)
        .order_by(RegisterEntry.row)
    ).all()


def versions_of_row(
    session: Session, case: UUID, instance: UUID, register: str, row: int
) -> Sequence[RegisterEntry]:
    """Return every version of a row, the first first."""
    return session.scalars(
        select(RegisterEntry)
        .where(
            RegisterEntry.case_id == case,
            RegisterEntry.process_instance_id == instance,
            RegisterEntry.register == register,
            RegisterEntry.row == row,
        )
        .order_by(RegisterEntry.version)
    ).all()


def _newest(
    session: Session, file: CaseFile, instance: ProcessInstance, register: str
) -> dict[int, RegisterEntry]:
    rows = newest_rows(
        session,
        register,
        (RegisterEntry.case_id == file.case.id)
        & (RegisterEntry.process_instance_id == instance.id),
    )
    return {entry.row: entry for entry in rows}


def _keep(
    session: Session,
    file: CaseFile,
    instance: ProcessInstance,
    register: str,
    row: int,
    before: RegisterEntry | None,
    content: RowContent,
    writer: Writer,
) -> Event:
    entry_id, version = uuid4(), 1 if before is None else before.version + 1
    sealed, digest = file.key.seal_content(
        {"fields": dict(content.fields), "dropped": content.dropped},
        as_what=f"register_entry {entry_id}",
    )
    session.add(
        RegisterEntry(
            id=entry_id,
            case_id=file.case.id,
            process_instance_id=instance.id,
            register=register,
            row=row,
            version=version,
            process=writer.process,
            element=writer.element,
            written_by=writer.by,
            written_at_utc=writer.at,
            content=sealed,
        )
    )
    session.flush()
    return Event("register_written", f"{register} {row}", f"version {version}", digest, writer.by)
