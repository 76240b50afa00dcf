"""Write a paper as an accessible PDF (PDF/UA-1): tagged, with its title and language."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from web.documents.paper import Imprint, Paper

BOARD: Final = "Bexley Local Children's Safeguarding Board"
_HERE: Final = Path(__file__).parent


def pdf_of(paper: Paper, imprint: Imprint) -> bytes:
    """Return the PDF. It loads nothing from anywhere: an address in an answer stays text."""
    # Weasyprint loads Pango, which takes as long as all the rest of the program: only who makes a
    # document waits for it, and where Pango is missing everything else still runs.
    from weasyprint import CSS, HTML

    html = _template().render(paper=paper, imprint=imprint, board=BOARD)
    style = CSS(string=(_HERE / "paper.css").read_text("utf-8"))
    written: Any = HTML(string=html, url_fetcher=_nothing).write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return bytes(written)


def _nothing(*_: object, **__: object) -> Any:
    raise ValueError("a document loads nothing")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind_of"] = lambda part: type(part).__name__
    return environment.get_template("paper.html")
