"""Logs: one line of JSON per request and event, with ids and routes and never with a person's words.

A line names the route (`/cases/<reference>`), not the address that was asked for, and an exception by its
class and the place in our code, not by its message.
"""

import sys
import time
import traceback
from typing import Any

import structlog
from flask import Flask, Response, g, request

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def configure() -> None:
    """Write each event as one line of JSON on standard error, with the time in UTC."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def install(app: Flask) -> None:
    """Log every request of the application, once it is answered."""
    configure()
    app.before_request(_start_the_watch)
    app.after_request(_log_the_request)


def failure(error: BaseException) -> dict[str, Any]:
    """Return what may be logged of an exception: its class, and where it came from."""
    places = [
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return {"error": type(error).__name__, "at": places[-6:]}


def _start_the_watch() -> None:
    g.started = time.perf_counter()


def _log_the_request(response: Response) -> Response:
    # A request refused before ours ran (a body too large) has no watch.
    started = g.get("started", time.perf_counter())
    log.info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
    )
    return response
