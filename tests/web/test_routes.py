"""Every route, with who may use it: routes.yaml decides, and the application does as it says."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from engine.roles import ROLE_TITLES
from web.services import people
from web.sign_in import password_hash

ROUTES: dict[str, str | list[str]] = yaml.safe_load(
    (Path(__file__).parent / "routes.yaml").read_text("utf-8")
)
WORDS = {"open", "signed in", "case", "own"}
PASSWORD = "three invented words"


def routes_of(app: Flask) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def path_of(route: str) -> str:
    """Return an address of the route that leads to nothing in particular."""
    path = route.split(" ", 1)[1]
    path = re.sub(r"<uuid:\w+>", str(uuid4()), path)
    path = re.sub(r"<int:\w+>", "1", path)
    return re.sub(r"<(\w+:)?\w+>", "nothing", path)


def ask(client: FlaskClient, route: str, token: str | None = None):
    method = route.split(" ", 1)[0]
    headers = {"X-CSRFToken": token} if token else {}
    return client.open(path_of(route), method=method, headers=headers)


def refused_to_strangers(response) -> bool:
    asks_to_sign_in = response.status_code == 303 and response.location.startswith("/sign-in")
    return asks_to_sign_in or response.status_code == 401


def sign_in(app: Flask, *roles: str) -> tuple[FlaskClient, str]:
    """Return a browser signed in as a new person with these roles, and the token of its forms."""
    email = f"{uuid4().hex}@example.invalid"
    with app.app_context():
        agencies = {agency.key for agency in people().agencies(by=None)}
        if "sampleford_schools" not in agencies:
            people().add_agency("sampleford_schools", "Sampleford Schools", by=None)
        added = people().add(
            name="Otto Othertest", email=email, agency="sampleford_schools", roles=roles, by=None
        )
        token = people().password_link(added, by=None)
        people().use_link(token, password_hash=password_hash(PASSWORD))
    client = app.test_client()
    fields = {"email": email, "password": PASSWORD, "csrf_token": _token(client, "/sign-in")}
    assert client.post("/sign-in", data=fields).status_code == 303
    return client, _token(client, "/who-sees-what")


def _token(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def test_every_route_is_listed_with_who_may_use_it(make_app):
    assert routes_of(make_app()) == set(ROUTES)


def test_every_decision_is_one_that_means_something():
    assert ROUTES
    for route, who in ROUTES.items():
        assert who in WORDS if isinstance(who, str) else set(who) <= set(ROLE_TITLES), route


def test_strangers_reach_what_is_open_and_nothing_else(make_app):
    client = make_app().test_client()

    refused = {route for route in ROUTES if refused_to_strangers(ask(client, route))}

    assert refused == {route for route, who in ROUTES.items() if who != "open"}


@pytest.mark.parametrize("may", [True, False])
def test_a_duty_is_for_the_holders_of_its_roles_only(make_app, may):
    app = make_app()
    narrowed = {route: frozenset(who) for route, who in ROUTES.items() if isinstance(who, list)}
    assert narrowed

    for roles in set(narrowed.values()):
        client, token = sign_in(app, *(roles if may else set(ROLE_TITLES) - roles))
        for route in (route for route, who in narrowed.items() if who == roles):
            assert (ask(client, route, token).status_code != 403) is may, route


def test_somebody_without_a_role_sees_no_server_fail(make_app):
    app = make_app()
    client, token = sign_in(app)

    failed = [
        route
        for route in ROUTES
        if route != "POST /sign-out" and ask(client, route, token).status_code >= 500
    ]

    assert failed == []
