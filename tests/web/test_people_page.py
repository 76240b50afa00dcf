"""The page by which people are added, given roles and agencies, and deactivated."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.services import people
from web.sign_in import password_hash

PASSWORD = "three invented words"


@pytest.fixture
def app(make_app) -> Flask:
    app = make_app()
    with app.app_context():
        people().add_agency("sampleford_schools", "Sampleford Schools", by=None)
        added = people().add(
            name="Bea Managerexample",
            email="bea@example.invalid",
            agency=None,
            roles=["business_manager"],
            by=None,
        )
        people().use_link(
            people().password_link(added, by=None), password_hash=password_hash(PASSWORD)
        )
    return app


@pytest.fixture
def manager(app) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "bea@example.invalid")
    return client


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD):
    token = token_of(client.get("/sign-in").text)
    return client.post("/sign-in", data={"email": email, "password": password, "csrf_token": token})


def post(client: FlaskClient, path: str, **fields: object):
    token = token_of(client.get("/people/new").text)
    return client.post(path, data={"csrf_token": token, **fields})


def add_sefa(manager: FlaskClient, **changes: object):
    fields = {
        "name": "Sefa Schooltest",
        "email": "sefa@example.invalid",
        "agency": "sampleford_schools",
        "roles": ["agency_lead", "notifier"],
    }
    return post(manager, "/people", **{**fields, **changes})


def person(app: Flask, email: str):
    with app.app_context():
        [found] = [each for each in people().people(by=None) if each.email == email]
    return found


def test_a_person_is_added_and_sets_a_password_by_the_link_shown(manager, app):
    page = add_sefa(manager)

    [link] = re.findall(r"<code>http://localhost(/set-password/[^<]+)</code>", page.text)
    newcomer = app.test_client()
    fields = {"password": "my own invented words", "again": "my own invented words"}
    newcomer.post(
        html.unescape(link), data={"csrf_token": token_of(newcomer.get(link).text), **fields}
    )
    assert sign_in(newcomer, "sefa@example.invalid", "my own invented words").status_code == 303
    added = person(app, "sefa@example.invalid")
    assert (added.agency, set(added.roles)) == ("sampleford_schools", {"agency_lead", "notifier"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": "bea@example.invalid"}, "email"),
        ({"agency": "unknown"}, "agency"),
        ({"agency": ""}, "agency"),
        ({"roles": ["king"]}, "roles"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field_and_kept(manager, app, changes, field):
    refused = add_sefa(manager, **changes)

    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert f'href="#{field}"' in refused.text
    assert changes.get("name", "Sefa Schooltest") in refused.text
    with app.app_context():
        assert len(people().people(by=None)) == 1


def test_name_and_agency_are_changed(manager, app):
    add_sefa(manager, roles=["notifier"])
    sefa = person(app, "sefa@example.invalid")

    post(manager, f"/people/{sefa.id}", name="Sefa Newnametest", agency="")

    changed = person(app, "sefa@example.invalid")
    assert (changed.name, changed.agency, changed.roles) == (
        "Sefa Newnametest",
        None,
        ("notifier",),
    )


def dated(prefix: str, day: str) -> dict[str, str]:
    """Return a date as the page's three fields post it."""
    year, month, day = day.split("-")
    return {f"{prefix}-day": day, f"{prefix}-month": month, f"{prefix}-year": year}


def ends_of(page: str, kind: str) -> list[str]:
    return re.findall(rf'href="(/people/[^"]+/{kind}/[^"]+/end)"', page)


