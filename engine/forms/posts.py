"""What a browser posts: names like ``children-0-last_name``, made into nested answers.

Names that begin with an underscore and ``csrf_token`` belong to the page, not to the form. One of them
is read here: ``_rows-children`` says how many rows were on the page, since a row of blanks posts nothing.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from engine.errors import InvalidAnswersError
from engine.forms.components import Component, Group, Kind, Question, Rows
from engine.forms.dependencies import every_component
from engine.forms.form import Form
from engine.forms.sentences import UNKNOWN_NAME

DATE_PARTS: Final = ("day", "month", "year")
_LONGEST_QUOTED: Final = 60


class Post(Protocol):
    """What is needed of a MultiDict."""

    def keys(self) -> Iterable[str]:
        """Return the names posted."""

    def getlist(self, key: str) -> list[str]:
        """Return every value posted under the name."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button that was pressed.

    ``_do`` = continue, save, update, add:PATH, remove:PATH.N, and for files attach:PATH, detach:PATH:ID.
    """

    what: Literal["continue", "save", "update", "add", "remove", "attach", "detach"]
    path: str = ""
    row: int = 0
    file: str = ""

    @property
    def shows_the_form_again(self) -> bool:
        """Say whether the person goes on with the form, nothing being checked."""
        return self.what in ("update", "add", "remove", "attach", "detach")


def pressed(post: Post) -> Pressed:
    """Return which button sent the form; anything unknown counts as continue, which checks most."""
    button = "".join(post.getlist("_do")[:1])
    what, _, path = button.partition(":")
    match what:
        case "save" | "update":
            return Pressed(what)
        case "add" | "attach":
            return Pressed(what, path)
        case "detach":
            question, _, file = path.partition(":")
            return Pressed("detach", question, file=file)
        case "remove":
            rows, _, number = path.rpartition(".")
            if rows and number.isdecimal() and len(number) < 4:
                return Pressed("remove", rows, int(number))
    return Pressed("continue")


def raw_from_post(form: Form, post: Post) -> dict[str, Any]:
    """Return what was entered, nested as the form nests it; blanks are left out.

    Dates become ``{"day", "month", "year"}``, checklists lists, rows lists of dicts (a blank row stays
    as an empty dict). Raises InvalidAnswersError where a name is not of the form.
    """
    raw: dict[str, Any] = {}
    unknown: list[str] = []
    for name in post.keys():  # noqa: SIM118 - a MultiDict iterates differently across versions
        if name.startswith("_") or name == "csrf_token":
            continue
        if not _place(form.components, name.split("-"), post.getlist(name), raw):
            unknown.append(name[:_LONGEST_QUOTED])
    if unknown:
        raise InvalidAnswersError({"": [f"“{name}”: {UNKNOWN_NAME}" for name in unknown[:10]]})
    for rows in _all_rows(form):
        _settle_rows(raw, rows, "".join(post.getlist(f"_rows-{rows.path.replace('.', '-')}")[:1]))
    return raw


def rearranged(form: Form, raw: Mapping[str, Any], button: Pressed) -> dict[str, Any]:
    """Return what was entered with a row added or removed, as the button asked."""
    changed = deepcopy(dict(raw))
    for rows in _all_rows(form):
        if rows.path != button.path:
            continue
        *groups, key = rows.path.split(".")
        place = changed
        for group in groups:
            place = place.setdefault(group, {})
        entries = place.setdefault(key, [{}] * rows.shown_at_first)
        if button.what == "add" and len(entries) < rows.at_most:
            entries.append({})
        elif button.what == "remove" and button.row < len(entries) > rows.at_least:
            del entries[button.row]
    return changed


def _place(
    components: Iterable[Component], parts: list[str], values: list[str], into: dict[str, Any]
) -> bool:
    """Put the values where the name says; say whether the form asks for that name."""
    name, *rest = parts
    for component in components:
        match component:
            case Group(path="") if _place(component.components, parts, values, into):
                return True
            case Group() if component.path.rpartition(".")[2] == name and component.path and rest:
                if _place(component.components, rest, values, into.setdefault(name, {})):
                    return True
            case Rows() if component.key == name and len(rest) > 1:
                row = _row_number(rest[0], component)
                if row is None:
                    return False
                entry = into.setdefault(name, {}).setdefault(row, {})
                return _place(component.components, rest[1:], values, entry)
            case Question() if component.key == name:
                return _place_answer(component, rest, values, into)
            case _:
                pass
    return False


def _place_answer(
    question: Question, rest: list[str], values: list[str], into: dict[str, Any]
) -> bool:
    given = [value for value in values if value.strip()]
    if question.kind is Kind.FILES:
        # Files are kept as they arrive: a page never says which those are.
        return not rest
    if question.kind is Kind.DATE:
        if len(rest) != 1 or rest[0] not in DATE_PARTS:
            return False
        if given:
            into.setdefault(question.key, {})[rest[0]] = given[0].strip()
        return True
    if rest:
        return False
    if given:
        into[question.key] = given if question.kind is Kind.CHECKLIST else given[0]
    return True


def _row_number(text: str, rows: Rows) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
    return number if 0 <= number < rows.at_most else None


def _settle_rows(raw: dict[str, Any], rows: Rows, counted: str) -> None:
    """Make a list of the numbered rows, as long as the page had rows."""
    *groups, key = rows.path.split(".")
    place = raw
    for group in groups:
        place = place.setdefault(group, {})
    numbered = place.pop(key, {})
    on_page = int(counted) if counted.isascii() and counted.isdecimal() and len(counted) < 4 else 0
    length = min(max([on_page, *(number + 1 for number in numbered)]), rows.at_most)
    place[key] = [numbered.get(number, {}) for number in range(length)]


def _all_rows(form: Form) -> list[Rows]:
    return [each for each in every_component(form.components) if isinstance(each, Rows)]
