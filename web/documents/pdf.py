"""Write a paper as an accessible PDF (PDF/UA-1): tagged, with its title and language."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from engine.errors import EngineError
from web.documents.paper import Cell, Grid, Imprint, Pairs, Paper

NO_PANGO: Final = (
    "A document cannot be made just now: the program that writes PDFs is not complete on this machine. "
    "Whoever runs Review Desk finds under “First installation” what is missing"
)
BOARD: Final = "Bexley Local Children's Safeguarding Board"
_SHORT: Final = 500
_HERE: Final = Path(__file__).parent


class CannotWriteError(EngineError):
    """The machine lacks what PDFs are written with; `sentence` says so to whoever asked for one."""

    sentence = NO_PANGO


def pdf_of(paper: Paper, imprint: Imprint) -> bytes:
    """Return the PDF. It loads nothing from anywhere: an address in an answer stays text.

    CannotWriteError where Pango is missing.
    """
    # Weasyprint loads Pango, which takes as long as all the rest of the program: only who makes a
    # document waits for it, and where Pango is missing everything else still runs.
    try:
        from weasyprint import CSS, HTML

        from web.documents.pictures import Pictures
    except OSError as error:
        raise CannotWriteError(str(error)) from error

    html = _template().render(paper=paper, imprint=imprint, board=BOARD)
    style = CSS(string=(_HERE / "paper.css").read_text("utf-8"))
    written: Any = HTML(string=html, url_fetcher=Pictures(paper)).write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return bytes(written)


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
    environment.tests["short"] = _is_short
    return environment.get_template("paper.html")


def _is_short(part: Pairs | Grid) -> bool:
    """Say whether a table is better moved to the next page as a whole than broken."""
    match part:
        case Pairs():
            cells = [Cell((label, *cell.texts)) for label, cell in part.rows]
        case Grid():
            cells = [cell for row in part.rows for cell in row]
    return sum(len(text) for cell in cells for text in cell.texts) <= _SHORT
