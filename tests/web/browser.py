"""A browser and a server on this machine, for tests of what people see."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from web.assets import asset

_LONGEST_REQUEST: Final = 60


class _Counted:
    """The application, and how many requests it is at.

    Werkzeug does not wait for the threads of its last requests. One that a browser gave up would hand its
    connection back to a pool that is gone, and the connection would never be closed.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._at, self._over = app, 0, False
        self._changed = threading.Condition()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self._changed:
            if self._over:
                start_response("503 Service Unavailable", [])
                return []
            self._at += 1
        try:
            return self._app(environ, start_response)
        finally:
            with self._changed:
                self._at -= 1
                self._changed.notify_all()

    def end(self) -> None:
        """Wait for what was begun, and begin nothing more."""
        with self._changed:
            self._over = True
            assert self._changed.wait_for(lambda: self._at == 0, timeout=_LONGEST_REQUEST)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port; its bundles must have been built.

    At the end no request is left that it is still at.
    """
    with app.test_request_context():
        built = asset("site.css")
    assert built != "/static/dist/site.css", "Build the browser bundles first: make setup"
    counted = _Counted(app)
    server = make_server("127.0.0.1", 0, counted, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        counted.end()


@contextmanager
def chromium_running() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()
