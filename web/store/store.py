"""What every use case needs of the store: transactions, keys, the clock, and the versions that run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from web.store.clock import ClockReader
from web.store.encryption import Vault
from web.store.versions import Versions


@dataclass(frozen=True)
class Store:
    """One database with the means to read and write it."""

    engine: Engine
    vault: Vault
    clock: ClockReader
    versions: Versions = field(default_factory=Versions)

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Yield a session that reads the database as it stands at one instant, and holds up nobody."""
        with self.transaction() as session:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session of one transaction: committed at the end, or undone whole on any exception.

        The session is never the request's: what a page reads of the signed-in person stays out of it.
        """
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session
