"""The API does what the pages do, and refuses what they refuse."""

import json
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask.testing import FlaskClient
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from engine.memory_desk import laid_over
from engine.scenarios import Does
from tests.web.board import Board
from web.services import tasks

API = "/api/v1"
CHAIR = "casey_chair"


class Program:
    """A program that signs in as somebody and keeps to the API."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = self.get("/session").json["csrf_token"]

    def get(self, path: str):
        return self.client.get(f"{API}{path}")

    def post(self, path: str, body: Any):
        headers = {"X-CSRFToken": self.token}
        return self.client.post(f"{API}{path}", json=body, headers=headers)


@pytest.fixture(scope="module")
def program_of(board: Board):
    programs: dict[str, Program] = {}

    def of(who: str) -> Program:
        if who not in programs:
            programs[who] = Program(board.client(who))
        return programs[who]

    return of


@pytest.fixture
def triage(board: Board, program_of) -> tuple[str, dict[str, Any]]:
    """The path of an open triage, and what completes it."""
    reference = board.brought_to("triage")
    path = f"/cases/{reference}/tasks/{board.task_id(reference, 'triage', who=CHAIR)}"
    return path, submission(program_of(CHAIR).get(path).json["version"], board.answers("triage"))


def submission(version: int, answers: Any, **changes: Any) -> dict[str, Any]:
    plain = json.loads(json.dumps(answers, default=str))
    return {"answers": plain, "version": version, "key": uuid4().hex, **changes}


def test_an_incident_is_notified_and_its_case_read(board, program_of):
    notifier = program_of("avery_example")
    form = notifier.get("/cases/form").json

    answer = notifier.post(
        "/cases", submission(form["version"], board.answers("notification_submitted"))
    )

    assert answer.status_code == 201
    reference = answer.json["reference"]
    case = program_of(CHAIR).get(f"/cases/{reference}").json
    assert [task["element"] for task in case["tasks"]] == ["declare_conflict_chair"]
    assert case["facts"]["outcome"] == "died"
    rows = {f"{row['decision']}/{row['rule']}" for row in case["decisions"][0]["matched"]}
    assert {"notification_criteria/M-01", "review_type/RT-02"} <= rows
    assert notifier.get(f"/cases/{reference}").json["sight"] == "status"
    assert notifier.get(f"/cases/{reference}").json["instances"] == []


def test_a_task_is_listed_read_and_completed(board, program_of, triage):
    path, body = triage
    chair = program_of(CHAIR)
    assert path.split("/")[-1] in [task["task_id"] for task in chair.get("/tasks").json]
    assert "outcome" in [question["path"] for question in chair.get(path).json["questions"]]

    answer = chair.post(path, body)

    assert answer.status_code == 200
    assert answer.json["next"] == ["Define the request"]
    visits = chair.get(path.rpartition("/tasks")[0]).json["instances"][0]["visits"]
    [visit] = [visit for visit in visits if visit["element"] == "triage"]
    assert visit["by"] == "Casey Chair"
    assert visit["left_at_utc"]


def test_the_same_key_sent_twice_acts_once_and_answers_the_same(program_of, triage):
    path, body = triage
    chair = program_of(CHAIR)

    first, again = chair.post(path, body), chair.post(path, body)

    assert (again.status_code, again.json) == (first.status_code, first.json)
    trail = chair.get(path.rpartition("/tasks")[0]).json["audit"]
    completed = [
        event
        for event in trail
        if event["kind"] == "task_completed" and "triage " in event["subject"]
    ]
    assert len(completed) == 1


class TestRefusals:
    """In JSON, with the status of the same refusal on a page."""

    def test_missing_answers_are_named_by_question(self, program_of, triage):
        path, body = triage

        answer = program_of(CHAIR).post(path, body | {"answers": {}, "key": uuid4().hex})

        assert answer.status_code == 422
        assert answer.json["errors"]["outcome"] == ["Choose what you decide"]

    def test_an_answer_that_nothing_asked_for_is_refused(self, program_of, triage):
        path, body = triage
        answers = {**body["answers"], "surprise": "x"}

        answer = program_of(CHAIR).post(path, body | {"answers": answers})

        assert answer.status_code == 422
        assert "surprise" in answer.json["errors"][""][0]

    def test_a_body_that_is_none_is_refused(self, program_of, triage):
        answer = program_of(CHAIR).post(triage[0], {"answers": "none"})

        assert answer.status_code == 422
        assert {"version", "key"} <= answer.json["errors"]["json"].keys()

    def test_a_task_that_somebody_else_completed_is_a_conflict(self, board, program_of, triage):
        path, body = triage
        deputy = board.add_person("dana_deputy", "Dana Deputy", roles=["sig_chair"])
        with board.app.test_request_context():
            reference = path.split("/")[2]
            board.complete(reference, Does(deputy, "triage", None, board.answers("triage")))

        assert program_of(CHAIR).post(path, body).status_code == 409

    def test_facts_that_changed_since_the_form_was_read_are_a_conflict(self, board, program_of):
        reference = board.brought_to("consider")
        task_id = board.task_id(reference, "consider", who=CHAIR)
        path = f"/cases/{reference}/tasks/{task_id}"
        with board.app.test_request_context():
            page = tasks().open_task(reference, task_id, by=board.ids[CHAIR]).page
        answers = laid_over(page.form.prefilled(page.context), board.answers("consider"))

        answer = program_of(CHAIR).post(path, submission(page.version - 1, answers))

        assert answer.status_code == 409

    def test_a_task_of_another_role_is_forbidden(self, program_of, triage):
        path, body = triage

        assert program_of("vic_vice").post(path, body).status_code == 403
        assert program_of("gale_governance").get(path).status_code == 403

    def test_a_case_that_one_may_not_know_of_is_not_found(self, program_of, triage):
        path, body = triage
        reference = path.split("/")[2]

        assert program_of("sasha_schools").get(f"/cases/{reference}").status_code == 404
        assert program_of("sasha_schools").post(path, body).status_code == 404
        assert program_of(CHAIR).get("/cases/SI-2099-0001").status_code == 404

    def test_whoever_is_no_notifier_may_not_notify(self, program_of, board):
        body = submission(1, board.answers("notification_submitted"))

        assert program_of(CHAIR).get("/cases/form").status_code == 403
        assert program_of(CHAIR).post("/cases", body).status_code == 403

    def test_strangers_are_asked_to_sign_in(self, board):
        answer = board.app.test_client().get(f"{API}/tasks")

        assert answer.status_code == 401
        assert answer.json["code"] == 401

    def test_a_post_without_the_token_is_refused(self, board, triage):
        path, body = triage

        assert board.client(CHAIR).post(f"{API}{path}", json=body).status_code == 400


def test_cases_are_listed_by_pages_and_without_personal_data(board, program_of):
    for _ in range(2):
        board.brought_to("triage")
    chair = program_of(CHAIR)

    first = chair.get("/cases?limit=1").json
    second = chair.get(f"/cases?limit=1&after={first['next_after']}").json

    assert first["lines"][0]["reference"] > second["lines"][0]["reference"]
    assert first["lines"][0]["standing"] == ["Triage the notification"]
    assert "Testchild" not in chair.get("/cases?limit=200").text
    assert chair.get("/cases?limit=1000").status_code == 422


class TestDescription:
    """The OpenAPI document is served, valid, and names every route."""

    def test_every_route_is_described(self, board, program_of):
        described = {
            f"{method.upper()} {path}"
            for path, methods in program_of(CHAIR).get("/openapi.json").json["paths"].items()
            for method in methods
            if method in ("get", "post")
        }

        served = {
            f"{method} {rule.rule.replace('<', '{').replace('>', '}')}"
            for rule in board.app.url_map.iter_rules()
            if rule.rule.startswith(API) and not rule.rule.endswith("openapi.json")
            for method in rule.methods & {"GET", "POST"}
        }
        assert described == served

    def test_it_is_valid(self, program_of):
        document = program_of(CHAIR).get("/openapi.json").json

        assert OPENAPI_31_VALIDATOR.is_valid(document)
        assert not OPENAPI_31_VALIDATOR.is_valid(document | {"paths": []})

    def test_answers_keep_to_it(self, program_of, triage):
        chair = program_of(CHAIR)
        described = schemathesis.openapi.from_dict(chair.get("/openapi.json").json)
        case = triage[0].rpartition("/tasks")[0]
        asked = {
            "/session": "/session",
            "/tasks": "/tasks",
            "/cases": "/cases",
            "/cases/{reference}": case,
            "/cases/{reference}/tasks/{task_id}": triage[0],
        }

        for template, path in asked.items():
            answer = chair.get(path)
            assert answer.status_code == 200
            described[f"{API}{template}"]["GET"].validate_response(answer)

    def test_an_answer_that_does_not_keep_to_it_is_noticed(self, board, program_of):
        described = schemathesis.openapi.from_dict(program_of(CHAIR).get("/openapi.json").json)
        tasks_instead = program_of(CHAIR).get("/tasks")

        assert not described[f"{API}/session"]["GET"].is_valid_response(tasks_instead)
