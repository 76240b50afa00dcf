"""Answers: what a person submitted, after it satisfied the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.registers.writing import RegisterWrite


@dataclass(frozen=True, slots=True)
class Answers:
    """A complete set of answers, sorted by where it is kept.

    ``full`` is every answer, nested as the form nests them, in JSON values (dates as
    ``2014-03-27``): it is kept encrypted as the submission. ``routing`` is what the diagram may
    read: every routing question of the form by key, None where it was hidden or left blank.
    ``facts`` and ``case`` hold only what was answered: what is not there keeps its present value.
    ``declares_conflict`` is None where the form asks no such question; ``appoints`` maps a role to
    the ids of the people appointed, and ``independent`` are those of these roles whose holders may not
    work for an agency under review. ``under_review`` are the agencies that are under review from now on.
    ``registers`` is what is written into registers.
    """

    full: Mapping[str, Any] = field(default_factory=dict)
    routing: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    declares_conflict: bool | None = None
    appoints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    independent: frozenset[str] = frozenset()
    under_review: tuple[str, ...] = ()
    registers: tuple[RegisterWrite, ...] = ()
