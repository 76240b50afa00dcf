"""Slots in guidance: ``{{settings.safer_list}}`` in a text stands for what the formula yields now."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from engine.forms.components import Condition
from engine.forms.dates import date_in_words

_SLOT: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def formulas_in(text: str) -> Iterator[str]:
    """Yield the formula of each slot as it is written."""
    for found in _SLOT.finditer(text):
        yield found[1]


def filled(text: str, slots: Mapping[str, Condition], value_of: Callable[[Condition], Any]) -> str:
    """Return the text with what each slot yields now; a slot that yields nothing is left empty."""
    return _SLOT.sub(lambda found: _in_words(value_of(slots[found[1]])), text)


def _in_words(value: Any) -> str:
    """Return a text, number or date as people read it, and a list with one item to a line."""
    match value:
        case None:
            return ""
        case list():
            return "".join(f"\n- {_in_words(each)}" for each in value)
        case dt.date():
            return date_in_words(value)
    return str(value)
