"""Files that people handed in: open one."""

from uuid import UUID

from flask import Blueprint, Response, g, make_response

from web.services import uploads

bp = Blueprint("uploads", __name__, url_prefix="/cases/<reference>/files")


@bp.get("/<uuid:file>")
def open_file(reference: str, file: UUID) -> Response:
    """Send a file to be kept by the reader; it is never shown within a page of ours."""
    opened = uploads().open(reference, file, by=g.person.id)
    answer = make_response(opened.content)
    charset = "; charset=utf-8" if opened.content_type.startswith("text/") else ""
    answer.headers["Content-Type"] = f"{opened.content_type}{charset}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{opened.name}"'
    return answer
