"""What every answer says to the browser, and what a person reads when something is refused."""

import json

import pytest
import structlog
from flask import Blueprint, Flask
from sqlalchemy.exc import OperationalError

from engine.errors import (
    ConcurrentChangeError,
    DefinitionError,
    EngineError,
    ExecutionError,
    InstanceStateError,
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from web.assets import asset
from web.errors import STATUS_OF, status_of
from web.sign_in import open_to_all

REFUSALS = [
    (NotPermittedError("task_one"), 403, "You may not do this"),
    (NotFoundError("task_one"), 404, "Page not found"),
    (InstanceStateError("task_one"), 409, "Someone else was here first"),
    (TaskNotReadyError("task_one"), 409, "Someone else was here first"),
    (ConcurrentChangeError("task_one"), 409, "Someone else was here first"),
    (InvalidAnswersError({"name": ["Enter a name"]}), 422, "This could not be done"),
    (DefinitionError([]), 422, "This could not be done"),
    (ExecutionError("task_one", "The due date is not a date."), 422, "The due date is not a date."),
    (OperationalError("select 'Testchild'", {}, Exception()), 503, "cannot be used just now"),
    (RuntimeError("Testchild"), 500, "Something went wrong"),
]


def application(make_app, error: Exception) -> Flask:
    app = make_app()
    pages = Blueprint("refusing", __name__)

    @pages.get("/refuse")
    @pages.get("/api/v1/refuse")
    @open_to_all
    def refuse():
        raise error

    app.register_blueprint(pages)
    return app


@pytest.mark.parametrize(("error", "status", "sentence"), REFUSALS)
def test_each_refusal_has_its_status_and_its_page(make_app, error, status, sentence):
    response = application(make_app, error).test_client().get("/refuse")

    assert response.status_code == status
    assert sentence in response.text
    assert "<h1" in response.text


@pytest.mark.parametrize(("error", "status", "_sentence"), REFUSALS)
def test_the_api_answers_a_refusal_as_json(make_app, error, status, _sentence):
    response = application(make_app, error).test_client().get("/api/v1/refuse")

    assert (response.status_code, response.json["code"]) == (status, status)


def test_every_refusal_of_the_engine_is_in_the_table():
    def tree(kind: type[EngineError]) -> list[type[EngineError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in tree(child))]

    unmapped = [
        kind
        for kind in tree(EngineError)
        if kind is not EngineError
        and kind.__module__ == "engine.errors"
        and not any(parent in STATUS_OF for parent in kind.__mro__)
    ]

    assert unmapped == []
    assert status_of(TaskNotReadyError()) == 409


@pytest.mark.parametrize(("error", "status", "_sentence"), REFUSALS)
def test_no_log_line_repeats_what_an_error_says(make_app, error, status, _sentence, capsys):
    application(make_app, error).test_client().get("/refuse?name=Testchild")

    logged = capsys.readouterr().err
    assert [json.loads(line) for line in logged.splitlines()][-1]["status"] == status
    assert "Testchild" not in logged


def test_a_failure_is_logged_by_its_class_and_place(make_app, capsys):
    application(make_app, RuntimeError("Testchild")).test_client().get("/refuse")

    [failed] = [
        line
        for line in map(json.loads, capsys.readouterr().err.splitlines())
        if line["event"] == "failed"
    ]
    assert failed["error"] == "RuntimeError"
    assert any("test_headers_and_errors.py" in place for place in failed["at"])


def test_a_log_line_names_the_route_and_not_the_address(make_app, capsys):
    make_app().test_client().get("/cases/SI-2026-0042")

    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["route"] == "/cases/<reference>"
    assert "0042" not in line


def test_pages_load_nothing_from_elsewhere_and_stay_in_no_cache(make_app):
    response = make_app().test_client().get("/sign-in")

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_built_file_is_kept_by_browsers_and_nothing_else_is(make_app):
    app = make_app()
    client = app.test_client()
    with app.test_request_context():
        built = asset("site.css")
    assert built != "/static/dist/site.css", "Build the browser bundles first: make setup"

    def kept(path: str) -> str:
        with client.get(path) as answer:
            return answer.headers["Cache-Control"]

    assert "immutable" in kept(built)
    assert "immutable" not in kept("/static/dist/manifest.json")
    assert kept("/sign-in") == "no-store"


def test_a_page_that_cannot_be_found_is_answered_alike_with_and_without_sign_in(make_app):
    assert make_app().test_client().get("/nowhere").status_code == 404


def test_too_large_a_post_is_refused_in_words(make_app):
    app = make_app()

    response = app.test_client().post("/sign-in", data={"email": "x" * 17_000_000})

    assert response.status_code == 413
    assert "16 megabytes" in response.text


def test_the_health_page_answers_whoever_asks(make_app):
    assert make_app().test_client().get("/health").text == "ok\n"


@pytest.fixture(autouse=True)
def _logging_as_it_was():
    yield
    structlog.reset_defaults()
