"""Documents of a case: have one made, and download one."""

from datetime import UTC, datetime
from io import BytesIO

from flask import Blueprint, Response, abort, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from web.services import documents
from web.use_cases.document_views import OpenedDocument

bp = Blueprint("documents", __name__, url_prefix="/cases/<reference>/documents")


@bp.post("/<name>")
def make(reference: str, name: str) -> ResponseReturnValue:
    """Make the document as things stand, or as they stood at a moment, and go back to the list."""
    documents().make(reference, name, by=g.person.id, as_of=_moment(request.form.get("as_of", "")))
    return redirect(url_for("cases.show", reference=reference, _anchor=f"document-{name}"), 303)


@bp.get("/<name>/<int:version>.<fmt>")
def download(reference: str, name: str, version: int, fmt: str) -> ResponseReturnValue:
    """Send a document that was made; it is never shown inside a page of ours."""
    return as_download(documents().open(reference, name, version, fmt, by=g.person.id))


def as_download(opened: OpenedDocument) -> Response:
    """Return a document as a download that no browser opens by itself."""
    return send_file(
        BytesIO(opened.content),
        mimetype=opened.content_type,
        as_attachment=True,
        download_name=opened.file_name,
        max_age=0,
    )


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        abort(400)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
