"""Bringing a database up to date, and the role that the program runs as."""

import secrets
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import Engine

from tests.conftest import Database, app_url
from web.postgres import Server
from web.store.database import metadata
from web.store.schema import OwnerCannotMakeRoleError, SchemaError, is_up_to_date, migrate

APPEND_ONLY = (
    "case_data",
    "decision_evaluation",
    "deployment",
    "document",
    "document_content",
    "flow_taken",
    "register_entry",
    "submission",
)


@pytest.fixture
def app(database: Database) -> Iterator[Engine]:
    engine = create_engine(database.app_url)
    yield engine
    engine.dispose()


@pytest.fixture
def owner_of_it(database: Database) -> Iterator[Engine]:
    engine = create_engine(database.owner_url)
    yield engine
    engine.dispose()


@pytest.fixture
def empty(postgres: Server) -> Iterator[str]:
    name = f"empty_{secrets.token_hex(6)}"
    postgres.create_database(name)
    yield name
    postgres.drop_database(name)


def test_migrating_twice_changes_nothing(database: Database, app: Engine):
    migrate(database.owner_url, database.app_url)

    assert is_up_to_date(app)


def test_a_database_that_was_never_migrated_is_not_up_to_date(postgres: Server, empty: str):
    engine = create_engine(postgres.url(database=empty))

    assert not is_up_to_date(engine)

    engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_models(owner_of_it: Engine):
    with owner_of_it.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: not (name or "").startswith("procrastinate_")
            },
        )

        assert compare_metadata(context, metadata) == []


def test_an_owner_who_may_not_make_roles_is_told_the_sql_to_run(
    postgres: Server, migrated: Server, empty: str
):
    with migrated._superuser() as connection:
        connection.execute("create role poor_owner login password 'poor'")
        connection.execute(f'grant all on database "{empty}" to poor_owner')
        connection.execute(f'alter database "{empty}" owner to poor_owner')
    owner = make_url(postgres.url(database=empty)).set(username="poor_owner", password="poor")
    owner_url = owner.render_as_string(hide_password=False)
    stranger = make_url(app_url(postgres, empty)).set(username="stranger", password="secret-word")

    try:
        with pytest.raises(OwnerCannotMakeRoleError) as refusal:
            migrate(owner_url, stranger.render_as_string(hide_password=False))
        assert "CREATE ROLE stranger LOGIN" in str(refusal.value)
        assert "secret-word" not in str(refusal.value)

        migrate(owner_url, app_url(postgres, empty))  # The role is there: no rights are needed.
    finally:
        postgres.drop_database(empty)
        with migrated._superuser() as connection:
            connection.execute("drop role poor_owner")


def test_a_role_with_another_password_is_refused_in_words(database: Database):
    wrong = make_url(database.app_url).set(password="wrong")

    with pytest.raises(SchemaError, match="cannot sign in"):
        migrate(database.owner_url, wrong.render_as_string(hide_password=False))


def test_the_programs_role_owns_nothing_and_may_use_every_table(app: Engine):
    with app.connect() as connection:
        owned = connection.scalar(
            text("select count(*) from pg_class where relowner = current_user::regrole")
        )
        tables = connection.scalars(
            text("select tablename from pg_tables where schemaname = 'public'")
        ).all()
        unreadable = [
            table
            for table in tables
            if not connection.scalar(
                text("select has_table_privilege(:table, 'select')"), {"table": f'"{table}"'}
            )
        ]
    assert owned == 0
    assert len(tables) > 25
    assert unreadable == []


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("right", ["update", "delete", "truncate"])
def test_what_is_written_once_cannot_be_changed_by_the_program(table: str, right: str, app: Engine):
    with app.connect() as connection:
        assert not connection.scalar(
            text("select has_table_privilege(:table, :right)"), {"table": table, "right": right}
        )


def test_the_programs_role_cannot_make_tables(app: Engine):
    with app.connect() as connection:
        assert not connection.scalar(text("select has_schema_privilege('public', 'create')"))
