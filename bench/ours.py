"""Completing a user task in Review Desk: called in this process, and asked for over HTTP."""

import http.client
import json
import multiprocessing
import re
import socket
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from bench.installation import EMAIL, PASSWORD, Installation
from web.application import create_app
from web.config import Config
from web.services import cases, notifications, tasks
from web.serving import serve

ANSWERS = {
    "agreed": "yes",
    "remark": "A remark of some length, as people write them, two lines of it.",
}


class InProcess:
    """A case whose tasks are completed by calling the use case."""

    def __init__(self, installation: Installation) -> None:
        """Begin a case."""
        self._app, self._by = installation.app, installation.person
        with self._app.app_context():
            page = notifications().start_form(by=self._by)
            self._reference = (
                notifications()
                .notify(ANSWERS, by=self._by, key=uuid4().hex, version=page.version)
                .reference
            )
            self._prepare()

    def _prepare(self) -> None:
        case = cases().case(self._reference, by=self._by)
        self._task, self._version = case.tasks[0].task_id, case.case_version

    def complete_one(self) -> float:
        """Complete the task that waits; return the seconds it took, finding the next not counted."""
        with self._app.app_context():
            begun = time.perf_counter()
            tasks().complete_task(
                self._reference,
                self._task,
                ANSWERS,
                by=self._by,
                key=uuid4().hex,
                version=self._version,
            )
            took = time.perf_counter() - begun
            self._prepare()
        return took


class OverHttp:
    """A case whose tasks are completed by a signed-in program, one connection kept open."""

    def __init__(self, port: int) -> None:
        """Sign in and begin a case."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookie = ""
        page = self._ask("GET", "/sign-in")
        token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        form = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
        self._ask(
            "POST", "/sign-in", urllib.parse.urlencode(form), "application/x-www-form-urlencoded"
        )
        self._token = self._json("GET", "/api/v1/session")["csrf_token"]
        form_of_case = self._json("GET", "/api/v1/cases/form")
        self._reference = self._send("/api/v1/cases", form_of_case["version"])["reference"]
        self._prepare()

    def _prepare(self) -> None:
        (task,) = self._json("GET", f"/api/v1/cases/{self._reference}")["tasks"]
        self._address = f"/api/v1/cases/{self._reference}/tasks/{task['task_id']}"
        self._version = self._json("GET", self._address)["version"]

    def complete_one(self) -> float:
        """Complete the task that waits; return the seconds it took, finding the next not counted."""
        begun = time.perf_counter()
        self._send(self._address, self._version)
        took = time.perf_counter() - begun
        self._prepare()
        return took

    def _send(self, address: str, version: int) -> dict[str, Any]:
        submission = {"answers": ANSWERS, "version": version, "key": uuid4().hex}
        return self._json("POST", address, json.dumps(submission))

    def _json(self, method: str, address: str, body: str | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._ask(method, address, body, "application/json"))
        return answer

    def _ask(self, method: str, address: str, body: str | None = None, kind: str = "") -> str:
        headers = {"Cookie": self._cookie, "Content-Type": kind, "Referer": "http://127.0.0.1/"}
        if method == "POST" and kind == "application/json":
            headers["X-CSRFToken"] = self._token
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookie = value.partition(";")[0]
        if answer.status >= 400:
            raise RuntimeError(f"{method} {address} answered {answer.status}: {text[:300]}")
        return text


@contextmanager
def served(config: Config) -> Iterator[int]:
    """Serve the application as `review-desk serve` does, with one web process; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(config, port))
    process.start()
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.join()


def _serve(config: Config, port: int) -> None:
    app = create_app(config)
    serve(app, listen=f"127.0.0.1:{port}", processes=1)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")
