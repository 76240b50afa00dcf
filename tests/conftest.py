"""What tests of several folders share: one embedded PostgreSQL per test process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from web.postgres import Server, embedded_postgres

# Nothing that a test writes is worth waiting for a disk; durability is PostgreSQL's own promise.
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running PostgreSQL of this test process; tests make databases of their own on it."""
    folder: Path = tmp_path_factory.mktemp("postgres")
    with embedded_postgres(folder, settings=_QUICK) as server:
        yield server
