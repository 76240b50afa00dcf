"""People, their roles, and the links by which they set a password."""

from datetime import timedelta
from uuid import UUID

import pytest

from engine.errors import InvalidAnswersError, NotFoundError, NotPermittedError
from tests.store.office import Office


def view(office: Office, person: UUID):
    return next(each for each in office.use.people.people(by=office.manager) if each.id == person)


def test_the_business_manager_adds_a_person_with_roles_and_an_agency(office: Office):
    person = office.use.people.add(
        name=" New Example ",
        email="new@example.invalid",
        agency="police",
        roles=["agency_lead"],
        by=office.manager,
    )

    added = view(office, person)
    assert (added.name, added.agency, added.roles) == ("New Example", "police", ("agency_lead",))
    assert (added.active, added.has_password) == (True, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("email", "not an address"),
        ("email", "CHAIR@example.invalid"),
        ("agency", "unknown"),
        ("roles", ["emperor"]),
    ],
)
def test_a_person_who_cannot_be_added_is_refused_by_field(
    field: str, value: object, office: Office
):
    details = {"name": "New", "email": "new@example.invalid", "agency": None, "roles": []}

    with pytest.raises(InvalidAnswersError) as refusal:
        office.use.people.add(**{**details, field: value}, by=office.manager)

    assert list(refusal.value.problems) == [field]


def test_an_agency_lead_needs_an_agency(office: Office):
    with pytest.raises(InvalidAnswersError, match="agency"):
        office.use.people.add(
            name="New", email="new@example.invalid", agency=None, roles=["agency_lead"], by=None
        )


def test_only_who_keeps_people_may_change_them(office: Office):
    with pytest.raises(NotPermittedError):
        office.use.people.people(by=office.chair)
    with pytest.raises(NotPermittedError):
        office.use.people.deactivate(office.nobody, by=office.governor)


def test_a_deactivated_person_can_do_nothing(office: Office):
    reference = office.notify()
    office.use.people.deactivate(office.chair, by=office.manager)

    with pytest.raises(NotPermittedError):
        office.case(reference)
    with pytest.raises(InvalidAnswersError):
        office.use.people.deactivate(office.manager, by=office.manager)

    office.use.people.activate(office.chair, by=office.manager)
    assert office.case(reference)


def test_a_link_sets_the_password_once(office: Office):
    use = office.use.people
    token = use.password_link(office.nobody, by=office.manager)

    assert use.person_of_link(token).name == "Noah Example"
    assert use.use_link(token, password_hash="hash") == office.nobody

    assert view(office, office.nobody).has_password
    with pytest.raises(NotFoundError):
        use.use_link(token, password_hash="another")


def test_a_link_ends_after_seven_days_and_with_the_next_one(office: Office):
    use = office.use.people
    first = use.password_link(office.nobody, by=None)
    second = use.password_link(office.nobody, by=None)

    with pytest.raises(NotFoundError):
        use.person_of_link(first)
    office.use.clock.move(timedelta(days=7), by=office.manager)
    with pytest.raises(NotFoundError):
        use.person_of_link(second)


def test_a_link_is_not_kept_as_it_was_sent(office: Office):
    token = office.use.people.password_link(office.nobody, by=None)

    assert token not in str(office.rows("select * from set_password_link"))


def test_setting_a_password_or_deactivating_ends_the_sessions(office: Office):
    def session_key() -> str:
        [(key,)] = office.rows("select fs_uniquifier from person where id = :id", id=office.nobody)
        return key

    keys = [session_key()]
    office.use.people.use_link(
        office.use.people.password_link(office.nobody, by=None), password_hash="hash"
    )
    keys.append(session_key())
    office.use.people.deactivate(office.nobody, by=None)
    keys.append(session_key())

    assert len(set(keys)) == 3


def test_an_agency_needs_a_key_and_a_name_of_its_own(office: Office):
    use = office.use.people
    use.add_agency("fire_brigade", "Example Fire Brigade", by=office.manager)
    assert [each.key for each in use.agencies(by=office.manager)] == [
        "fire_brigade",
        "health",
        "police",
    ]

    for key, name, field in (
        ("Fire", "Another", "key"),
        ("health", "Another", "key"),
        ("other", "example health", "name"),
        ("other", " ", "name"),
    ):
        with pytest.raises(InvalidAnswersError) as refusal:
            use.add_agency(key, name, by=office.manager)
        assert list(refusal.value.problems) == [field]


def test_changes_to_people_and_sign_ins_are_audited_in_the_system_chain(office: Office):
    office.use.people.record_sign_in("signed_in", office.nobody)
    office.use.people.change(
        office.nobody, name="Noah Newexample", agency="police", by=office.manager
    )

    events = office.rows(
        "select kind, subject, detail, actor from audit_event where chain = 'system'"
        " order by seq desc limit 2"
    )

    nobody, manager = str(office.nobody), office.manager
    assert events == [
        ("person_changed", nobody, "police", manager),
        ("signed_in", nobody, None, office.nobody),
    ]


def test_an_agency_lead_stays_with_an_agency(office: Office):
    with pytest.raises(InvalidAnswersError, match="agency"):
        office.use.people.change(
            office.health_lead, name="Hal Example", agency=None, by=office.manager
        )
