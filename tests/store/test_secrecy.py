"""Nothing that anybody wrote of a case stands in the database in plain text."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from tests.store.breaking import contents
from tests.store.office import CHILD, SYNOPSIS, TRIAGE, Office
from web.store.encryption import SealError, Vault
from web.use_cases.map_views import MapFilters

WRITTEN = [CHILD, SYNOPSIS, TRIAGE["reason"], "A draft sentence", "harmed", "convene", "U-02"]


def found(owner: Engine, words: list[str]) -> list[tuple[str, str]]:
    """Return which words stand in which table, as text or as bytes."""
    return [
        (table, word)
        for table, rows in contents(owner).items()
        if table != "deployment"
        for word in words
        if word in rows or word.encode().hex() in rows
    ]


def test_nothing_written_of_a_case_is_kept_in_plain_text(office: Office, owner: Engine):
    office.use.notifications.save_draft({"synopsis": "A draft sentence"}, by=office.notifier)
    reference = office.notify()
    task = office.task(reference, "triage")
    office.use.tasks.save_draft(reference, task, {"reason": "A draft sentence"}, by=office.chair)
    office.use.uploads.keep(
        reference, task, "papers", f"{CHILD}.txt", b"A draft sentence", by=office.chair
    )
    office.complete(reference, "triage", TRIAGE)
    office.work()

    assert found(owner, WRITTEN) == []


def test_control_what_is_in_plain_text_is_found(office: Office, owner: Engine):
    reference = office.notify()
    with owner.begin() as connection:
        connection.execute(text("update notice set message = :name"), {"name": CHILD})
        connection.execute(
            text("update case_data set content = convert_to(:word, 'UTF8')"), {"word": SYNOPSIS}
        )

    assert {word for _, word in found(owner, [*WRITTEN, reference])} == {CHILD, SYNOPSIS, reference}


def test_a_sealed_value_opens_only_in_its_own_place(office: Office, owner: Engine):
    first, second = office.notify(), office.notify()
    with owner.begin() as connection:
        connection.execute(
            text(
                "update submission set content = (select content from submission s join"
                ' "case" c on c.id = s.case_id where c.reference = :from_)'
                ' where case_id = (select id from "case" where reference = :to_)'
            ),
            {"from_": first, "to_": second},
        )

    assert office.case(first).submissions
    with pytest.raises(SealError):
        office.case(second)


def test_the_state_of_an_earlier_version_does_not_open_as_the_newest(office: Office, owner: Engine):
    reference = office.notify()
    [(state,)] = office.rows("select state from process_instance")
    office.complete(reference, "triage", {**TRIAGE, "outcome": "more"})
    with owner.begin() as connection:
        connection.execute(text("update process_instance set state = :state"), {"state": state})

    with pytest.raises(SealError):
        office.complete(reference, "supply_more", {}, of="notifier")


def test_another_key_encryption_key_opens_nothing():
    _, wrapped = Vault(bytes(32)).new_key("case 1")

    with pytest.raises(SealError):
        Vault(bytes([1] * 32)).unwrap(wrapped, "case 1")
    with pytest.raises(SealError):
        Vault(bytes(32)).unwrap(wrapped, "case 2")


def test_the_draft_of_a_notification_is_erased_with_its_key_when_the_case_is_made(office: Office):
    use = office.use.notifications
    draft = use.save_draft({"synopsis": "A draft sentence"}, by=office.notifier)
    page = use.start_form(by=office.notifier, draft=draft)
    assert page.raw == {"synopsis": "A draft sentence"}

    use.notify(
        {"child_name": CHILD, "synopsis": SYNOPSIS, "facts": {"outcome": "died"}},
        by=office.notifier,
        key=uuid4().hex,
        version=page.version,
        draft=draft,
    )

    assert office.rows("select count(*) from draft") == [(0,)]


def test_lists_carry_no_personal_data(office: Office):
    office.triaged()

    lists = [
        office.use.tasks.task_list(by=office.chair),
        office.use.map.overview(MapFilters(), by=office.chair),
        office.mails(),
    ]

    assert not [word for word in WRITTEN if word in str(lists)]
