"""The pages on which a case begins with another form than the notification."""

import re

import pytest

from engine.deployment import read_folder
from tests.web.test_routes import sign_in
from tests.workflows.drawing import ROOT
from web.services import deployments

QUERY = {
    "job_title": "Named nurse",
    "organisation": "sampleford_schools",
    "doubts": ["harm"],
    "circumstances": "A child was hurt, and two agencies had disagreed before.",
    "question": "Is this to be notified?",
    "_do": "continue",
}


@pytest.fixture
def app(make_app):
    made = make_app()
    with made.app_context():
        deployments().deploy(read_folder(ROOT), by=None)
    return made


def hidden(text: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: value.replace("&#34;", '"').replace("&#39;", "'") for name, value in fields}


@pytest.mark.clause("N-28")
def test_an_agency_asks_for_advice_from_the_first_page_on(app):
    client, token = sign_in(app, "notifier")

    home = client.get("/").text
    asked = client.get("/notify/begin/advice_sought").text
    posted = client.post("/notify/begin/advice_sought", data=QUERY | {"csrf_token": token})
    check = client.get(posted.location).text
    sent = client.post(posted.location, data=hidden(check))

    assert 'href="/notify/begin/advice_sought">Ask whether to notify<' in home
    assert "<h1 " in asked
    assert "Notify an incident" not in re.findall(r"<h1[^>]*>([^<]*)", asked)
    assert posted.status_code == 303, posted.text
    assert sent.status_code == 303
    assert re.search(r"/cases/SI-\d{4}-\d{4}$", sent.location)
    assert "Sent. Your reference is SI-" in client.get(sent.location).text


def test_who_may_not_ask_is_not_offered_the_form(app):
    client, _ = sign_in(app, "sig_chair")

    assert "/notify/begin/" not in client.get("/").text
    assert client.get("/notify/begin/advice_sought").status_code == 403
