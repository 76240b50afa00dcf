"""Signing in, being locked out, signing out, and the guard in front of every page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from web import sign_in_throttle
from web.services import people
from web.sign_in import password_hash
from web.store.database import db

PASSWORD = "three invented words"
EMAIL = "bea.managerexample@example.invalid"


@pytest.fixture
def app(make_app) -> Flask:
    app = make_app()
    with app.app_context():
        add_person(EMAIL, "business_manager")
    return app


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


def add_person(email: str, *roles: str, password: str | None = PASSWORD) -> str:
    """Add somebody, and return the token of their link where no password is given."""
    person = people().add(name="Bea Managerexample", email=email, agency=None, roles=roles, by=None)
    token = people().password_link(person, by=None)
    if password is None:
        return token
    people().use_link(token, password_hash=password_hash(password))
    return ""


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, "the page has no form"
    return found[1]


def sign_in(client: FlaskClient, *, email: str = EMAIL, password: str = PASSWORD, **fields: str):
    token = token_of(client.get("/sign-in").text)
    return client.post(
        "/sign-in", data={"email": email, "password": password, "csrf_token": token, **fields}
    )


def audited(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(text("select kind from audit_event order by at_utc, seq")))


def test_a_person_signs_in_with_email_and_password(client, app):
    response = sign_in(client)

    assert (response.status_code, response.location) == (303, "/")
    assert client.get("/").status_code == 200
    assert "signed_in" in audited(app)


def test_the_email_address_is_found_in_any_case(client):
    assert sign_in(client, email=f" {EMAIL.upper()} ").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "wrong"), ("nobody@example.invalid", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_read_alike(client, app, email, password):
    response = sign_in(client, email=email, password=password)

    assert response.status_code == 422
    assert "The email address or the password is not right" in response.text
    assert client.get("/").status_code == 303
    assert "sign_in_failed" in audited(app)


def test_what_is_missing_is_said_beside_its_field(client):
    response = sign_in(client, email="", password="")

    assert response.status_code == 422
    assert 'id="email-error"' in response.text
    assert 'id="password-error"' in response.text


def test_a_page_asks_for_sign_in_and_is_reached_afterwards(client):
    asked = client.get("/people?x=1")

    assert asked.location == "/sign-in?next=/people?x%3D1"
    assert sign_in(client, next="/people?x=1").location == "/people?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example.invalid/",
        "//evil.example.invalid",
        "/\\evil.example.invalid",
        "javascript:x",
    ],
)
def test_sign_in_leads_to_no_other_site(client, elsewhere):
    assert sign_in(client, next=elsewhere).location == "/"


def test_signing_out_ends_the_session(client, app):
    sign_in(client)
    token = token_of(client.get("/people/new").text)

    client.post("/sign-out", data={"csrf_token": token})

    assert client.get("/").status_code == 303
    assert "signed_out" in audited(app)


def test_a_session_has_nothing_of_the_one_before(client):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    sign_in(client)

    with client.session_transaction() as session:
        assert "planted" not in session


def test_deactivating_a_person_ends_their_session(client, app):
    sign_in(client)
    with app.app_context():
        [person] = people().people(by=None)
        # Somebody must be left to manage people.
        people().add(
            name="Mo Example",
            email="mo@example.invalid",
            agency=None,
            roles=["business_manager"],
            by=None,
        )
        people().deactivate(person.id, by=None)

    assert client.get("/").status_code == 303
    assert sign_in(client).status_code == 422


def test_a_form_without_its_token_is_refused(app, client):
    sign_in(client)

    response = client.post("/people", data={"name": "Planted"})

    assert response.status_code == 400
    with app.app_context():
        assert len(people().people(by=None)) == 1


def test_the_library_takes_no_token_instead_of_a_session(app, client):
    with app.app_context():
        person = app.extensions["security"].datastore.find_user(email=EMAIL)
        token = person.get_auth_token()

    assert client.get("/", headers={"Authentication-Token": token}).status_code == 303
    assert client.get(f"/?auth_token={token}").status_code == 303


class TestLockOut:
    """Guessing is slowed down, by account and by address."""

    def test_five_wrong_passwords_lock_the_account_for_the_right_one_too(self, client, app):
        for _ in range(sign_in_throttle.FAILURES_AN_ACCOUNT):
            assert sign_in(client, password="wrong").status_code == 422

        response = sign_in(client)

        assert response.status_code == 429
        assert "Wait 15 minutes" in response.text
        assert client.get("/").status_code == 303
        assert "sign_in_refused" in audited(app)

    def test_the_lock_opens_after_a_quarter_of_an_hour(self, app):
        now = datetime.now(UTC)
        with app.test_request_context():
            guess_at = attempts_on(app)
            assert [guess_at(now) for _ in range(6)] == [True] * 5 + [False]

            assert not guess_at(now + sign_in_throttle.LOCKED_FOR - timedelta(seconds=1))
            assert guess_at(now + sign_in_throttle.LOCKED_FOR + timedelta(seconds=1))

    def test_a_success_begins_the_count_afresh(self, client):
        for _ in range(4):
            sign_in(client, password="wrong")
        sign_in(client)
        client.delete_cookie("review_desk")

        for _ in range(4):
            sign_in(client, password="wrong")

        assert sign_in(client).status_code == 303

    def test_another_account_is_not_locked(self, client, app):
        with app.app_context():
            add_person("una.unitexample@example.invalid", "business_unit")
        for _ in range(6):
            sign_in(client, password="wrong")

        assert sign_in(client, email="una.unitexample@example.invalid").status_code == 303

    def test_an_address_that_guesses_at_many_accounts_is_locked(self, app):
        with app.test_request_context():
            let_through = [
                sign_in_throttle.is_let_through(
                    sign_in_throttle.attempt(email=f"{n}@example.invalid", address="192.0.2.1")
                )
                for n in range(sign_in_throttle.FAILURES_AN_ADDRESS + 1)
            ]
            elsewhere = sign_in_throttle.attempt(email=EMAIL, address="192.0.2.2")

            assert let_through == [True] * sign_in_throttle.FAILURES_AN_ADDRESS + [False]
            assert sign_in_throttle.is_let_through(elsewhere)

    def test_successes_do_not_lock_the_address_that_an_office_shares(self, app):
        with app.test_request_context():
            for n in range(sign_in_throttle.FAILURES_AN_ADDRESS + 10):
                tried = sign_in_throttle.attempt(email=f"{n}@example.invalid", address="192.0.2.1")
                assert sign_in_throttle.is_let_through(tried)
                sign_in_throttle.succeeded(tried)

    def test_guesses_of_a_code_count_like_those_of_a_password(self, app):
        with app.test_request_context():
            tried = sign_in_throttle.attempt(email=EMAIL, address="192.0.2.1", what="code")

            assert [sign_in_throttle.is_let_through(tried) for _ in range(6)] == [True] * 5 + [
                False
            ]

    def test_nothing_kept_of_an_attempt_names_the_account_or_the_address(self, client, app):
        sign_in(client, password="wrong")

        with app.app_context():
            [row] = db.session.execute(text("select * from sign_in_attempt"))
        assert EMAIL not in str(row)
        assert "127.0.0.1" not in str(row)


class TestOneTimeLink:
    """A new person sets their own password, once."""

    @pytest.fixture
    def token(self, app) -> str:
        with app.app_context():
            return add_person("una.unitexample@example.invalid", "business_unit", password=None)

    def set_password(
        self, client: FlaskClient, token: str, password: str, again: str | None = None
    ):
        page = client.get(f"/set-password/{token}")
        fields = {"password": password, "again": again or password}
        return client.post(
            f"/set-password/{token}", data={"csrf_token": token_of(page.text), **fields}
        )

    def test_a_new_person_sets_a_password_and_signs_in(self, client, token):
        assert self.set_password(client, token, "my own invented words").status_code == 200

        signed_in = sign_in(
            client, email="una.unitexample@example.invalid", password="my own invented words"
        )
        assert signed_in.status_code == 303

    def test_a_link_works_once(self, client, token):
        self.set_password(client, token, "my own invented words")

        assert client.get(f"/set-password/{token}").status_code == 404

    def test_a_guessed_link_is_not_found(self, client):
        assert client.get("/set-password/guessed").status_code == 404

    @pytest.mark.parametrize(
        ("password", "again", "sentence"),
        [
            ("short", None, "must be 12 characters or more"),
            ("my own invented words", "other words", "must be the same"),
        ],
    )
    def test_a_password_that_will_not_do_leaves_the_link_good(
        self, client, token, password, again, sentence
    ):
        refused = self.set_password(client, token, password, again)

        assert refused.status_code == 422
        assert sentence in refused.text
        assert client.get(f"/set-password/{token}").status_code == 200


def attempts_on(app: Flask) -> Callable[[datetime], bool]:
    tried = sign_in_throttle.attempt(email=EMAIL, address="192.0.2.1")
    return lambda at: sign_in_throttle.is_let_through(tried, at=at)
