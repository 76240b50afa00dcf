"""Three ways to work on a page: with a pointer, with the keyboard alone, and with JavaScript off.

Each fills a form from answers nested as the form nests them, in the order of the page, as a person does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from playwright.sync_api import FilePayload, Locator, Page, expect


class Hands(Protocol):
    """How somebody works on a page."""

    scripts: bool

    def fill_in(self, page: Page, answers: Mapping[str, Any]) -> None: ...

    def press(self, page: Page, button: str) -> None: ...

    def go(self, page: Page, link: Locator) -> None: ...


@dataclass(frozen=True)
class Field:
    """A question as the page asks it now: `stands` are the values chosen or the text in it.

    `changes` says that what is asked below follows from it, `follows` that it is asked because of another.
    """

    name: str
    kind: str
    stands: tuple[str, ...]
    changes: bool
    follows: bool


# One look at the page, as an eye takes it in, and not a question for each field.
_LOOK = """
fields => {
  const found = {};
  for (const field of fields.filter(field => field.type !== 'hidden')) {
    const day = field.name.match(/^(.*)-(day|month|year)$/);
    const name = day && field.closest('.govuk-date-input') ? day[1] : field.name;
    const chooses = field.type === 'radio' || field.type === 'checkbox';
    const entry = found[name] ||= {
      name, kind: name === field.name ? field.type : 'date', stands: [],
      changes: field.closest('[data-controls]') !== null, follows: field.closest('[data-part]') !== null,
    };
    if (!chooses || field.checked) entry.stands.push(field.value);
  }
  return Object.values(found);
}
"""


def fields(answers: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each field's name and value: texts, lists of choices, and dates."""
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
            asked = [field for field in self._look(page) if field.name in left]
            if not asked and not self._add_a_row(page, left):
                return
            self._answer_until_questions_change(page, asked, left)

    def press(self, page: Page, button: str) -> None:
        page.get_by_role("button", name=button, exact=True).last.click()

    def go(self, page: Page, link: Locator) -> None:
        link.click()

    def choose(self, page: Page, name: str, value: str) -> None:
        page.locator(f'[name="{name}"][value="{value}"]').check()

    def tick(self, page: Page, name: str, value: str) -> None:
        page.locator(f'[name="{name}"][value="{value}"]').check()

    def select(self, page: Page, name: str, value: str) -> None:
        page.locator(f'[name="{name}"]').select_option(value)

    def write(self, page: Page, name: str, text: str) -> None:
        page.locator(f'[name="{name}"]').fill(text)

    def hand_in(self, page: Page, name: str, text: str) -> None:
        """Choose a small text file that holds the words."""
        file = FilePayload(name=f"{name}.txt", mimeType="text/plain", buffer=text.encode())
        page.locator(f'[name="{name}"]').set_input_files(file)

    def follow(self, page: Page, name: str) -> None:
        """Wait until the questions have followed from the answer."""
        expect(page.locator("[data-questions][aria-busy]")).to_have_count(0, timeout=30_000)

    def _look(self, page: Page) -> list[Field]:
        found = page.locator("main form [name]:not(button)").evaluate_all(_LOOK)
        return [Field(**each | {"stands": tuple(each["stands"])}) for each in found]

    def _answer_until_questions_change(
        self, page: Page, asked: list[Field], left: dict[str, Any]
    ) -> None:
        """Go down the page; before a question that may come or go, let the page catch up and look again."""
        changed = None
        for field in asked:
            if changed and field.follows:
                break
            if self._answer(page, field, left.pop(field.name)) and field.changes:
                changed = field.name
        if changed:
            self.follow(page, changed)

    def _answer(self, page: Page, field: Field, value: Any) -> bool:
        """Answer the question, unless it stands so already; say whether that changed anything."""
        if field.kind == "date":
            parts = str(value).split("-")
            for part, digits in zip(("year", "month", "day"), parts, strict=True):
                self.write(page, f"{field.name}-{part}", digits)
            return True
        values = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        missing = [each for each in values if each not in field.stands]
        answer = {
            "radio": self.choose,
            "checkbox": self.tick,
            "select-one": self.select,
            "file": self.hand_in,
        }
        for each in missing:
            answer.get(field.kind, self.write)(page, field.name, each)
        return bool(missing)

    def _add_a_row(self, page: Page, left: Mapping[str, Any]) -> bool:
        for button in page.locator('button[value^="add:"]').all():
            path = str(button.get_attribute("value")).removeprefix("add:").replace(".", "-")
            rows = int(page.locator(f'[name="_rows-{path}"]').input_value())
            if any(name.startswith(f"{path}-{rows}-") for name in left):
                self.press(page, button.inner_text())
                expect(page.locator(f'[name="_rows-{path}"]')).to_have_value(str(rows + 1))
                return True
        return False


class WithoutScripts(Pointer):
    """The same with JavaScript off: questions follow when the button under the answer is pressed."""

    scripts = False

    def follow(self, page: Page, name: str) -> None:
        place = page.locator(f'[data-controls]:has([name="{name}"], [name="{name}-day"])')
        with page.expect_navigation():
            place.locator('button[value="update"]').click()


class Keyboard(Pointer):
    """Never touches the pointer: Tab, arrow keys, Space, Enter and letters."""

    def press(self, page: Page, button: str) -> None:
        self._tab_to(page, page.get_by_role("button", name=button, exact=True).last)
        page.keyboard.press("Enter")

    def go(self, page: Page, link: Locator) -> None:
        self._tab_to(page, link)
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
        field = page.locator(f'[name="{name}"]')
        self._tab_to(page, field)
        page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no choice {value} that the keyboard reaches")

    def write(self, page: Page, name: str, text: str) -> None:
        self._tab_to(page, page.locator(f'[name="{name}"]'))
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)

    def _tab_to(self, page: Page, place: Locator) -> None:
        """Go by Tab, or back by Shift and Tab where it lies above."""
        place.first.wait_for(state="attached")
        for _ in range(100):
            stops = place.evaluate_all(_STOPS_TO)
            if stops == 0:
                return
            for _ in range(abs(stops)):
                page.keyboard.press("Tab" if stops > 0 else "Shift+Tab")
        raise AssertionError(f"Tab never reaches {place}")


# How many tab stops it is from here to one of the places, as far as can be told from outside: a group of
# radios is one. Where that is too many, Tab has gone past and comes back.
_STOPS_TO = """
places => {
  const at = document.activeElement;
  if (places.includes(at)) return 0;
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(each => each.tabIndex >= 0 && each.type !== 'hidden' && each.checkVisibility())
    .filter((each, index, found) => each.type !== 'radio'
      || found.findIndex(other => other.type === 'radio' && other.name === each.name) === index
      || each === at || places.includes(each));
  const group = each => each.type === 'radio' ? each.name : each;
  const stops = all.filter((each, index) => index === 0 || group(each) !== group(all[index - 1]));
  const here = stops.findIndex(each => group(each) === group(at));
  const there = stops.findIndex(each => places.some(place => group(each) === group(place)));
  return there - here || 1;
}
"""
