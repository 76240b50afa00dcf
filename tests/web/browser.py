"""A browser and a server on this machine, for tests of what people see."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from web.assets import asset


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port; its bundles must have been built."""
    with app.test_request_context():
        built = asset("site.css")
    assert built != "/static/dist/site.css", "Build the browser bundles first: make setup"
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium_running() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()
