"""The links at the top lead where the person may go."""

from types import SimpleNamespace

import pytest
from flask import Flask, g

from web.navigation import ENTRIES, navigation


@pytest.fixture
def app():
    app = Flask("web.application")
    for entry in ENTRIES:
        app.add_url_rule(f"/{entry.endpoint}", entry.endpoint, lambda: "")
    return app


def _words(app, roles, path="/"):
    with app.test_request_context(path):
        g.person = SimpleNamespace(name="Avery Example", roles=frozenset(roles))
        return [link["text"] for link in navigation()]


def test_everyone_signed_in_finds_their_tasks_the_cases_and_the_protocol(app):
    assert _words(app, ["notifier"]) == ["Your tasks", "Cases", "The protocol", "Who sees what"]


def test_the_business_manager_finds_people_meetings_and_what_needs_attention(app):
    words = _words(app, ["business_manager"])

    assert {"Needs attention", "Meetings", "People"} <= set(words)


def test_a_stranger_finds_no_links(app):
    with app.test_request_context("/"):
        assert navigation() == []
