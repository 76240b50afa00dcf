"""A page as paper shows it: what is left there to press, and what of it is cut off."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2
from playwright.sync_api import Page, expect

# A4 between margins of a centimetre, in the units of a screen.
WIDTH = 718
_MARGINS = dict.fromkeys(("top", "right", "bottom", "left"), "10mm")

_LEFT_TO_PRESS = """
() => [...document.querySelectorAll(
    'button, nav, .rd-header, [role=button], .govuk-button, .govuk-back-link, .govuk-skip-link, .rd-filters,'
    + ' .govuk-service-navigation, [type=submit]')]
  .filter(it => it.checkVisibility({visibilityProperty: true}))
  .map(it => it.outerHTML.slice(0, 90))
"""
# Too far right, or inside something that shows a part of it only.
_CUT_OFF = """
() => [...document.querySelectorAll('main table, main svg, main img, main pre')]
  .filter(it => !it.parentElement.closest('svg') && it.checkVisibility({visibilityProperty: true}))
  .filter(it => {
    const box = it.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) return true;
    for (let around = it.parentElement; around; around = around.parentElement) {
      const at = around.getBoundingClientRect(), style = getComputedStyle(around);
      if (style.overflowX !== 'visible' && (box.left < at.left - 1 || box.right > at.right + 1)) return true;
      if (style.overflowY !== 'visible' && (box.top < at.top - 1 || box.bottom > at.bottom + 1)) return true;
    }
    return false;
  })
  .map(it => it.outerHTML.slice(0, 90))
"""
# Each step of the drawing, by its place in it, stands whole in one of the parts.
_STEPS_IN_NO_PART = """
() => {
  const parts = [...document.querySelectorAll('.rd-paper__part svg')].map(svg => svg.viewBox.baseVal)
    .filter((_, index, all) => all.length === 1 || index > 0);
  const steps = [...document.querySelectorAll('#rd-paper-drawing .djs-shape')].map(it => {
    const at = it.transform.baseVal.consolidate()?.matrix || {e: 0, f: 0};
    const shape = it.querySelector('.djs-visual > :is(rect, circle, polygon)');
    const box = shape ? shape.getBBox() : null;
    return box && {id: it.dataset.elementId, x: at.e + box.x, y: at.f + box.y, w: box.width, h: box.height};
  }).filter(it => it && it.w <= 120);
  const holds = (part, it) => it.x >= part.x && it.y >= part.y
    && it.x + it.w <= part.x + part.width && it.y + it.h <= part.y + part.height;
  return {steps: steps.length, parts: parts.length,
    missing: steps.filter(it => !parts.some(part => holds(part, it))).map(it => it.id)};
}
"""


@contextmanager
def on_paper(page: Page) -> Iterator[None]:
    """Show the page as paper does."""
    before = page.viewport_size
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    # Where the browser really prints, it lays drawings out before it goes on; here it is told a moment later.
    for drawing in page.locator("[data-case-diagram][data-drawn=yes]").all():
        expect(drawing.locator(".rd-paper")).to_be_attached()
    yield
    # Not "screen": a PDF made afterwards would be what the screen shows.
    page.emulate_media(media="null")
    assert before is not None
    page.set_viewport_size(before)


def left_to_press(page: Page) -> list[str]:
    """Return what nobody can press on paper, and that stands there."""
    found: list[str] = page.evaluate(_LEFT_TO_PRESS)
    return found


def cut_off(page: Page) -> list[str]:
    """Return the tables and drawings that do not stand on paper whole."""
    found: list[str] = page.evaluate(_CUT_OFF)
    return found


def parts_of_the_drawing(page: Page) -> tuple[int, int, list[str]]:
    """Return how many steps a diagram has on paper, in how many parts, and those that no part shows whole."""
    found = page.evaluate(_STEPS_IN_NO_PART)
    return found["steps"], found["parts"], found["missing"]


def printed(page: Page) -> bytes:
    """Return the page as PDF, on sheets of A4."""
    return page.pdf(format="A4", margin=_MARGINS)


def odd_sheets(page: Page) -> list[str]:
    """Return the sheets on which nothing stands, and those at whose foot a table's head stands alone."""
    heads = [
        "".join(each.text_content().split())
        for each in page.locator("thead").all()
        if each.text_content().strip()
    ]
    found = []
    with pypdfium2.PdfDocument(printed(page)) as document:
        for number in range(1, len(document) + 1):
            with closing(document[number - 1].get_textpage()) as text:
                said = "".join(text.get_text_bounded().split())
            if not said:
                found.append(f"sheet {number} is blank")
            if any(said.endswith(head) for head in heads):
                found.append(f"sheet {number} ends with the head of a table")
    return found
