"""What a register is, as its owner writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.bpmn.model import Formula

FIELD_TYPES: Final = ("text", "date", "number", "choice", "agencies")


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One thing that a row holds. ``values`` are those of a choice, in words.

    ``listed`` fields stand in the list of rows; ``reported`` ones are read by Board members too.
    """

    key: str
    label: str
    type: str
    values: Mapping[str, str]
    listed: bool
    reported: bool
    line: int


@dataclass(frozen=True, slots=True)
class Register:
    """One register.

    ``state`` yields how a row stands, one of ``states`` (in words); ``due`` the day by which something is
    due on it, or null where nothing is. Both read the row's fields, ``settings`` and today().
    """

    key: str
    title: str
    one: str
    about: str
    clauses: tuple[str, ...]
    fields: Mapping[str, RegisterField]
    states: Mapping[str, str]
    state: Formula
    due: Formula | None
    line: int
