"""The page of what needs attention: of every kind, the oldest first, a page at a time, with a true number."""

from datetime import timedelta

import pytest

from engine.calendar import london_date
from engine.errors import NotFoundError
from tests.store.office import Office
from web.store.models import Case, CaseAgency, NeedsAttention, StandIn
from web.use_cases.attention_views import AttentionPage


def pages(office: Office, limit: int) -> list[AttentionPage]:
    first = office.use.attention.page(by=office.manager, limit=limit)
    read = [first]
    while read[-1].next_after is not None:
        after = read[-1].next_after
        read.append(office.use.attention.page(by=office.manager, after=after, limit=limit))
    return read


def of_every_kind(office: Office) -> None:
    """Leave three tasks that nobody may do, two steps that failed at one instant, and an author."""
    references = [office.notify() for _ in range(3)]
    for role in ("sig_chair", "sig_vice_chair"):
        who = office.chair if role == "sig_chair" else office.vice
        [held] = office.use.posts.of(who, by=office.manager).roles
        office.use.posts.end(who, held.id, last=None, by=office.manager)
    with office.store.transaction() as session:
        now = office.store.clock.now(session)
        cases = {case.reference: case.id for case in session.query(Case)}
        for reference in references[1:]:
            session.add(
                NeedsAttention(
                    case_id=cases[reference],
                    what="meeting",
                    process="small_incident",
                    element="triage",
                    sentence="Nobody has arranged a meeting.",
                    since_utc=now - timedelta(days=1),
                )
            )
        session.add(
            StandIn(
                case_id=cases[references[0]],
                role="author",
                person_id=office.police_lead,
                appointed_by=office.independent,
                appointed_at_utc=now,
                independent=True,
            )
        )
        session.add(
            CaseAgency(
                case_id=cases[references[0]],
                agency_key="police",
                listed_at_utc=now + timedelta(minutes=1),
            )
        )


def test_pages_show_everything_once_the_oldest_first_and_each_says_how_much_there_is(
    office: Office,
):
    of_every_kind(office)

    [whole] = pages(office, limit=25)

    kinds = ["meeting", "meeting", "vacant", "vacant", "vacant", "independence"]
    assert [item.what for item in whole.items] == kinds
    assert (whole.number, whole.next_after) == (6, None)
    for limit in (1, 2, 4, 5, 6):
        read = pages(office, limit)
        assert [item for page in read for item in page.items] == list(whole.items), limit
        assert {page.number for page in read} == {6}
        assert all(len(page.items) == limit for page in read[:-1])


def test_what_does_not_need_attention_any_more_is_not_counted(office: Office):
    of_every_kind(office)
    today = london_date(office.use.clock.now())

    office.use.posts.give(office.nobody, "sig_chair", first=today, last=None, by=office.manager)

    [whole] = pages(office, limit=25)
    assert [item.what for item in whole.items] == ["meeting", "meeting", "independence"]
    assert whole.number == 3


@pytest.mark.parametrize("after", ["", "yesterday~SI-2026-1~x", "2026-03-02T09:00:00~SI-2026-1~x"])
def test_a_place_that_is_none_is_no_page(office: Office, after: str):
    with pytest.raises(NotFoundError):
        office.use.attention.page(by=office.manager, after=after)
