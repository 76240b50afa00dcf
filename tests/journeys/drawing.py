"""What a case page says of a case: by the marks on bpmn-js' drawing, and by the list beside it."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Told:
    """Steps by how they stand, and the flows that were taken, by their ids on the diagram."""

    done: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    attention: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


_STANDINGS = ("done", "waiting", "late", "withdrawn", "attention")
_LISTED = """
steps => steps.map(step => [
  step.dataset.element,
  step.querySelector('.govuk-tag').textContent.trim().toLowerCase(),
  step.textContent.includes('Needs attention:'),
  [...step.querySelectorAll('[data-flow]')].map(flow => flow.dataset.flow),
])
"""


def drawn(page: Page) -> Told:
    """Return what is marked on the drawing."""
    expect(page.locator("[data-drawn]")).to_have_attribute("data-drawn", "yes")
    marked = {
        name: _ids(page, f"rd-{'taken' if name == 'taken' else f'is-{name}'}")
        for name in (*_STANDINGS, "taken")
    }
    return Told(**marked)


def listed(page: Page) -> Told:
    """Return what the list says in words."""
    steps = page.locator("[data-steps] > li").evaluate_all(_LISTED)
    assert steps, "the list holds no step"
    said = {
        name: frozenset(
            step for step, tag, attention, _ in steps if name == ("attention" if attention else tag)
        )
        for name in _STANDINGS
    }
    return Told(**said, taken=frozenset(flow for *_, flows in steps for flow in flows))


def _ids(page: Page, mark: str) -> frozenset[str]:
    found = page.locator(f".djs-element.{mark}").evaluate_all(
        "all => all.map(each => each.dataset.elementId)"
    )
    return frozenset(found)
