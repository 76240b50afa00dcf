"""Who may begin a process on a case, and which: the rule that every desk keeps.

The roles are the lane's of its start event and those of its property `begun-by`. A notifier begins
something only on the case they notified, and an agency's lead only where their agency was asked something;
every other role is held as its lanes are on the case (`engine.holders`), so the author is the one appointed.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engine.bpmn.model import Element


@dataclass(frozen=True, slots=True)
class Beginner:
    """Somebody who would begin something on a case.

    ``holds`` says who holds a role on the case (ids of people), ``notified_it`` that the case is their own,
    ``agency_was_asked`` that a task of the case is or was their agency's.
    """

    person: str
    notified_it: bool
    agency_was_asked: bool
    holds: Callable[[str], Collection[str]]


def may_begin(start: Element, beginner: Beginner) -> bool:
    """Say whether this person may begin on the case what begins at the start event."""
    return any(_holds(role, beginner) for role in roles_that_begin(start))


def roles_that_begin(start: Element) -> tuple[str, ...]:
    """Return the keys of the roles, the lane's first."""
    named = start.beginning.begun_by if start.beginning is not None else ()
    own = (start.role,) if start.role is not None else ()
    return tuple(dict.fromkeys([*own, *named]))


def is_open_to_the_case(start: Element, *, closed: bool, begun_before: bool) -> bool:
    """Say whether a case may begin it that is closed or not, and has begun it before or not."""
    beginning = start.beginning
    if beginning is None:
        return False
    return (beginning.also_closed or not closed) and (beginning.again or not begun_before)


def _holds(role: str, beginner: Beginner) -> bool:
    if role == "notifier" and not beginner.notified_it:
        return False
    if role == "agency_lead" and not beginner.agency_was_asked:
        return False
    return beginner.person in beginner.holds(role)
