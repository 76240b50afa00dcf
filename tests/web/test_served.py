"""A server of a test ends with its last request, not before: what it used is taken away after it."""

import socket
import threading
import time

from tests.web.browser import served
from tests.web.demo_site import demo_site


def test_a_request_that_its_browser_gave_up_is_done_before_the_server_is_gone():
    app, begun, done = demo_site(), threading.Event(), threading.Event()

    @app.get("/slow")
    def slow() -> str:
        begun.set()
        time.sleep(1)  # longer than the server takes to notice its end
        done.set()
        return "done"

    with served(app) as address:
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        with socket.create_connection((host, int(port))) as browser:
            browser.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert begun.wait(10)
        assert not done.is_set()

    assert done.is_set()
