"""A connection that the server dropped while it stood idle is replaced before anybody notices."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from tests.conftest import Database
from web.store import connections
from web.store.connections import ping_what_was_idle


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    engine = create_engine(database.app_url, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


def use_it(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("select pg_backend_pid()")) or 0


def drop(backend: int, database: Database) -> None:
    """End the connection as a server does that is stopped or has seen nothing for too long."""
    another = create_engine(database.app_url)
    with another.begin() as connection:
        connection.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": backend})
    another.dispose()


def test_a_connection_that_stood_idle_is_asked_first(engine, database, monkeypatch):
    monkeypatch.setattr(connections, "_FRESH_SECONDS", 0.0)
    ping_what_was_idle(engine)
    drop(use_it(engine), database)

    assert use_it(engine)


def test_one_that_was_used_a_moment_ago_is_not_asked(engine, monkeypatch):
    asked = []
    monkeypatch.setattr(connections, "_FRESH_SECONDS", 60.0)
    monkeypatch.setattr(engine.dialect, "do_ping", asked.append)
    ping_what_was_idle(engine)
    first = use_it(engine)

    assert use_it(engine) == first
    assert asked == []


def test_control_without_it_the_work_would_fail(engine, database):
    drop(use_it(engine), database)

    with pytest.raises(OperationalError):
        use_it(engine)
