"""Who sees what, and who does what: the one table, and the function that reads it.

The pages show `SIGHT` and `DUTIES` as they stand here; nothing else decides what a person may see.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from engine.extending import EXTENDS


class Sight(IntEnum):
    """How much of a case somebody sees, from least to most."""

    NOTHING = 0
    STATUS = 1
    REQUEST = 2
    REPORTED = 3
    ALL = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: the holders of `role` see `sees` of the cases that `which` names, in words.

    `condition` is own (they notified it), agency (their agency has a task on it), shown (a step showed it to
    the role) or every. ``clauses`` are those that the rule carries out.
    """

    role: str
    condition: str
    sees: Sight
    which: str
    may_act: bool = True
    clauses: tuple[str, ...] = ()


SIGHT: Final[tuple[Rule, ...]] = (
    Rule(
        "notifier", "own", Sight.STATUS, "Their own notification and its status", clauses=("G-12",)
    ),
    Rule(
        "agency_lead",
        "agency",
        Sight.REQUEST,
        "Their own agency's request and return",
        clauses=("I-10", "G-12"),
    ),
    Rule("sig_chair", "every", Sight.ALL, "Every case"),
    Rule("sig_vice_chair", "every", Sight.ALL, "Every case"),
    Rule("independent_chair", "every", Sight.ALL, "Every case"),
    Rule("business_manager", "every", Sight.ALL, "Every case"),
    Rule("business_unit", "every", Sight.ALL, "Every case"),
    Rule("sig_member", "shown", Sight.ALL, "Every case from convening on", clauses=("G-12",)),
    Rule(
        "board_member",
        "shown",
        Sight.REPORTED,
        "What is reported to the Board",
        clauses=("R-09", "G-12"),
    ),
    Rule(
        "governance",
        "every",
        Sight.ALL,
        "Every case, reading only",
        may_act=False,
        clauses=("G-06",),
    ),
)


@dataclass(frozen=True, slots=True)
class OnACase:
    """What holds on one case whatever roles a person has, in words: `sight_of` and the store carry it out."""

    who: str
    what: str
    clauses: tuple[str, ...]


ON_A_CASE: Final[tuple[OnACase, ...]] = (
    OnACase(
        "Whoever has declared a conflict of interest",
        "Nothing of that case, whatever else they hold",
        ("T-06", "A5-03", "R-09"),
    ),
    OnACase(
        "Whoever is appointed on a case: the Panel's chair, the members of a separate Panel, the author, who"
        " acts in place of a Chair with a conflict",
        "All of that case",
        ("C-05", "C-08", "C-15", "T-06"),
    ),
    OnACase(
        "A deputy, on the days given",
        "What whom they stand for sees, but not where that person has a conflict and the protocol names who"
        " acts",
        ("T-06",),
    ),
    OnACase(
        "Whoever sees all of a case, or what is reported of it to the Board",
        "A dossier of it, in which what they may not read is left out",
        (),
    ),
    OnACase(
        "Whoever completed the step before, where the diagram asks for another person",
        "The task, without completing it",
        ("R-01", "C-11", "C-15", "C-26"),
    ),
)

EXTENDS_DEADLINES: Final = "extend a deadline, with a reason"
HANDS_TASKS_OVER: Final = "hand a task to another holder of its role, with a reason"
READS_REGISTERS: Final = "read the registers of actions and publications"
READS_REPORTED: Final = "read what the registers report to the Board"
SEES_EXACT_COUNTS: Final = "see counts over all cases as they are, and the cases behind them"
EXPLAINS_DEPARTURES: Final = "give the reason of a departure that nobody has given"
READS_COUNTS: Final = "read counts over all cases, small numbers hidden"

