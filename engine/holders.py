"""Who holds a lane on a case: worked out at each read, never stored with a task (design.md section 4).

The SIG Chair who declares a conflict hands every open and later task of the case to the Vice Chair; if
both declare one, to whom the Independent Chair appoints (T-06). The Panel is chaired by whom the
Independent Chair appoints on the case, otherwise by whoever acts as Chair of the SIG (C-05 to C-08), and
only the author appointed on it writes a case's report. A conflict outweighs every duty, and so does having
done what another person must do (the property `not-by` of a task).

A deputy acts beside whom they stand for, in that person's name and place: where that person is out of a
case, so is the deputy, and the lane goes on by the protocol's rule. Where the protocol names nobody who
would be next (the Independent Chair above all), the deputy is next.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.roles import APPOINTED_ON_A_CASE, STANDS_IN_FOR

Deputies = Mapping[tuple[str, str], Sequence[str]]
"""Who deputises today, by the role and the person they stand for."""

NO_DEPUTIES: Final[Deputies] = {}


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who may act; `deputy_for` is whom they stand for, None where they act as themselves."""

    person: str
    deputy_for: str | None = None


def holders_of(
    role: str,
    *,
    holders: Mapping[str, Sequence[str]],
    out: Collection[str],
    appointed: Mapping[str, Sequence[str]],
    deputies: Deputies = NO_DEPUTIES,
) -> tuple[Holding, ...]:
    """Return who holds the lane of the role on a case, each person once; nobody may hold it.

    `holders` are who hold each role today, `out` who may not act here (a conflict on the case, or they did
    what the task is `not-by`), and `appointed` who was appointed on the case to a role.
    """
    chosen = tuple(Holding(person) for person in _free(appointed.get(role, ()), out))
    if chosen and role in APPOINTED_ON_A_CASE:
        return chosen
    for each in tiers_of(role):
        held = _with_deputies(each, _free(holders.get(each, ()), out), deputies, out)
        if held:
            return held
    everybody = holders.get(role, ()) if deputy_is_next(role) else ()
    return _with_deputies(role, everybody, deputies, out) or chosen


def tiers_of(role: str) -> tuple[str, ...]:
    """Return the roles whose holders may hold the lane of the role, the first that is free of them."""
    own = () if role in APPOINTED_ON_A_CASE else (role,)
    return (*own, *STANDS_IN_FOR.get(role, ()))


def deputy_is_next(role: str) -> bool:
    """Say whether the protocol names nobody else, so that a deputy acts for somebody with a conflict."""
    return role not in APPOINTED_ON_A_CASE and role not in STANDS_IN_FOR


def are_the_roles_own(
    role: str, held: Collection[Holding], *, holders: Mapping[str, Sequence[str]]
) -> bool:
    """Say whether those who hold the lane are the role's own holders, all of them and nobody else."""
    own = () if role in APPOINTED_ON_A_CASE else holders.get(role, ())
    return bool(own) and {Holding(person) for person in own} == set(held)


def _with_deputies(
    role: str, people: Sequence[str], deputies: Deputies, out: Collection[str]
) -> tuple[Holding, ...]:
    """Return those of the people who are free, then the free deputies of all of them."""
    known: dict[str, Holding] = {}
    in_order = sorted(_holdings(role, people, deputies), key=lambda each: bool(each.deputy_for))
    for holding in in_order:
        if holding.person not in out:
            known.setdefault(holding.person, holding)
    return tuple(known.values())


def _holdings(role: str, people: Sequence[str], deputies: Deputies) -> Iterator[Holding]:
    for person in people:
        yield Holding(person)
        for deputy in deputies.get((role, person), ()):
            yield Holding(deputy, person)


def _free(people: Sequence[str], out: Collection[str]) -> tuple[str, ...]:
    return tuple(person for person in people if person not in out)
