"""Process instances as they are kept: the engine's state, sealed, and saved once over each version."""

from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine.errors import ConcurrentChangeError
from web.store.case_files import CaseFile
from web.store.encryption import Key
from web.store.models import ProcessInstance


def new_instance(
    session: Session,
    file: CaseFile,
    *,
    process: str,
    deployment: int,
    state: bytes,
    at: datetime,
    begun_by: UUID | None = None,
) -> ProcessInstance:
    """Keep a process instance that has just begun."""
    instance_id = uuid4()
    begun_before = session.scalar(
        select(func.count()).where(ProcessInstance.case_id == file.case.id)
    )
    instance = ProcessInstance(
        id=instance_id,
        case_id=file.case.id,
        deployment_number=deployment,
        process=process,
        position=(begun_before or 0) + 1,
        state=file.key.seal(state, as_what=_state_name(instance_id, 1)),
        version=1,
        started_at_utc=at,
        begun_by=begun_by,
    )
    session.add(instance)
    session.flush()
    return instance


def state_of(key: Key, instance: ProcessInstance) -> bytes:
    """Return the engine's state of an instance."""
    return key.open(instance.state, as_what=_state_name(instance.id, instance.version))


def save_state(
    session: Session,
    key: Key,
    instance: ProcessInstance,
    state: bytes,
    *,
    ended_at: datetime | None,
) -> None:
    """Save the state over the version that was loaded, or raise ConcurrentChangeError.

    The case's row is locked for every action, so this refuses only where that lock was forgotten.
    """
    loaded = instance.version
    new = {
        "state": key.seal(state, as_what=_state_name(instance.id, loaded + 1)),
        "version": loaded + 1,
        "ended_at_utc": ended_at,
    }
    which = {"of_instance": instance.id, "loaded": loaded}
    saved = session.connection().scalar(_SAVE, which | new)
    if saved is None:
        raise ConcurrentChangeError("process instance")
    for name, value in new.items():
        set_committed_value(instance, name, value)


def instances_of(session: Session, case_id: UUID) -> list[ProcessInstance]:
    """Return the process instances of a case, the first begun first."""
    return list(
        session.scalars(
            select(ProcessInstance)
            .where(ProcessInstance.case_id == case_id)
            .order_by(ProcessInstance.position)
        )
    )


def _state_name(instance_id: UUID, version: int) -> str:
    return f"state {instance_id} {version}"


# Built once, on the table itself, and executed on the connection: every step of a case saves by it, and what
# else is pending is written later, together.
_TABLE = cast(Table, ProcessInstance.__table__)
_SAVE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("of_instance"), _TABLE.c.version == bindparam("loaded"))
    .values({name: bindparam(name) for name in ("state", "version", "ended_at_utc")})
    .returning(_TABLE.c.version)
)
