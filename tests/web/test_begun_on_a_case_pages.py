"""Something else happened: the choice on the case page, the form, and what the page then tells."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask

from tests.web.board import Board, open_board
from tests.web.forms_in_pages import token_of
from tests.web.small_board import NEWS, WITHDRAWAL, small_case, small_files
from web.services import beginnings, tasks

ANSWERS = {"what_is_new": "The child has moved.", "facts-outcome": "unknown"}
SECTION = "Something else happened"
# In the order of their labels.
MANAGERS = ["small_author", "small_hold", "small_news", "small_withdrawal"]


@pytest.fixture(scope="module")
def small(make_shared_app: Callable[..., Flask]) -> Iterator[Board]:
    with open_board(make_shared_app, scenario=small_case(), files=small_files()) as board:
        yield board


@pytest.fixture
def reference(small: Board) -> str:
    return small.brought_to("triage")


@pytest.fixture
def closed(small: Board, reference: str) -> str:
    with small.app.test_request_context():
        small.complete(reference, small.act("triage"))
    return reference


def begin(board: Board, reference: str, process: str, raw, *, who: str) -> None:
    by = board.ids[who]
    with board.app.test_request_context():
        version = beginnings().form(reference, process, by=by).page.version
        beginnings().begin(reference, process, raw, by=by, key=uuid4().hex, version=version)


def hidden(text: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: unescape(value) for name, value in fields}


def sent(client, address: str, answers: dict[str, str], button: str = "continue"):
    token = token_of(client.get(address).text)
    return client.post(address, data={**answers, "csrf_token": token, "_do": button})


def choices(text: str) -> list[str]:
    return re.findall(r'name="process" type="radio" value="(\w+)"', text)


def test_the_case_page_offers_what_this_person_may_begin_in_the_words_of_the_diagram(
    small, reference
):
    manager = small.client("manager").get(f"/cases/{reference}").text
    chair = small.client("chair").get(f"/cases/{reference}").text

    assert choices(manager) == MANAGERS
    assert choices(chair) == ["small_news"]
    assert "Something new is known" in manager
    assert "Ask for the case to be ended." in manager
    assert "The Independent Chair approves it." not in manager


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("independent", "There is nothing that you may begin on this case now."),
        ("governor", "You are reading only: others say what else happened."),
    ],
)
def test_who_may_begin_nothing_is_told(small, reference, who, said):
    page = small.client(who).get(f"/cases/{reference}").text

    assert SECTION in page
    assert said in page
    assert choices(page) == []


def test_a_notifier_is_offered_it_on_their_own_case(small, reference):
    page = small.client("notifier").get(f"/cases/{reference}").text

    assert choices(page) == ["small_news"]
    assert small.client("colleague").get(f"/cases/{reference}/begin").status_code == 404


def test_what_is_chosen_leads_to_its_form(small, reference):
    client = small.client("chair")

    answer = client.get(f"/cases/{reference}/begin?process=small_news&_do=continue")
    form = client.get(answer.location).text

    assert answer.status_code == 303
    assert answer.location.endswith(f"/cases/{reference}/begin/small_news")
    assert '<h1 class="govuk-heading-l">Something new is known</h1>' in form
    assert "It is looked at by the Chair." in form
    assert re.search(r'value="harmed"[^>]* checked', form)


def test_nothing_chosen_is_said_beside_the_question(small, reference):
    answer = small.client("chair").get(f"/cases/{reference}/begin?_do=continue")

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert '<a href="#begin-small_news">Choose what happened</a>' in answer.text
    assert 'id="begin-error"' in answer.text


def test_what_may_not_be_begun_cannot_be_chosen_by_its_address(small, reference):
    chair = small.client("chair")

    assert chair.get(f"/cases/{reference}/begin?process=small_withdrawal").status_code == 200
    assert chair.get(f"/cases/{reference}/begin/small_withdrawal").status_code == 403
    assert chair.get(f"/cases/{reference}/begin/small_watch").status_code == 404
    assert (
        small.client("police_lead").get(f"/cases/{reference}/begin/small_news").status_code == 404
    )


def test_it_is_filled_in_checked_and_begun(small, reference):
    client = small.client("chair")
    address = f"/cases/{reference}/begin/small_news"

    posted = sent(client, address, ANSWERS)
    check = client.get(posted.location).text
    done = client.post(posted.location, data=hidden(check))
    page = client.get(done.location).text

    assert posted.location.endswith("/check")
    assert "The child has moved." in check
    assert done.location.startswith(f"/cases/{reference}/submitted/")
    assert "Something new is known: done. Now waiting: Look again." in page
    assert "<strong>Look again</strong>: " in page
    page = client.get(f"/cases/{reference}").text
    assert re.search(r"News of the child</a>\s*<span[^>]*>begun by Cherry Example on ", page)
    assert "Running" in page


def test_a_draft_is_taken_up_where_it_was_left(small, reference):
    client = small.client("chair")
    address = f"/cases/{reference}/begin/small_news"

    sent(client, address, {"what_is_new": "Half a thought"}, button="save")

    assert "Half a thought" in client.get(address).text
    assert "You have begun to write this." in client.get(f"/cases/{reference}").text
    assert "Half a thought" not in small.client("manager").get(address).text
    assert "Half a thought" not in client.get("/notify").text


def test_a_draft_is_erased_by_whoever_wrote_it(small, reference):
    client, other = small.client("chair"), small.client("manager")
    address = f"/cases/{reference}/begin/small_news"
    sent(client, address, {"what_is_new": "Half a thought"}, button="save")
    sent(other, address, {"what_is_new": "Another thought"}, button="save")

    erased = client.post(
        f"{address}/discard", data={"csrf_token": token_of(client.get(address).text)}
    )

    assert erased.status_code == 303
    assert "Half a thought" not in client.get(address).text
    assert "You have begun to write this." not in client.get(f"/cases/{reference}").text
    assert "Another thought" in other.get(address).text


def test_what_is_missing_is_said_beside_the_question(small, reference):
    answer = sent(small.client("chair"), f"/cases/{reference}/begin/small_news", {})

    assert answer.status_code == 422
    assert 'href="#q-what_is_new"' in answer.text


def test_who_comes_too_late_gets_every_word_back(small, reference):
    client = small.client("chair")
    address = f"/cases/{reference}/begin/small_news"
    posted = sent(client, address, ANSWERS)
    check = hidden(client.get(posted.location).text)
    begin(small, reference, "small_news", NEWS, who="manager")

    late = client.post(posted.location, data=check)

    assert late.status_code == 409
    assert "The child has moved." in late.text


def test_a_closed_case_says_that_it_will_be_open_again(small, closed):
    client = small.client("manager")
    page = client.get(f"/cases/{closed}").text
    address = f"/cases/{closed}/begin/small_news"

    form = client.get(address).text
    posted = sent(client, address, ANSWERS)
    check = client.get(posted.location).text
    client.post(posted.location, data=hidden(check))

    assert choices(page) == ["small_news"]
    assert "When you submit this, it is open again." in form
    assert "is open again" in check
    assert "Closed on" not in client.get(f"/cases/{closed}").text


def test_each_of_two_has_a_diagram_of_its_own(small, reference):
    begin(small, reference, "small_news", NEWS, who="chair")
    begin(small, reference, "small_news", NEWS, who="manager")
    client = small.client("chair")
    with small.app.test_request_context():
        waiting = [
            task
            for task in tasks().task_list(by=small.ids["chair"])
            if (task.reference, task.element, task.run) == (reference, "look_again", 3)
        ]
        page = tasks().open_task(reference, waiting[0].task_id, by=small.ids["chair"]).page
        tasks().complete_task(
            reference,
            waiting[0].task_id,
            {"remark": "Seen."},
            by=small.ids["chair"],
            key=uuid4().hex,
            version=page.version,
        )

    shown = client.get(f"/cases/{reference}").text
    first = client.get(f"/cases/{reference}/diagrams/small_news?run=2").json
    second = client.get(f"/cases/{reference}/diagrams/small_news?run=3").json

    assert ">News of the child</a>" in shown
    assert ">News of the child (2)</a>" in shown
    assert first["elements"]["look_again"]["standing"] == "waiting"
    assert second["elements"]["look_again"]["standing"] == "done"
    assert client.get(f"/cases/{reference}/diagrams/small_news?run=9").status_code == 404
    assert client.get(f"/cases/{reference}/diagrams/small_news").json == first


def test_the_end_of_the_case_is_shown_on_every_diagram(small, reference):
    begin(small, reference, "small_news", NEWS, who="chair")
    begin(small, reference, "small_withdrawal", WITHDRAWAL, who="manager")
    with small.app.test_request_context():
        task = small.task_id(reference, "approve_withdrawal", who="independent")
        tasks().complete_task(
            reference,
            task,
            {"approve": "yes"},
            by=small.ids["independent"],
            key=uuid4().hex,
            version=2,
        )
    client = small.client("chair")

    page = client.get(f"/cases/{reference}").text
    main = client.get(f"/cases/{reference}/diagrams/small_incident").json
    other = client.get(f"/cases/{reference}/diagrams/small_news").json

    assert re.search(r"Closed on [^:]+: Withdrawn", page)
    assert "ended with the case on" in page
    assert main["elements"]["triage"]["standing"] == "withdrawn"
    assert other["elements"]["look_again"]["standing"] == "withdrawn"


class TestApi:
    """The same by other programs."""

    def test_it_is_offered_shown_and_begun(self, small, reference):
        client = small.client("manager")
        token = client.get("/api/v1/session").json["csrf_token"]
        address = f"/api/v1/cases/{reference}/begin"

        offered = client.get(address).json
        form = client.get(f"{address}/small_news").json
        body = {"answers": NEWS, "version": form["version"], "key": uuid4().hex}
        done = [
            client.post(f"{address}/small_news", json=body, headers={"X-CSRFToken": token})
            for _ in range(2)
        ]

        assert [each["process"] for each in offered] == MANAGERS
        assert [each["path"] for each in form["questions"]] == ["what_is_new", "facts.outcome"]
        assert [each.status_code for each in done] == [200, 200]
        assert done[0].json == done[1].json
        assert done[0].json["next"] == ["Look again"]
        case = client.get(f"/api/v1/cases/{reference}").json
        assert [(each["run"], each["begun_by"]) for each in case["instances"]] == [
            (1, None),
            (2, "Manny Example"),
        ]

    @pytest.mark.parametrize(
        ("who", "process", "status"),
        [
            ("chair", "small_withdrawal", 403),
            ("chair", "small_watch", 404),
            ("police_lead", "small_news", 404),
        ],
    )
    def test_it_refuses_as_the_pages_do(self, small, reference, who, process, status):
        client = small.client(who)
        token = client.get("/api/v1/session").json["csrf_token"]
        body = {"answers": {}, "version": 1, "key": uuid4().hex}
        address = f"/api/v1/cases/{reference}/begin/{process}"

        assert client.get(address).status_code == status
        posted = client.post(address, json=body, headers={"X-CSRFToken": token})
        assert posted.status_code == status

    def test_what_cannot_be_begun_now_conflicts(self, small, closed):
        client = small.client("manager")
        token = client.get("/api/v1/session").json["csrf_token"]
        body = {"answers": WITHDRAWAL, "version": 1, "key": uuid4().hex}

        posted = client.post(
            f"/api/v1/cases/{closed}/begin/small_withdrawal",
            json=body,
            headers={"X-CSRFToken": token},
        )

        assert posted.status_code == 409
