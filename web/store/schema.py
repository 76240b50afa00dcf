"""Bring a database up to date as its owner, and make the role that the program runs as.

The owner's URL is used here and nowhere else. Web and worker connect only by `app_url`, as a role that owns
nothing (migration 0001 says what it may do with each table).
"""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

APP_ROLE = "review_desk_app"
_MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaError(Exception):
    """The database cannot be brought up to date; the message says what to do."""


class OwnerCannotMakeRoleError(SchemaError):
    """The owner may not create roles; the message holds the SQL for somebody who may."""

    def __init__(self, role: str, database: str) -> None:
        """Word the refusal; it names no password."""
        super().__init__(
            f'The owner of database "{database}" may not create the role "{role}" that Review Desk runs'
            " as. Ask whoever administers the server to run\n\n"
            f"    CREATE ROLE {role} LOGIN PASSWORD '<a password>';\n\n"
            f"then give that role and password in DATABASE_APP_URL, and migrate again."
        )


def migrate(owner_url: str, app_url: str) -> None:
    """Bring the database up to date; safe to run again, and by two processes at once.

    Makes the role named in `app_url` with the password given there, unless the role is there already.
    Raises OwnerCannotMakeRoleError, or SchemaError where the role cannot sign in afterwards.
    """
    app = make_url(app_url)
    engine = create_engine(owner_url)
    try:
        with engine.begin() as connection:
            # One migration at a time on this database.
            connection.execute(text("select pg_advisory_xact_lock(7036, 1)"))
            _make_role(connection, app)
            command.upgrade(_alembic(connection, app.username or APP_ROLE), "head")
    finally:
        engine.dispose()
    _try_to_sign_in(app)


def is_up_to_date(engine: Engine) -> bool:
    """Say whether the database is at the newest migration of this program."""
    newest = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    try:
        with engine.connect() as connection:
            found = connection.scalar(text("select version_num from alembic_version"))
    except ProgrammingError:
        return False
    return bool(found == newest)


def _alembic(connection: Connection, app_role: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["app_role"] = app_role
    return config


def _make_role(connection: Connection, app: URL) -> None:
    role, password = app.username or APP_ROLE, app.password or ""
    known = connection.scalar(text("select 1 from pg_roles where rolname = :role"), {"role": role})
    if known:
        return
    may = connection.scalar(
        text("select rolcreaterole or rolsuper from pg_roles where rolname = current_user")
    )
    if not may:
        raise OwnerCannotMakeRoleError(
            role, str(connection.scalar(text("select current_database()")))
        )
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise SchemaError(
            "The database is reached by psycopg 3: begin DATABASE_URL with postgresql+psycopg://."
        )
    # Hashed here, so that the password itself reaches neither the server nor its log.
    hashed = driver.pgconn.encrypt_password(
        str(password).encode(), role.encode(), b"scram-sha-256"
    ).decode()
    driver.execute(
        sql.SQL("create role {} login password {}").format(
            sql.Identifier(role), sql.Literal(hashed)
        )
    )


def _try_to_sign_in(app: URL) -> None:
    engine = create_engine(app)
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1 from alembic_version"))
    except OperationalError as error:
        raise SchemaError(
            f'The role "{app.username}" cannot sign in with the password of DATABASE_APP_URL.'
            " Give the password it was made with, or drop the role and migrate again."
        ) from error
    finally:
        engine.dispose()
