"""The drawings of map and case, gone through by keyboard alone, and what the text beside them says."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

_FOCUSED_STEP = "document.activeElement.dataset.elementId || null"
_LINKS = "links => links.map(link => link.getAttribute('href'))"
_STOPS = 300
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?: or more)?|under \d")

# For each diagram of the map: what its drawing is told to say, and what its table says.
_DRAWN_AND_WRITTEN = """
async paths => Promise.all(paths.map(async path => {
  const page = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
  const drawing = page.querySelector('[data-case-diagram]');
  const marks = await (await fetch(drawing.dataset.source)).json();
  const words = it => it.textContent.replace(/\\s+/g, ' ');
  const all = selector => [...page.querySelectorAll(selector)];
  return {
    badges: Object.fromEntries(Object.entries(marks.elements).map(
      ([id, {badges, standing}]) => [id, badges ? badges.map(each => each.text) : [standing]])),
    numbers: Object.fromEntries(Object.entries(marks.numbers || {}).map(([id, {text}]) => [id, text])),
    rows: Object.fromEntries(all('[data-element]').map(it => [it.dataset.element, words(it)])),
    standings: Object.fromEntries(
      all('[data-standing]').map(it => [it.dataset.element, it.dataset.standing])),
    ways: Object.fromEntries(all('[data-flow]').map(it => [it.dataset.flow, words(it)])),
    flows: marks.flows,
  };
}))
"""


@dataclass(frozen=True)
class Told:
    """What one drawing is told to say, and what is written beside it: by element, and by flow."""

    badges: dict[str, list[str]]
    numbers: dict[str, str]
    rows: dict[str, str]
    standings: dict[str, str]
    ways: dict[str, str]
    flows: list[str]

    def unwritten(self) -> list[str]:
        """Return each number of the drawing that the table does not say of the same step or way."""
        found = [
            f"{element}: {badge}"
            for element, badges in self.badges.items()
            for badge in badges
            for number in _NUMBER.findall(badge)
            if number not in _NUMBER.findall(self.rows.get(element, ""))
        ]
        found += [
            f"{flow}: {number}"
            for flow, number in self.numbers.items()
            if number not in self.ways.get(flow, "")
        ]
        return found


def drawn_and_written(page: Page, paths: list[str]) -> list[Told]:
    """Return what the drawings and the texts of some pages of diagrams say, read by whoever is signed in."""
    return [Told(**each) for each in page.evaluate(_DRAWN_AND_WRITTEN, paths)]


def steps_reached(page: Page) -> dict[str, list[str]]:
    """Go into the drawing by Tab and through it by arrow keys, choosing each step by Enter.

    Return the steps in the order they are met, each with the addresses that are then offered beside it.
    """
    page.get_by_role("button", name="Zoom out").focus()
    page.keyboard.press("Tab")
    reached: dict[str, list[str]] = {}
    for _ in range(_STOPS):
        step = page.evaluate(_FOCUSED_STEP)
        if step in reached:
            return reached
        page.keyboard.press("Enter")
        panel = page.locator("[data-diagram-details]")
        expect(panel).to_have_attribute("data-element", step)
        reached[step] = panel.locator("a").evaluate_all(_LINKS)
        page.keyboard.press("ArrowRight")
    raise AssertionError("the arrow keys never come to an end")


def goes_to(page: Page, link: Locator) -> None:
    """Go on by Tab until the link is reached, and follow it."""
    for _ in range(_STOPS):
        if link.evaluate("it => it === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never reaches the link")


def looks_otherwise_when_focused(page: Page, stop: Locator, around: Locator) -> bool:
    """Say whether what is around a stop looks otherwise once the keyboard has come to it."""
    page.evaluate("document.activeElement.blur()")
    stop.scroll_into_view_if_needed()
    without = around.screenshot(animations="disabled")
    stop.focus()
    page.keyboard.press("Shift")
    return around.screenshot(animations="disabled") != without
