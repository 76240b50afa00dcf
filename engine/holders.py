"""Who holds a lane on a case: worked out at each read, never stored with a task (design.md section 4).

The SIG Chair who declares a conflict hands every open and later task of the case to the Vice Chair; if
both declare one, to whom the Independent Chair appoints (T-06). The Panel is chaired by whom the
Independent Chair appoints on the case, otherwise by whoever acts as Chair of the SIG (C-05 to C-08), and
only the author appointed on it writes a case's report. A conflict outweighs every duty.
"""

from collections.abc import Collection, Mapping, Sequence

from engine.roles import APPOINTED_ON_A_CASE, STANDS_IN_FOR


def holders_of(
    role: str,
    *,
    holders: Mapping[str, Sequence[str]],
    conflicted: Collection[str],
    stand_ins: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """Return who holds the lane of the role on a case, as ids of persons; nobody may hold it.

    `holders` are who hold each role today, `conflicted` who declared a conflict on the case, and
    `stand_ins` who was appointed on the case to stand in for a role.
    """
    appointed = _free(stand_ins.get(role, ()), conflicted)
    if appointed and role in APPOINTED_ON_A_CASE:
        return appointed
    for each in tiers_of(role):
        free = _free(holders.get(each, ()), conflicted)
        if free:
            return free
    return appointed


def tiers_of(role: str) -> tuple[str, ...]:
    """Return the roles whose holders may hold the lane of the role, the first that is free of them."""
    own = () if role in APPOINTED_ON_A_CASE else (role,)
    return (*own, *STANDS_IN_FOR.get(role, ()))


def is_handed_on(
    role: str, *, holders: Mapping[str, Sequence[str]], conflicted: Collection[str]
) -> bool:
    """Say whether none of the role's own holders may act, so that others hold its lane."""
    return role in APPOINTED_ON_A_CASE or not _free(holders.get(role, ()), conflicted)


def _free(people: Sequence[str], conflicted: Collection[str]) -> tuple[str, ...]:
    return tuple(person for person in people if person not in conflicted)
