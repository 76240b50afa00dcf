"""What a browser posts: names like ``children-0-last_name`` made into nested answers, and back.

Names that begin with an underscore and ``csrf_token`` belong to the page, not to the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from engine.forms.form import Form


class Post(Protocol):
    """What is needed of a MultiDict."""

    def keys(self) -> Any:
        """Return the names posted."""

    def getlist(self, key: str) -> list[str]:
        """Return every value posted under the name."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button that was pressed: ``_do`` = continue, save, update, add:PATH, remove:PATH.N."""

    what: Literal["continue", "save", "update", "add", "remove"]
    path: str = ""
    row: int = 0


def pressed(post: Post) -> Pressed:
    """Return which button sent the form; anything unknown counts as continue."""
    raise NotImplementedError


def raw_from_post(form: Form, post: Post) -> dict[str, Any]:
    """Return what was entered, nested as the form nests it; blanks are left out.

    Dates become ``{"day", "month", "year"}``, checklists lists, rows lists of dicts (a blank row stays
    as an empty dict). Raises InvalidAnswersError where a name is not of the form.
    """
    raise NotImplementedError


def rearranged(form: Form, raw: Mapping[str, Any], button: Pressed) -> dict[str, Any]:
    """Return what was entered with a row added or removed, as the button asked."""
    raise NotImplementedError
