"""What somebody wrote survives the end of their session, and reaches nobody else."""

import html
import re

import pytest
from flask import Blueprint, Flask, g, request
from flask.testing import FlaskClient

from web import held_posts
from web.services import people
from web.sign_in import password_hash

PASSWORD = "three invented words"
WRITTEN = "Testchild was seen on Monday, said Avery Example. £5 & 'so' on"


@pytest.fixture
def app(make_app) -> Flask:
    """The application, with a page that answers what it was sent, to one of two people only."""
    app = make_app()
    pages = Blueprint("written", __name__)

    @pages.post("/written")
    def keep():
        if g.person.name != "Una Unitexample":
            return "not yours", 404
        return {"person": g.person.name, "fields": request.form.to_dict(flat=False)}

    app.register_blueprint(pages)
    with app.app_context():
        for name, email in (("Una Unitexample", "una"), ("Otto Othertest", "otto")):
            added = people().add(
                name=name,
                email=f"{email}@example.invalid",
                agency=None,
                roles=["business_unit"],
                by=None,
            )
            token = people().password_link(added, by=None)
            people().use_link(token, password_hash=password_hash(PASSWORD))
    return app


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, f"the page has no field {name}"
    return html.unescape(found[1])


def post_without_session(
    client: FlaskClient, *, origin: str = "http://localhost", text: str = WRITTEN
):
    return client.post(
        "/written",
        data={"csrf_token": "of a session that ended", "account": text, "tick": ["a", "b"]},
        headers={"Origin": origin},
    )


def sign_in_with(client: FlaskClient, page: str, who: str = "una"):
    return client.post(
        "/sign-in",
        data={
            "csrf_token": hidden(page, "csrf_token"),
            "held_post": hidden(page, "held_post"),
            "email": f"{who}@example.invalid",
            "password": PASSWORD,
        },
    )


def send_on(client: FlaskClient, page: str):
    return client.post(
        "/written",
        data={
            "csrf_token": hidden(page, "csrf_token"),
            held_posts.FIELD: hidden(page, held_posts.FIELD),
        },
    )


def test_a_text_posted_after_the_session_ended_arrives_after_sign_in(client):
    asked = post_without_session(client)
    assert asked.status_code == 401

    offered = sign_in_with(client, asked.text)
    arrived = send_on(client, offered.text)

    assert 'action="/written"' in offered.text
    assert arrived.json == {
        "person": "Una Unitexample",
        "fields": {"account": [WRITTEN], "tick": ["a", "b"]},
    }


def test_a_wrong_password_on_the_way_loses_nothing(client):
    asked = post_without_session(client)
    again = client.post(
        "/sign-in",
        data={
            "csrf_token": hidden(asked.text, "csrf_token"),
            "held_post": hidden(asked.text, "held_post"),
            "email": "una@example.invalid",
            "password": "wrong",
        },
    )

    offered = sign_in_with(client, again.text)

    assert send_on(client, offered.text).json["fields"]["account"] == [WRITTEN]


def test_a_text_of_100_000_characters_survives(client):
    asked = post_without_session(client, text="ö" * 100_000)

    offered = sign_in_with(client, asked.text)

    assert send_on(client, offered.text).json["fields"]["account"] == ["ö" * 100_000]


def test_the_pages_in_between_show_nobody_the_text(client):
    asked = post_without_session(client)
    offered = sign_in_with(client, asked.text, who="otto")
    refused = send_on(client, offered.text)

    assert "Testchild" not in asked.text
    assert "Testchild" not in offered.text
    assert (refused.status_code, refused.text) == (404, "not yours")


def test_a_post_from_another_site_is_not_kept(client):
    response = post_without_session(client, origin="https://evil.example.invalid")

    assert response.status_code == 303
    assert "held_post" not in client.get(response.location).text


def test_a_form_of_an_earlier_session_is_offered_again(client):
    first = client.get("/sign-in")
    client.post(
        "/sign-in",
        data={
            "csrf_token": hidden(first.text, "csrf_token"),
            "email": "una@example.invalid",
            "password": PASSWORD,
        },
    )

    offered = post_without_session(client)

    assert offered.status_code == 400
    assert send_on(client, offered.text).json["fields"]["account"] == [WRITTEN]


@pytest.mark.parametrize(
    "change", [lambda seal: seal[:-4] + "AAAA", lambda seal: "ü", lambda seal: ""]
)
def test_a_seal_that_was_tampered_with_is_refused(client, change):
    asked = post_without_session(client)
    offered = sign_in_with(client, asked.text)

    response = client.post(
        "/written",
        data={
            "csrf_token": hidden(offered.text, "csrf_token"),
            held_posts.FIELD: change(hidden(offered.text, held_posts.FIELD)),
        },
    )

    assert response.status_code == 400


def test_a_seal_opens_only_where_it_was_going(client):
    asked = post_without_session(client)
    offered = sign_in_with(client, asked.text)

    response = client.post(
        "/sign-out",
        data={
            "csrf_token": hidden(offered.text, "csrf_token"),
            held_posts.FIELD: hidden(offered.text, held_posts.FIELD),
        },
    )

    assert response.status_code == 400