@pytest.mark.clause("G-09")
def test_a_role_is_given_ahead_and_ended(manager, app):
    add_sefa(manager)
    sefa = person(app, "sefa@example.invalid")
    at = f"/people/{sefa.id}"

    given = post(manager, f"{at}/roles", role="board_member", **dated("role_first", "2049-05-01"))

    assert given.status_code == 303
    page = manager.get(at).text
    assert "From 1 May 2049" in page
    assert "To come" in page
    assert "board_member" not in person(app, "sefa@example.invalid").roles

    lead = next(each for each in ends_of(page, "roles") if "Agency Lead" in manager.get(each).text)
    asked = manager.get(lead).text
    assert 'name="when"' in asked
    refused = post(manager, lead)
    assert (refused.status_code, 'id="when-error"' in refused.text) == (422, True)
    refused = post(manager, lead, when="later", **dated("last", "2020-01-01"))
    assert (refused.status_code, 'id="last-error"' in refused.text) == (422, True)
    assert post(manager, lead, when="now").status_code == 303
    assert set(person(app, "sefa@example.invalid").roles) == {"notifier"}
    assert manager.get(lead).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": ""}, "role_role"),
        ({"role": "board_member", **dated("role_first", "2020-01-01")}, "role_first"),
        ({"role": "board_member", **dated("role_last", "2049-02-30")}, "role_last"),
    ],
)
def test_a_role_that_cannot_be_given_is_said_beside_its_field(manager, app, fields, field):
    add_sefa(manager)
    sefa = person(app, "sefa@example.invalid")

    refused = post(manager, f"/people/{sefa.id}/roles", **fields)

    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text


def test_a_deputy_is_named_and_ended(manager, app):
    add_sefa(manager, roles=["governance"])
    sefa, bea = person(app, "sefa@example.invalid"), person(app, "bea@example.invalid")
    at = f"/people/{bea.id}"

    refused = post(manager, f"{at}/deputies", role="business_manager", deputy="")
    assert (refused.status_code, 'id="deputy_person-error"' in refused.text) == (422, True)

    named = post(
        manager,
        f"{at}/deputies",
        role="business_manager",
        deputy=str(sefa.id),
        **dated("deputy_last", "2049-05-01"),
    )

    assert named.status_code == 303
    page = manager.get(at).text
    assert "Deputies of Bea Managerexample" in page
    assert "to 1 May 2049" in page
    assert "Sefa Schooltest is deputy" in manager.get(f"/people/{sefa.id}").text
    [end] = ends_of(page, "deputies")
    assert post(manager, end, when="now").status_code == 303
    assert "Past" in manager.get(at).text


def test_the_last_business_manager_is_not_locked_out(manager, app):
    bea = person(app, "bea@example.invalid")
    [end] = ends_of(manager.get(f"/people/{bea.id}").text, "roles")

    refused = post(manager, end, when="now")

    assert refused.status_code == 422
    assert "Nobody would be Business Manager from" in refused.text
    assert post(manager, f"/people/{bea.id}/deactivate").status_code == 422
    assert "business_manager" in person(app, "bea@example.invalid").roles


def test_somebody_deactivated_cannot_sign_in_until_activated_again(manager, app):
    post(manager, "/people/agencies", key="exampleton_hospital", name="Exampleton Hospital")
    page = add_sefa(manager, agency="exampleton_hospital")
    [token] = re.findall(r"/set-password/([^<]+)</code>", page.text)
    with app.app_context():
        people().use_link(token, password_hash=password_hash(PASSWORD))
    sefa = person(app, "sefa@example.invalid")

    post(manager, f"/people/{sefa.id}/deactivate")
    assert sign_in(app.test_client(), "sefa@example.invalid").status_code == 422
    post(manager, f"/people/{sefa.id}/activate")

    assert sign_in(app.test_client(), "sefa@example.invalid").status_code == 303


def test_a_new_link_ends_the_one_before(manager, app):
    first = re.findall(r"/set-password/([^<]+)</code>", add_sefa(manager).text)[0]
    sefa = person(app, "sefa@example.invalid")

    second = re.findall(
        r"/set-password/([^<]+)</code>", post(manager, f"/people/{sefa.id}/link").text
    )[0]

    assert app.test_client().get(f"/set-password/{first}").status_code == 404
    assert app.test_client().get(f"/set-password/{second}").status_code == 200


def test_an_agency_whose_key_is_taken_is_refused_beside_its_field(manager):
    refused = post(manager, "/people/agencies", key="sampleford_schools", name="Another Example")

    assert refused.status_code == 422
    assert 'id="key-error"' in refused.text


def test_the_list_says_who_has_which_role(manager):
    add_sefa(manager)

    page = manager.get("/people").text

    assert "Agency Lead, Notifier" in page
    assert "Sampleford Schools" in page
    assert "No password set yet" in page


def test_a_person_who_does_not_exist_is_not_found(manager):
    missing = "/people/00000000-0000-4000-8000-000000000000"

    assert manager.get(missing).status_code == 404
    assert post(manager, f"{missing}/link").status_code == 404
