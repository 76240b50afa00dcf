"""Three ways to fill in a page: with a pointer, with the keyboard alone, and with JavaScript off.

Each fills a form from answers nested as the form nests them, in the order of the page, as a person does.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, expect


class Hands(Protocol):
    """How somebody works on a page."""

    scripts: bool

    def fill_in(self, page: Page, answers: Mapping[str, Any]) -> None: ...

    def press(self, page: Page, button: str) -> None: ...


def fields(answers: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each field's name and value: texts, lists of choices, and the three parts of a date."""
    if isinstance(answers, Mapping):
        for key, value in answers.items():
            yield from fields(value, f"{name}-{key}" if name else key)
    elif isinstance(answers, list) and any(isinstance(row, Mapping) for row in answers):
        for number, row in enumerate(answers):
            yield from fields(row, f"{name}-{number}")
    else:
        yield name, answers


class Pointer:
    """Clicks and types where the eye is."""

    scripts = True

    def fill_in(self, page: Page, answers: Mapping[str, Any]) -> None:
        """Answer what is asked, from the top; what is not asked because of other answers is passed over."""
        left = dict(fields(answers))
        while True:
            name = _next_asked(page, left)
            if name is not None:
                self._answer_and_see(page, name, left.pop(name))
            elif not self._add_a_row(page, left):
                return

    def press(self, page: Page, button: str) -> None:
        page.get_by_role("button", name=button, exact=True).last.click()

    def choose(self, page: Page, name: str, value: str) -> None:
        page.locator(f'[name="{name}"][value="{value}"]').check()

    def tick(self, page: Page, name: str, value: str) -> None:
        page.locator(f'[name="{name}"][value="{value}"]').check()

    def select(self, page: Page, name: str, value: str) -> None:
        page.locator(f'[name="{name}"]').select_option(value)

    def write(self, page: Page, name: str, text: str) -> None:
        page.locator(f'[name="{name}"]').fill(text)

    def follow(self, page: Page, name: str) -> None:
        """Wait until the questions have followed from the answer."""
        expect(page.locator("[data-questions][aria-busy]")).to_have_count(0)

    def _answer_and_see(self, page: Page, name: str, value: Any) -> None:
        field = page.locator(_named(name)).first
        controls = field.locator("xpath=ancestor::*[@data-controls]").count() > 0
        before = _stands(page, name)
        self._answer(page, name, value)
        if controls and _stands(page, name) != before:
            self.follow(page, name)

    def _answer(self, page: Page, name: str, value: Any) -> None:
        if page.locator(f'[name="{name}"]').count() == 0:
            for part, digits in zip(("year", "month", "day"), str(value).split("-"), strict=True):
                self.write(page, f"{name}-{part}", digits)
            return
        kind = page.locator(f'[name="{name}"]').first.evaluate("field => field.type")
        if kind == "radio":
            if not page.locator(f'[name="{name}"][value="{value}"]').is_checked():
                self.choose(page, name, str(value))
        elif kind == "checkbox":
            for each in value if isinstance(value, list) else [value]:
                if not page.locator(f'[name="{name}"][value="{each}"]').is_checked():
                    self.tick(page, name, str(each))
        elif kind == "select-one":
            self.select(page, name, str(value))
        else:
            self.write(page, name, str(value))

    def _add_a_row(self, page: Page, left: Mapping[str, Any]) -> bool:
        for button in page.locator('button[value^="add:"]').all():
            path = str(button.get_attribute("value")).removeprefix("add:").replace(".", "-")
            rows = int(page.locator(f'[name="_rows-{path}"]').input_value())
            if any(name.startswith(f"{path}-{rows}-") for name in left):
                self.press(page, button.inner_text())
                page.wait_for_load_state()
                return True
        return False


class WithoutScripts(Pointer):
    """The same with JavaScript off: questions follow when the button under the answer is pressed."""

    scripts = False

    def follow(self, page: Page, name: str) -> None:
        place = page.locator(_named(name)).first.locator("xpath=ancestor::*[@data-controls][1]")
        place.locator('button[value="update"]').click()
        page.wait_for_load_state()


class Keyboard(Pointer):
    """Never touches the pointer: Tab, arrow keys, Space, Enter and letters."""

    def press(self, page: Page, button: str) -> None:
        self._tab_to(page, page.get_by_role("button", name=button, exact=True).last)
        page.keyboard.press("Enter")

    def choose(self, page: Page, name: str, value: str) -> None:
        """Tab to the group, then go with the arrow keys to the choice: arriving chooses it."""
        group = page.locator(f'[name="{name}"]')
        self._tab_to(page, group)
        page.keyboard.press("Space")
        for _ in range(group.count()):
            if page.locator(f'[name="{name}"][value="{value}"]').is_checked():
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no choice {value} that the keyboard reaches")

    def tick(self, page: Page, name: str, value: str) -> None:
        self._tab_to(page, page.locator(f'[name="{name}"][value="{value}"]'))
        page.keyboard.press("Space")

    def select(self, page: Page, name: str, value: str) -> None:
        words = page.locator(f'[name="{name}"] option[value="{value}"]').inner_text()
        self._tab_to(page, page.locator(f'[name="{name}"]'))
        page.keyboard.type(words)

    def write(self, page: Page, name: str, text: str) -> None:
        self._tab_to(page, page.locator(f'[name="{name}"]'))
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)

    def _tab_to(self, page: Page, place: Locator) -> None:
        for _ in range(400):
            if place.evaluate_all("fields => fields.includes(document.activeElement)"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("Tab never reaches it")


def _named(name: str) -> str:
    return f'[name="{name}"], [name="{name}-day"]'


def _stands(page: Page, name: str) -> Any:
    return page.locator(_named(name)).evaluate_all(
        "fields => fields.map(field => field.checked ?? field.value)"
    )


def _next_asked(page: Page, left: Mapping[str, Any]) -> str | None:
    """Return the first name on the page, from the top, that has an answer left."""
    for name in page.locator("main form [name]").evaluate_all("fields => fields.map(f => f.name)"):
        for known in (name, name.removesuffix("-day")):
            if known in left:
                return str(known)
    return None
