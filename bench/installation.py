"""A small installation to measure: PostgreSQL that writes durably, one folder, one person for all."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from flask import Flask
from sqlalchemy import make_url

from engine.version import Files
from web.application import create_app
from web.config import Config
from web.postgres import Server, embedded_postgres
from web.services import deployments, people
from web.sign_in import password_hash
from web.store.schema import APP_ROLE, migrate

EMAIL = "bench@example.invalid"
PASSWORD = secrets.token_urlsafe(12)
_ROLES = ("notifier", "business_manager", "sig_chair")


@contextmanager
def running_server() -> Iterator[Server]:
    """Run PostgreSQL as it is shipped: fsync on, every commit on disk."""
    with (
        TemporaryDirectory(prefix="review-desk-bench-") as folder,
        embedded_postgres(Path(folder)) as server,
    ):
        yield server


@dataclass(frozen=True, slots=True)
class Installation:
    """An application with its person of every role."""

    app: Flask
    config: Config
    person: UUID


def config_of_new(server: Server, name: str, *, demonstration: bool = False) -> Config:
    """Make a database, migrate it, and return the configuration of an installation on it."""
    server.create_database(name)
    owner = server.url(database=name)
    migrate(owner, as_app(server, name))
    return Config(
        database_app_url=as_app(server, name),
        secret_key=secrets.token_urlsafe(48),
        key_encryption_key=secrets.token_bytes(32),
        public_address="http://localhost",
        mail_server=None,
        mail_from="review-desk@example.invalid",
        proxies=0,
        session_minutes=60,
        insecure_cookies=True,
        demonstration=demonstration,
    )


def as_app(server: Server, name: str) -> str:
    """Return the URL of a database as the role that the program runs as."""
    url = make_url(server.url(database=name))
    return url.set(username=APP_ROLE, password="bench").render_as_string(False)  # noqa: S106


def install(server: Server, name: str, files: Files) -> Installation:
    """Make a database, migrate it, deploy the files, add the person."""
    config = config_of_new(server, name)
    app = create_app(config)
    with app.test_request_context():
        deployments().deploy(files, by=None)
        person = people().add(name="Bench Example", email=EMAIL, agency=None, roles=_ROLES, by=None)
        people().use_link(
            people().password_link(person, by=None), password_hash=password_hash(PASSWORD)
        )
    return Installation(app, config, person)
