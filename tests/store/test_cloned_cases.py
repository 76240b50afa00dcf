"""The cases that `make bench-scale` clones are whole: they open, stand where the first stands, and count."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.scale.cloning import Cloner, plan
from bench.scale.counting import count_anew
from web.store.case_files import open_case
from web.store.models import Case
from web.store.tally_check import disagreements


def cloned(office, owner, *, times: int, counted: bool = True) -> list[str]:
    """Clone every case of the office and return the clones' references."""
    with Session(office.engine) as session:
        cases = {
            case.id: (case.received_on, case.closed_at_utc is not None)
            for case in session.scalars(select(Case))
        }
    clones = list(plan(cases, first=1, count=times * len(cases)))
    cloner = Cloner(
        owner.url.render_as_string(hide_password=False), office.config.key_encryption_key
    )
    cloner.clone(clones)
    cloner.close()
    if counted:
        count_anew(owner)
    return [clone.reference for clone in clones]


def test_what_is_sealed_in_a_clone_opens(office, owner):
    first = office.triaged()
    office.work()

    [reference] = cloned(office, owner, times=1)

    with office.store.transaction() as session:
        its, others = (
            open_case(session, office.store.vault, each, lock=False) for each in (first, reference)
        )
        assert others.facts == its.facts
        assert others.case.id != its.case.id
        assert (its.case.received_on - others.case.received_on) % timedelta(weeks=1) == timedelta()
    assert office.standing(reference) == office.standing(first)


def test_the_counts_are_those_of_a_recount(office, owner):
    office.triaged()
    office.notify()
    cloned(office, owner, times=3)

    with office.store.transaction() as session:
        assert disagreements(session) == []
        assert len(session.scalars(select(Case.id)).all()) == 8


def test_control_clones_that_are_not_counted_are_noticed(office, owner):
    office.triaged()
    cloned(office, owner, times=1, counted=False)

    with office.store.transaction() as session:
        assert disagreements(session) != []
    count_anew(owner)
