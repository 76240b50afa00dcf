"""What the tests of the store share: an office on a database of the test's own."""

import secrets
from collections.abc import Iterator

import pytest

from tests.conftest import app_url
from tests.store.office import Office, furnish, open_office
from web.config import Config
from web.postgres import Server

_FURNISHED = "furnished"


@pytest.fixture(scope="session")
def furnished(migrated: Server) -> Server:
    """The server with a database that holds people and the small folder."""
    migrated.create_database(_FURNISHED, template="migrated")
    furnish(_config(app_url(migrated, _FURNISHED)))
    return migrated


@pytest.fixture
def office(furnished: Server) -> Iterator[Office]:
    name = f"office_{secrets.token_hex(6)}"
    furnished.create_database(name, template=_FURNISHED)
    office = open_office(_config(app_url(furnished, name)))
    yield office
    office.engine.dispose()
    furnished.drop_database(name)


def _config(url: str) -> Config:
    return Config(
        database_app_url=url,
        secret_key="not-secret-in-a-test-" * 2,
        key_encryption_key=bytes(range(32)),
        public_address="http://localhost",
        mail_server=None,
        mail_from="review-desk@example.invalid",
        proxies=0,
        session_minutes=60,
        insecure_cookies=True,
        demonstration=True,
    )