DUTIES: Final[dict[str, tuple[str, ...]]] = {
    "keep people, agencies and roles": ("business_manager", "admin"),
    "keep meetings": ("business_manager",),
    "look after what needs attention": ("business_manager",),
    EXTENDS_DEADLINES: tuple(sorted(EXTENDS)),
    HANDS_TASKS_OVER: ("business_manager",),
    READS_REGISTERS: (
        "business_manager",
        "business_unit",
        "sig_chair",
        "sig_vice_chair",
        "sig_member",
        "independent_chair",
        "governance",
    ),
    READS_REPORTED: ("board_member",),
    SEES_EXACT_COUNTS: (
        "business_manager",
        "business_unit",
        "sig_chair",
        "sig_vice_chair",
        "independent_chair",
        "governance",
    ),
    READS_COUNTS: ("board_member",),
    EXPLAINS_DEPARTURES: ("business_manager", "independent_chair"),
    "read the numbers of a year": ("business_manager", "independent_chair", "governance"),
}

# Counts as they are, or with small numbers hidden.
READS_MAP: Final[frozenset[str]] = frozenset(DUTIES[SEES_EXACT_COUNTS] + DUTIES[READS_COUNTS])


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one person and one case. A conflict takes everything away.

    Whoever stands in on the case sees all of it, and whoever holds a task on it at least that task.
    """

    roles: frozenset[str]
    notified_it: bool = False
    agency_has_a_task: bool = False
    shown_to: frozenset[str] = frozenset()
    stands_in: bool = False
    holds_a_task: bool = False
    conflicted: bool = False


def sight_of(standing: Standing) -> Sight:
    """Return how much the person sees of the case."""
    if standing.conflicted:
        return Sight.NOTHING
    seen = [rule.sees for rule in SIGHT if _holds(rule, standing)]
    if standing.stands_in:
        seen.append(Sight.ALL)
    if standing.holds_a_task:
        seen.append(Sight.REQUEST)
    return max(seen, default=Sight.NOTHING)


def may_act(standing: Standing) -> bool:
    """Say whether any of the rules that show the case to the person lets them act on it."""
    if standing.conflicted:
        return False
    return (
        standing.stands_in
        or standing.holds_a_task
        or any(rule.may_act for rule in SIGHT if _holds(rule, standing))
    )


def may_open(standing: Standing, seen_by: Collection[str], appointed: Collection[str]) -> Sight:
    """Return how much of a case shows a document seen by these roles to the person; NOTHING keeps it shut.

    A role opens it where the table shows its holder this very case. ``appointed`` are the roles that the
    person was appointed to on the case, who sees all of it. A conflict shuts every document.
    """
    if standing.conflicted:
        return Sight.NOTHING
    if any(role in seen_by for role in appointed):
        return Sight.ALL
    seen = [rule.sees for rule in SIGHT if rule.role in seen_by and _holds(rule, standing)]
    return max(seen, default=Sight.NOTHING)


def may_have_dossier(standing: Standing) -> bool:
    """Say whether a dossier of the case may be made for the person.

    Whoever sees only a request or a status has it all on one page, and even the number of things left out
    would tell them how the case goes.
    """
    return sight_of(standing) >= Sight.REPORTED


def sees_every_case(roles: Collection[str]) -> bool:
    """Say whether somebody with these roles sees every case they have no conflict on."""
    return any(rule.condition == "every" for rule in SIGHT if rule.role in roles)


def inspects(role: str) -> bool:
    """Say whether the role reads all of every case and acts on none, as an inspector does."""
    return any(
        rule.condition == "every" and rule.sees is Sight.ALL and not rule.may_act
        for rule in SIGHT
        if rule.role == role
    )


def has_duty(duty: str, roles: Collection[str]) -> bool:
    """Say whether somebody with these roles has the duty, one of DUTIES."""
    return any(role in roles for role in DUTIES[duty])


def _holds(rule: Rule, standing: Standing) -> bool:
    if rule.role not in standing.roles:
        return False
    if rule.condition == "own":
        return standing.notified_it
    if rule.condition == "agency":
        return standing.agency_has_a_task
    if rule.condition == "shown":
        return rule.role in standing.shown_to
    return True
