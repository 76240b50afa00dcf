"""A case with its key open, for one action: its row, locked, and its facts and fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Select, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.store.encryption import Key, Vault
from web.store.models import Case, CaseData, ReferenceCounter

# The field of the case that is kept as a plain column too: counts are told apart by it (decision 0120).
REVIEW_TYPE: Final = "review_type"


@dataclass(slots=True)
class CaseFile:
    """One case, open; `facts` and `data` (the fields of `case`) are JSON and those of the newest version."""

    case: Case
    key: Key
    facts: dict[str, str]
    data: dict[str, Any]

    @property
    def owner(self) -> str:
        """Return the name that the case's key is bound to."""
        return _owner(self.case.id)


class CaseKeys:
    """The keys of several cases, each unwrapped once."""

    def __init__(self, vault: Vault) -> None:
        """Take what unwraps them."""
        self._vault = vault
        self._keys: dict[UUID, Key] = {}

    def of(self, case: Case) -> Key:
        """Return the key of the case."""
        if case.id not in self._keys:
            self._keys[case.id] = self._vault.unwrap(case.key, _owner(case.id))
        return self._keys[case.id]


def new_case(
    session: Session,
    vault: Vault,
    *,
    deployment: int,
    notifier: UUID,
    received_on: date,
    at: datetime,
) -> CaseFile:
    """Make a case with the next reference of the year and a key of its own; its data is not kept yet.

    The counter's row stays locked until the transaction ends: references run without gaps, and two
    notifications at once wait for each other here.
    """
    case_id = uuid4()
    key, wrapped = vault.new_key(_owner(case_id))
    case = Case(
        id=case_id,
        reference=_next_reference(session, received_on.year),
        deployment_number=deployment,
        notifier_id=notifier,
        received_on=received_on,
        opened_at_utc=at,
        shown_to=[],
        key=wrapped,
        data_version=0,
    )
    session.add(case)
    session.flush()
    data = {
        "reference": case.reference,
        "date_received": received_on.isoformat(),
        "notifier": str(notifier),
    }
    return CaseFile(case, key, {}, data)


def open_case(session: Session, vault: Vault, reference: str, *, lock: bool) -> CaseFile:
    """Return the case, or raise NotFoundError; locked, all its other actions wait for this one."""
    return _open(session, vault, _BY_REFERENCE[lock], {"reference": reference})


def open_case_by_id(session: Session, vault: Vault, case_id: UUID, *, lock: bool) -> CaseFile:
    """Return the case with that id, or raise NotFoundError."""
    return _open(session, vault, _BY_ID[lock], {"id": case_id})


def data_at(
    session: Session, file: CaseFile, at: datetime
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the facts and fields of the case as they stood at an instant; empty before it began."""
    row = session.scalar(
        select(CaseData)
        .where(CaseData.case_id == file.case.id, CaseData.at_utc <= at)
        .order_by(CaseData.version.desc())
        .limit(1)
    )
    if row is None:
        return {}, {}
    content, _ = file.key.open_content(row.content, as_what=_data_name(file.case.id, row.version))
    return content["facts"], content["case"]


def data_versions(session: Session, file: CaseFile) -> list[tuple[int, bytes, str]]:
    """Return every version of the facts and fields, in order: its number, sealed, and as what."""
    rows = session.scalars(
        select(CaseData).where(CaseData.case_id == file.case.id).order_by(CaseData.version)
    )
    return [(row.version, row.content, _data_name(file.case.id, row.version)) for row in rows]


def keep_data(
    session: Session,
    file: CaseFile,
    *,
    facts: Mapping[str, str],
    data: Mapping[str, Any],
    at: datetime,
) -> bytes | None:
    """Keep facts and fields as the case's next version, where they differ from the newest.

    Return their salted digest, or None where nothing differs.
    """
    if file.case.data_version and facts == file.facts and data == file.data:
        return None
    version = file.case.data_version + 1
    sealed, digest = file.key.seal_content(
        {"facts": dict(facts), "case": dict(data)}, as_what=_data_name(file.case.id, version)
    )
    session.add(CaseData(case_id=file.case.id, version=version, content=sealed, at_utc=at))
    file.case.data_version = version
    file.case.review_type = data.get(REVIEW_TYPE) or ""
    file.facts, file.data = dict(facts), dict(data)
    return digest


def _open(
    session: Session, vault: Vault, query: Select[Case], values: Mapping[str, object]
) -> CaseFile:
    case = session.scalar(query, dict(values))
    if case is None:
        raise NotFoundError("case")
    key = vault.unwrap(case.key, _owner(case.id))
    # Asked for after the lock is held: in one query with the case, it would be the data of before.
    sealed = session.scalar(_DATA, {"case": case.id, "version": case.data_version})
    if sealed is None:
        raise NotFoundError("case data")
    content, _ = key.open_content(sealed, as_what=_data_name(case.id, case.data_version))
    return CaseFile(case, key, content["facts"], content["case"])


def _next_reference(session: Session, year: int) -> str:
    statement = insert(ReferenceCounter).values(year=year, last=1)
    last = session.scalar(
        statement.on_conflict_do_update(
            index_elements=[ReferenceCounter.year], set_={"last": ReferenceCounter.last + 1}
        ).returning(ReferenceCounter.last)
    )
    return f"SI-{year}-{last:04d}"


def _owner(case_id: UUID) -> str:
    return f"case {case_id}"


def _data_name(case_id: UUID, version: int) -> str:
    return f"case_data {case_id} {version}"


# Built once: every action on a case asks these. By whether the case is locked.
_BY_REFERENCE = {
    False: select(Case).where(Case.reference == bindparam("reference")),
    True: select(Case).where(Case.reference == bindparam("reference")).with_for_update(),
}
_BY_ID = {
    False: select(Case).where(Case.id == bindparam("id")),
    True: select(Case).where(Case.id == bindparam("id")).with_for_update(),
}
_DATA = select(CaseData.content).where(
    CaseData.case_id == bindparam("case"), CaseData.version == bindparam("version")
)
