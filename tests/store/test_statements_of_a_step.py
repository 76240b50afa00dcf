"""How often completing a task asks the database: for each question somebody waits, there and back.

The figure is that of today. Whoever makes a step ask more finds it here, and changes it on purpose.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.store.office import TRIAGE, Office

# Triage writes a register, lets a timer go and begins a second process. Jobs are queued beside these.
AT_TRIAGE = 45


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """Yield the statements that are executed meanwhile, each with what it was given."""
    statements: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        statements.append(f"{' '.join(statement.split())} {given}")

    event.listen(engine, "before_cursor_execute", remember)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", remember)


def triaging(office: Office) -> list[str]:
    """Complete the triage of a new case; return what that asked."""
    reference, by = office.notify(), office.people["chair"]
    task = office.task(reference, "triage")
    version = office.use.tasks.open_task(reference, task, by=by).page.version
    with asked(office.engine) as statements:
        office.use.tasks.complete_task(
            reference, task, TRIAGE, by=by, key=uuid4().hex, version=version
        )
    return statements


def asked_twice(statements: list[str]) -> list[str]:
    """Return what was read more than once."""
    read = Counter(each for each in statements if each.lower().startswith(("select", "with")))
    return [each for each, times in read.items() if times > 1]


def test_completing_a_task_asks_no_more_than_it_has_to(office: Office):
    statements = triaging(office)

    assert len(statements) == AT_TRIAGE, "\n".join(statements)


def test_completing_a_task_reads_nothing_twice(office: Office):
    assert asked_twice(triaging(office)) == []


def test_it_asks_no_more_where_more_cases_are(office: Office):
    first = triaging(office)
    for _ in range(4):
        office.triaged()

    assert len(triaging(office)) == len(first)


def test_control_a_question_more_is_counted_and_the_same_one_is_noticed(office: Office):
    with asked(office.engine) as statements, office.store.transaction() as session:
        for _ in range(2):
            session.connection().exec_driver_sql("select 1")

    assert len(statements) == 2
    assert len(asked_twice(statements)) == 1
