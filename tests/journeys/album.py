"""Pictures of a page in four modes: a telephone, a screen, paper, and forced colours."""

from pathlib import Path

import pypdfium2
from playwright.sync_api import Page

from tests.journeys.every_page import Place
from tests.journeys.filled_board import FilledBoard
from tests.journeys.on_paper import printed

FOLDER = Path(__file__).parents[2] / "var/looks"
_SHEETS = 12


def keep(page: Page, place: Place, board: FilledBoard) -> None:
    """Take the page in every mode into var/looks; of paper no more than a dozen sheets."""
    _picture(page, place, "1280")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    _picture(page, place, "forced")
    page.emulate_media(forced_colors="none", color_scheme="light")
    _sheets(printed(page), place)
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": 360, "height": 740})
    if not place.changes:
        # Drawings open anew at the width they have.
        place.opened(board)
    _picture(page, place, "360")
    page.set_viewport_size(before)


def _picture(page: Page, place: Place, mode: str) -> None:
    folder = FOLDER / mode
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{place.name}.png", full_page=True, animations="disabled")


def _sheets(pdf: bytes, place: Place) -> None:
    folder = FOLDER / "print"
    folder.mkdir(parents=True, exist_ok=True)
    for before in folder.glob(f"{place.name}-[0-9][0-9].png"):
        before.unlink()
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(min(len(document), _SHEETS)):
            sheet = document[number].render(scale=1.5).to_pil()
            sheet.save(folder / f"{place.name}-{number + 1:02}.png")
