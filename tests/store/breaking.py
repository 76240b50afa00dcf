"""Databases that fail at a chosen statement, and what a database holds, to compare before and after."""

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine

from tests.store.office import Office
from web.services import assemble
from web.store.store import Store
from web.use_cases.due_work import DueWork


class BrokenError(Exception):
    """The database broke, as the test asked."""


class Fuse:
    """Counts statements, and breaks at the one that was chosen; `commit` counts as one."""

    def __init__(self, breaks_at: int) -> None:
        self.breaks_at, self.count, self.armed = breaks_at, 0, False

    def tick(self) -> None:
        if not self.armed:
            return
        self.count += 1
        if self.count == self.breaks_at:
            raise BrokenError(str(self.count))

    def cursor_class(self) -> type[psycopg.Cursor[Any]]:
        fuse = self

        class FusedCursor(psycopg.Cursor[Any]):
            def execute(self, *args: Any, **how: Any) -> Any:
                fuse.tick()
                return super().execute(*args, **how)

            def executemany(self, *args: Any, **how: Any) -> Any:
                fuse.tick()
                return super().executemany(*args, **how)

        return FusedCursor


def fused(office: Office, fuse: Fuse, *, split: bool = False) -> Office:
    """Return the office on an engine that breaks; `split` commits every statement by itself."""
    how: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if split else {}
    engine = create_engine(
        office.url, connect_args={"cursor_factory": fuse.cursor_class()}, pool_size=1, **how
    )
    event.listen(engine, "commit", lambda _: fuse.tick())
    store = Store(engine, office.store.vault, office.store.clock, office.store.versions)
    config = office.config
    return Office(
        office.url,
        config,
        engine,
        store,
        assemble(store, config),
        DueWork(store, office.due.post),
        office.people,
    )


def contents(owner: Engine) -> dict[str, str]:
    """Return every row of every table as text, by table."""
    with owner.connect() as connection:
        tables = connection.scalars(
            text("select tablename from pg_tables where schemaname = 'public' order by 1")
        ).all()
        return {
            table: connection.scalar(
                text(
                    f"select coalesce(string_agg(t::text, chr(10) order by t::text), '')"
                    f' from "{table}" t'
                )
            )
            for table in tables
        }


def break_everywhere(
    office: Office, owner: Engine, act: Callable[[Office], object], *, split: bool = False
) -> int:
    """Do `act` with the database breaking at the first statement, the second, and so on.

    After each, the database must hold what it held before. Ends when nothing is left to break, and the
    action succeeds; returns how many statements it takes.
    """
    before = contents(owner)
    for number in range(1, 1000):
        fuse = Fuse(number)
        breaking = fused(office, fuse, split=split)
        fuse.armed = True
        try:
            act(breaking)
        except BrokenError:
            changed = [table for table, rows in contents(owner).items() if rows != before[table]]
            assert changed == [], f"statement {number} left traces in {changed}"
        else:
            return fuse.count
        finally:
            fuse.armed = False
            breaking.engine.dispose()
    raise AssertionError("the action never ended")
