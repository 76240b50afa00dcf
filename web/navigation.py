"""The links at the top of every page: those that lead somewhere for the person who is signed in."""

from dataclasses import dataclass
from typing import Final

from flask import current_app, g, request, url_for

from engine.meetings import ATTENDED_BY
from web.access import (
    DUTIES,
    READS_COUNTS,
    READS_MAP,
    READS_REGISTERS,
    READS_REPORTED,
    SEES_EXACT_COUNTS,
)

ATTENDING: Final = tuple(dict.fromkeys(role for roles in ATTENDED_BY.values() for role in roles))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A link to a page; `roles` is empty where everyone signed in may follow it."""

    endpoint: str
    words: str
    roles: tuple[str, ...] = ()


ENTRIES: Final = (
    _Entry("home.show", "Your tasks"),
    _Entry("cases.index", "Cases"),
    _Entry("map.index", "Map", tuple(READS_MAP)),
    _Entry("registers.index", "Registers", (*DUTIES[READS_REGISTERS], *DUTIES[READS_REPORTED])),
    _Entry("departures.show", "Departures", (*DUTIES[SEES_EXACT_COUNTS], *DUTIES[READS_COUNTS])),
    _Entry(
        "annual_report.index", "Annual report", (*DUTIES[SEES_EXACT_COUNTS], *DUTIES[READS_COUNTS])
    ),
    _Entry("attention.show", "Needs attention", DUTIES["look after what needs attention"]),
    _Entry("meetings.show", "Meetings", (*DUTIES["keep meetings"], *ATTENDING, "governance")),
    _Entry("people.index", "People", DUTIES["keep people, agencies and roles"]),
    _Entry("protocol.index", "The protocol"),
    _Entry("who_sees_what.show", "Who sees what"),
)


def navigation() -> list[dict[str, object]]:
    """Return the links in GOV.UK's form, the one of the present page marked; none for a stranger."""
    person = g.get("person")
    if person is None:
        return []
    return [
        {
            "text": entry.words,
            "href": url_for(entry.endpoint),
            "active": _is_here(entry.endpoint),
        }
        for entry in ENTRIES
        if entry.endpoint in current_app.view_functions
        and (not entry.roles or person.roles.intersection(entry.roles))
    ]


def is_demonstration() -> bool:
    """Say whether the people and cases of this installation are invented."""
    return bool(getattr(current_app.config.get("REVIEW_DESK"), "demonstration", False))


def _is_here(endpoint: str) -> bool:
    here = request.blueprint or ""
    # A task and a table are reached from, and belong to, the page that lists them.
    return {
        "tasks": "cases",
        "taking": "cases",
        "conflicts": "cases",
        "agendas": "meetings",
        "posts": "people",
        "deadlines": "cases",
        "dossiers": "cases",
        "tables": "protocol",
        "clauses": "protocol",
        "settings": "protocol",
    }.get(here, here) == endpoint.partition(".")[0]
