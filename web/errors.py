"""What a refusal becomes on the way out: one table, one handler, one plain page for each status."""

from http import HTTPStatus
from typing import Final

import structlog
from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from engine.errors import (
    DefinitionError,
    ExecutionError,
    InstanceStateError,
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
)
from web.documents.pdf import CannotWriteError
from web.logs import failure

log: structlog.stdlib.BoundLogger = structlog.get_logger()

STATUS_OF: Final[dict[type[Exception], HTTPStatus]] = {
    NotPermittedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    InstanceStateError: HTTPStatus.CONFLICT,
    InvalidAnswersError: HTTPStatus.UNPROCESSABLE_ENTITY,
    DefinitionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExecutionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    OperationalError: HTTPStatus.SERVICE_UNAVAILABLE,
    CannotWriteError: HTTPStatus.SERVICE_UNAVAILABLE,
}

# Statuses with a page of their own; any other is shown by the page of its hundred.
_PAGES: Final = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def install(app: Flask) -> None:
    """Answer every refusal, every HTTP error and every failure of the application."""
    for error in STATUS_OF:
        app.register_error_handler(error, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def status_of(error: Exception) -> HTTPStatus:
    """Return the status of a refusal by the nearest class of the table."""
    for kind in type(error).__mro__:
        if kind in STATUS_OF:
            return STATUS_OF[kind]
    return HTTPStatus.INTERNAL_SERVER_ERROR


def wants_json() -> bool:
    """Say whether the request was made to the API, whose answers are never pages."""
    return request.path.startswith("/api/")


def error_page(
    status: int, *, sentence: str | None = None, problems: object = None
) -> ResponseReturnValue:
    """Return the page, or the API's answer, of a status; `sentence` is an engine's refusal in words.

    `problems` are the sentences by question (or by field) that the API's answer carries as `errors`.
    """
    if wants_json():
        phrase = HTTPStatus(status).phrase
        answer = {"code": status, "status": phrase, "message": sentence or phrase}
        return jsonify({**answer, "errors": problems} if problems else answer), status
    name = status if status in _PAGES else status // 100 * 100
    return render_template(f"errors/{name}.html", sentence=sentence), status


def _refused(error: Exception) -> ResponseReturnValue:
    status = status_of(error)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        log.error("unavailable", **failure(error))
    return error_page(
        status, sentence=getattr(error, "sentence", None), problems=_problems_of(error)
    )


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    # What a schema of the API refused, by field.
    data = getattr(error, "data", None)
    return error_page(error.code, problems=data.get("messages") if isinstance(data, dict) else None)


def _failed(error: Exception) -> ResponseReturnValue:
    log.error("failed", **failure(error))
    return error_page(HTTPStatus.INTERNAL_SERVER_ERROR)


def _problems_of(error: Exception) -> object:
    match error:
        case InvalidAnswersError():
            return error.problems
        case DefinitionError():
            return [str(problem) for problem in error.problems]
    return None
