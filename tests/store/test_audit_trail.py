"""The audit trail can be added to and read, and whatever is done to it is found."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.store.office import CHILD, Office
from web.store import audit
from web.store.audit import Event

FORBIDDEN = [
    "update audit_event set kind = 'x'",
    "delete from audit_event",
    "truncate audit_event",
    "alter table audit_event disable trigger all",
    "drop table audit_event",
    "select * from audit_event for update",
    "lock table audit_event in exclusive mode",
    "select setval('audit_event_id_seq', 1)",
    "set role review_desk_owner",
    "create trigger mine before insert on audit_event for each row execute function"
    " refuse_to_change_the_audit_trail()",
    "insert into audit_event (id, chain, seq, at_utc, kind, previous, hash)"
    " overriding system value values (1, 'x', 1, now(), 'x', '', '')",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_programs_role_cannot_change_the_trail(statement: str, office: Office):
    office.notify()

    with pytest.raises(DBAPIError) as refusal, office.engine.begin() as connection:
        connection.execute(text(statement))

    assert "permission denied" in str(refusal.value) or "must be owner" in str(refusal.value)


def test_control_the_programs_role_can_change_other_tables(office: Office):
    with office.engine.begin() as connection:
        connection.execute(text("update meeting set state = 'held'"))
        connection.execute(text("select * from meeting for update"))


@pytest.mark.parametrize("statement", FORBIDDEN[:3])
def test_even_the_owner_is_stopped_from_changing_the_trail(statement: str, owner: Engine):
    with pytest.raises(DBAPIError, match="only ever added to"), owner.begin() as connection:
        connection.execute(text(statement))


def test_every_chain_of_a_worked_case_holds(office: Office):
    reference = office.triaged()
    office.work()

    with Session(office.engine) as session:
        for (chain,) in office.rows("select distinct chain from audit_event"):
            assert audit.verify(audit.trail(session, chain)) is None
    assert len(office.case(reference).audit) > 10


@pytest.mark.parametrize(
    ("change", "found_at"),
    [
        ("update audit_event set kind = 'nothing_happened' where chain = :c and seq = 3", 3),
        ("update audit_event set actor = null where chain = :c and seq = 1", 1),
        (
            "update audit_event set at_utc = at_utc + interval '1 day' where chain = :c and seq = 2",
            2,
        ),
        ("delete from audit_event where chain = :c and seq = 2", 2),
        ("update audit_event set hash = previous where chain = :c and seq = 4", 4),
        ("update audit_event set seq = -seq where chain = :c and seq = 3", 1),
    ],
)
def test_an_altered_trail_is_found(change: str, found_at: int, office: Office, owner: Engine):
    office.triaged()
    [(chain,)] = office.rows('select id::text from "case"')

    with owner.begin() as connection:
        connection.execute(text("alter table audit_event disable trigger all"))
        connection.execute(text(change), {"c": chain})

    with Session(office.engine) as session:
        assert audit.verify(audit.trail(session, chain)) == found_at


def test_the_trail_names_who_acted_and_holds_no_personal_data(office: Office):
    reference = office.triaged()

    completed = next(each for each in office.case(reference).audit if each.kind == "task_completed")
    assert completed.by == "Cherry Example"
    everything = str(office.rows("select * from audit_event"))
    assert CHILD not in everything
    assert "Example" not in everything


def test_the_digest_of_an_answer_cannot_be_guessed(office: Office):
    office.notify()
    office.notify()

    digests = office.rows("select digest from audit_event where kind = 'form_submitted'")

    assert len({bytes(digest) for (digest,) in digests}) == 2


def test_two_writers_of_the_system_chain_do_not_fork_it(office: Office):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    with Session(office.engine) as first, first.begin():
        audit.append(first, audit.SYSTEM, [Event("first")], at=at)
        with Session(office.engine) as second, second.begin():
            second.execute(text("set local lock_timeout = '50ms'"))
            with pytest.raises(DBAPIError, match="lock timeout"):
                audit.append(second, audit.SYSTEM, [Event("second")], at=at)
            second.rollback()
