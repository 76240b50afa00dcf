"""Connections of the pool: one that the server has dropped is noticed before work depends on it."""

import time
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError

_FRESH_SECONDS: Final = 1.0
_USED: Final = "used"


def ping_what_was_idle(engine: Engine) -> None:
    """Ask the server before a connection is used again, unless it was used within the last second.

    SQLAlchemy's own `pool_pre_ping` asks every time, which a page that takes two connections pays for
    twice. A connection that does not answer is thrown away, and another is taken.
    """

    @event.listens_for(engine, "checkin")
    def _remember(_connection: Any, record: Any) -> None:
        record.info[_USED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ping(connection: Any, record: Any, _proxy: Any) -> None:
        used = record.info.get(_USED)
        if used is None or time.monotonic() - used < _FRESH_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("the server has dropped the connection") from error
