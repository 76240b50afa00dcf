"""What tests of several folders share: an embedded PostgreSQL per test process, and databases on it."""

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import make_url

from tests.installation import config_for
from web.config import Config
from web.postgres import Server, embedded_postgres
from web.store.schema import APP_ROLE, migrate

# Nothing that a test writes is worth waiting for a disk; durability is PostgreSQL's own promise.
_QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
}
# Each test has a database of its own: files that are kept in memory are copied four times as fast.
_IN_MEMORY = Path("/dev/shm")
_ROOM_NEEDED = 2 * 1024**3
_TEMPLATE = "migrated"
_APP_PASSWORD = secrets.token_urlsafe(16)


class _KeptInMemory(BytecodeCache):
    """Compiled templates, by what is in them, for all applications of this test process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _KeptInMemory()


def pytest_configure() -> None:
    """Hear of Ctrl-C and of a closed terminal, and let what a test starts hear of them.

    A run that was started in the background ignores them, and its children would inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest, so that no processor waits at the end for one long file of another."""
    items.sort(key=lambda item: "journeys" not in item.path.parts)


@dataclass(frozen=True)
class Database:
    """A database of a test's own, migrated, as its owner and as the program see it."""

    owner_url: str
    app_url: str


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL of this test process; tests make databases of their own on it."""
    # Not in pytest's own folder, which each pytest that starts closes to other accounts again; run as
    # root, the server has an account of its own.
    with (
        tempfile.TemporaryDirectory(prefix="review-desk-tests-", dir=_quickest_place()) as folder,
        embedded_postgres(Path(folder), settings=_QUICK) as server,
    ):
        yield server


def _quickest_place() -> Path | None:
    """The folder whose files are kept in memory, where there is one with room; else where all others go."""
    if not os.access(_IN_MEMORY, os.W_OK) or shutil.disk_usage(_IN_MEMORY).free < _ROOM_NEEDED:
        return None
    return _IN_MEMORY


@pytest.fixture(scope="session")
def migrated(postgres: Server) -> Server:
    """The server with a migrated database that those of tests are copied from."""
    postgres.create_database(_TEMPLATE)
    migrate(postgres.url(database=_TEMPLATE), app_url(postgres, _TEMPLATE))
    return postgres


@pytest.fixture
def database(migrated: Server) -> Iterator[Database]:
    """A migrated database with nothing in it, gone after the test."""
    with _new_database(migrated) as database:
        yield database


@pytest.fixture
def config(database: Database) -> Config:
    """The configuration of an installation like `make run`, on the test's own database."""
    return config_for(database.app_url)


@pytest.fixture
def make_app(config: Config) -> Iterator[Callable[..., Flask]]:
    """Make applications on the test's database (`make_app(services=fakes)`); none outlives the test."""
    with _applications(config) as make:
        yield make


@pytest.fixture(scope="module")
def make_shared_app(migrated: Server) -> Iterator[Callable[..., Flask]]:
    """The same on one database for a module whose tests do not stand in each other's way."""
    with _new_database(migrated) as database, _applications(config_for(database.app_url)) as make:
        yield make


@contextmanager
def _new_database(migrated: Server) -> Iterator[Database]:
    name = f"test_{secrets.token_hex(6)}"
    migrated.create_database(name, template=_TEMPLATE)
    yield Database(migrated.url(database=name), app_url(migrated, name))
    migrated.drop_database(name)


@contextmanager
def _applications(config: Config) -> Iterator[Callable[..., Flask]]:
    made: list[Flask] = []

    def make(**arguments: object) -> Flask:
        # Imported here: most tests need no web, and it takes two seconds.
        from web.application import create_app

        app = create_app(arguments.pop("config", config), **arguments)
        # Each application would compile every template anew.
        app.jinja_env.bytecode_cache = _TEMPLATES
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            app.extensions["sqlalchemy"].session.remove()
            app.extensions["sqlalchemy"].engine.dispose()


def app_url(server: Server, database: str) -> str:
    """Return the URL of a database as the role that the program runs as."""
    url = make_url(server.url(database=database))
    return url.set(username=APP_ROLE, password=_APP_PASSWORD).render_as_string(hide_password=False)
