"""What the tests of the store share: an office on a database of the test's own."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.engine import Engine

from tests.conftest import app_url
from tests.installation import config_for
from tests.store.holders_of_tasks import second_holder
from tests.store.office import MONDAY, Office, furnish, open_office
from web.postgres import Server
from web.store.tally_check import disagreements

_FURNISHED = "furnished"


@pytest.fixture(scope="session")
def furnished(migrated: Server) -> Server:
    """The server with a database that holds people and the small folder."""
    migrated.create_database(_FURNISHED, template="migrated")
    furnish(config_for(app_url(migrated, _FURNISHED)))
    return migrated


@pytest.fixture
def office(furnished: Server) -> Iterator[Office]:
    name = f"office_{secrets.token_hex(6)}"
    furnished.create_database(name, template=_FURNISHED)
    office = open_office(config_for(app_url(furnished, name)))
    office.set_clock(MONDAY)
    yield office
    # Whatever a test did there: what is counted in passing is what is counted anew.
    with office.store.transaction() as session:
        assert disagreements(session) == []
    office.engine.dispose()
    furnished.drop_database(name)


@pytest.fixture
def owner(office: Office, furnished: Server) -> Iterator[Engine]:
    """The office's database as its owner sees it: everything."""
    engine = create_engine(furnished.url(database=make_url(office.url).database))
    yield engine
    engine.dispose()


@pytest.fixture
def two_chairs(office: Office) -> Office:
    """The office with a second person who holds the role of the SIG's Chair."""
    second_holder(office, "second", "Seconda Example", "sig_chair")
    return office
