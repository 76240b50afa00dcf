"""Several papers bound into one PDF, each with a bookmark."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfWriter


def bound(papers: Sequence[tuple[str, bytes]], *, title: str) -> bytes:
    """Return one PDF of these, in order; each begins at a bookmark with the words given for it."""
    writer = PdfWriter()
    for words, content in papers:
        writer.append(BytesIO(content), outline_item=words, import_outline=False)
    writer.add_metadata({"/Title": title})
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
