"""Whether the tallies say what a recount says: all of them, or the first that does not."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.store.models import CaseStanding, Tally
from web.store.recount import every_standing, recount
from web.store.tally_keys import Key, Place, Stands, Sums


def disagreements(session: Session) -> list[str]:
    """Return where what is kept differs from what is counted anew, a line each; empty if nowhere.

    While others act, both are seen at one moment only in a repeatable read transaction.
    """
    kept = {key: sums for key, sums in _kept_counts(session) if any(sums)}
    anew = {key: sums for key, sums in recount(session).items() if any(sums)}
    standing = set(_kept_standings(session))
    wrong = [
        f"{'/'.join(map(str, key))}: kept {tuple(kept.get(key, ()))}, counted {tuple(anew.get(key, ()))}"
        for key in sorted(kept.keys() | anew.keys())
        if kept.get(key) != anew.get(key)
    ]
    differing = standing ^ every_standing(session)
    return wrong + [
        f"case {case}: {'kept' if (case, place, stands) in standing else 'missing'}"
        f" at {'/'.join(map(str, place))} {'/'.join(map(str, stands))}"
        for case, place, stands in sorted(differing)
    ]


def _kept_counts(session: Session) -> Iterator[tuple[Key, Sums]]:
    key = [getattr(Tally, name) for name in Key._fields]
    summed = [func.sum(getattr(Tally, name)) for name in Sums._fields]
    for row in session.execute(select(*key, *summed).group_by(*key)):
        yield Key._make(row[:7]), Sums._make(map(int, row[7:]))


def _kept_standings(session: Session) -> Iterator[tuple[UUID, Place, Stands]]:
    place = [getattr(CaseStanding, name) for name in Place._fields]
    stands = [getattr(CaseStanding, name) for name in Stands._fields]
    for row in session.execute(select(CaseStanding.case_id, *place, *stands)):
        yield row[0], Place(*row[1:4]), Stands(*row[4:])
