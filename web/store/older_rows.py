"""Read how the rows of registers stand that were written before their standings were kept."""

from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.store.case_files import CaseFile, open_case_by_id
from web.store.models import Case, ProcessInstance, RegisterEntry, RegisterStanding
from web.store.register_standings import Standings
from web.store.registers import content_of
from web.store.store import Store
from web.store.tallying import Tallying

AT_ONCE: Final = 200


def read_older_rows(store: Store) -> int:
    """Read those of at most AT_ONCE cases, each in a transaction of its own; return how many were read.

    A row that was written again meanwhile stands in its states from that write on.
    """
    with store.transaction() as session:
        unread = session.scalars(select(Case.id).where(Case.rows_unread).limit(AT_ONCE)).all()
    for case in unread:
        with store.transaction() as session:
            file = open_case_by_id(session, store.vault, case, lock=True)
            if file.case.rows_unread:
                _read(store, session, file)
    return len(unread)


def _read(store: Store, session: Session, file: CaseFile) -> None:
    tallying = Tallying(session, file.case)
    known = _known(session, file.case.id)
    entries = session.scalars(
        select(RegisterEntry)
        .where(RegisterEntry.case_id == file.case.id)
        .order_by(
            RegisterEntry.process_instance_id,
            RegisterEntry.register,
            RegisterEntry.row,
            RegisterEntry.version,
        )
    ).all()
    for row, versions in groupby(entries, key=_row_of):
        if row in known:
            continue
        instance = session.get_one(ProcessInstance, row[0])
        version = store.versions.version(session, instance.deployment_number)
        standings = Standings(session, version, instance, tallying)
        for entry in versions:
            content = content_of(file.key, entry)
            standings.keep(
                entry.register,
                entry.row,
                content.fields,
                dropped=content.dropped,
                at=entry.written_at_utc,
            )
    file.case.rows_unread = False
    tallying.settle()


def _known(session: Session, case: UUID) -> set[tuple[UUID, str, int]]:
    rows = session.execute(
        select(
            RegisterStanding.process_instance_id, RegisterStanding.register, RegisterStanding.row
        ).where(RegisterStanding.case_id == case)
    )
    return {(instance, register, row) for instance, register, row in rows}


def _row_of(entry: RegisterEntry) -> tuple[UUID, str, int]:
    return entry.process_instance_id, entry.register, entry.row
