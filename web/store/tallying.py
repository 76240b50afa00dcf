"""Keep the tallies of one case in step with it: what an action did is added in its own transaction.

Only rows are added, and the case's own standings changed under the lock on the case: no two actions wait for
each other here. That the sums are those of a recount (web/store/recount.py) is shown by tests.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import Table, insert, text
from sqlalchemy.orm import Session

from engine.calendar import london_date
from web.store.models import Case, Tally
from web.store.models.tallies import NO_DUE
from web.store.recount import STANDINGS_OF_ONE, past_of
from web.store.tally_keys import Key, Place, Stands, Sums

_ONE: Final = Sums(number=1)
_STANDS: Final = "review_type, since, due"
# Where a case stands otherwise than is kept, with what is kept: what is kept becomes what is.
_MOVE: Final = text(f"""
    with stands as ({STANDINGS_OF_ONE}), kept as (
        select deployment_number, process, element, {_STANDS}
        from case_standing where case_id = :case
    ), moved as (
        select deployment_number, process, element,
               kept.review_type as kept_type, kept.since as kept_since, kept.due as kept_due,
               stands.review_type, stands.since, stands.due
        from kept full join stands using (deployment_number, process, element)
        where (kept.review_type, kept.since, kept.due)
              is distinct from (stands.review_type, stands.since, stands.due)
    ), gone as (
        delete from case_standing using moved
        where case_standing.case_id = :case and moved.since is null
          and (case_standing.deployment_number, case_standing.process, case_standing.element)
              = (moved.deployment_number, moved.process, moved.element)
    ), come as (
        insert into case_standing
               (case_id, reference, deployment_number, process, element, {_STANDS})
        select :case, :reference, deployment_number, process, element, {_STANDS}
        from moved where since is not null
        on conflict (case_id, deployment_number, process, element) do update
        set review_type = excluded.review_type, since = excluded.since, due = excluded.due
    )
    select * from moved
""")  # noqa: S608 (names of this module)
_KEY: Final = "deployment_number, kind, process, what, review_type, month, due"
_ADDED_UP: Final = ("number", "days", "targeted", "within", "target_days")
_WHOLE: Final = "deployment_number, kind, process, what"
_NAMES: Final = ", ".join(_ADDED_UP)
_SUMS: Final = ", ".join(f"sum({each})" for each in _ADDED_UP)
# Late is late: days that have passed are one, or there would be a row for each of them for ever.
_PASSED: Final = "case when kind = 'standing' and due < :today then date '0001-01-01' else due end"
_INTO_TOTAL: Final = f"""
    insert into tally_total ({_WHOLE}, due, {_NAMES})
    select {_WHOLE}, {_PASSED}, {_SUMS} from gone group by {_WHOLE}, {_PASSED}
    on conflict ({_WHOLE}, due)
    do update set {", ".join(f"{each} = tally_total.{each} + excluded.{each}" for each in _ADDED_UP)}
"""  # noqa: S608 (names of this module)
_MERGE: Final = text(f"""
    with gone as (delete from tally where not merged returning *), kept as (
        insert into tally ({_KEY}, {_NAMES}, merged)
        select {_KEY}, {_SUMS}, true from gone group by {_KEY}
        on conflict ({_KEY}) where merged
        do update set {", ".join(f"{each} = tally.{each} + excluded.{each}" for each in _ADDED_UP)}
    )
    {_INTO_TOTAL}
""")  # noqa: S608 (names of this module)
_LET_DAYS_PASS: Final = text(f"""
    with gone as (
        delete from tally_total
        where kind = 'standing' and due > date '0001-01-01' and due < :today returning *
    )
    {_INTO_TOTAL}
""")  # noqa: S608 (names of this module)
_SWEEP: Final = (
    text("delete from tally where merged and number = 0"),
    text("delete from tally_total where number = 0"),
)
_ADD: Final = insert(cast(Table, Tally.__table__))
_ONE_AT_A_TIME: Final = text("select pg_advisory_xact_lock(7036, 9)")


class Tallying:
    """Counts what one action does to one case; `settle` writes it."""

    def __init__(self, session: Session, case: Case) -> None:
        """Take the case, locked, as it stands before the action."""
        self._session, self._case = session, case
        self._counted_as = case.review_type or ""
        self._added: dict[Key, Sums] = defaultdict(Sums)

    def left(
        self,
        deployment: int,
        process: str,
        element: str,
        *,
        entered: datetime,
        at: datetime,
        due: date | None,
    ) -> None:
        """Count that a step was left; `due` is the day its task was due, if it had one."""
        first, last = london_date(entered), london_date(at)
        stayed = Sums(
            number=1,
            days=(last - first).days,
            targeted=int(due is not None),
            within=int(due is not None and last <= due),
            target_days=(due - first).days if due is not None else 0,
        )
        self._add(self._key(deployment, "left", process, element, last), stayed)

    def taken(self, deployment: int, process: str, flow: str, *, at: datetime) -> None:
        """Count that a flow was taken."""
        self._add(self._key(deployment, "taken", process, flow, london_date(at)), _ONE)

    def came(self, deployment: int, register: str, state: str, *, at: datetime) -> None:
        """Count that a row of a register came to a state."""
        self._add(self._key(deployment, "came", register, state, london_date(at)), _ONE)

    def gone(self, deployment: int, register: str, state: str, *, at: datetime) -> None:
        """Count that a row of a register stands in a state no longer."""
        self._add(self._key(deployment, "gone", register, state, london_date(at)), _ONE)

    def settle(self) -> None:
        """Write what was counted, where the case stands now, and what a new type of review moves."""
        self._stand()
        now = self._case.review_type or ""
        if now != self._counted_as:
            for key, sums in past_of(self._session, self._case.id).items():
                self._add(key, sums)
                self._add(key._replace(review_type=self._counted_as), sums.negative())
            self._counted_as = now
        _write(self._session, self._added)
        self._added.clear()

    def _stand(self) -> None:
        self._session.flush()
        named = {"case": self._case.id, "reference": self._case.reference}
        for row in self._session.execute(_MOVE, named):
            place, kept, stands = Place(*row[:3]), _stands(row[3:6]), _stands(row[6:])
            if kept is not None:
                self._add(kept.key(place), _ONE.negative())
            if stands is not None:
                self._add(stands.key(place), _ONE)

    def _key(self, deployment: int, kind: str, process: str, what: str, day: date) -> Key:
        month = day.replace(day=1)
        return Key(deployment, kind, process, what, self._counted_as, month, NO_DUE)

    def _add(self, key: Key, sums: Sums) -> None:
        self._added[key] = self._added[key].plus(sums)


def merge(session: Session, *, today: date) -> None:
    """Sum up what actions have added since; safe while they add more, and while others merge.

    In the caller's transaction: whoever counts meanwhile reads the sums of before, which are the same.
    """
    session.execute(_ONE_AT_A_TIME)
    session.execute(_MERGE, {"today": today})
    session.execute(_LET_DAYS_PASS, {"today": today})
    for sweep in _SWEEP:
        session.execute(sweep)


def _stands(columns: Sequence[Any]) -> Stands | None:
    return None if columns[0] is None else Stands(*columns)


def _write(session: Session, added: Mapping[Key, Sums]) -> None:
    rows: Iterable[tuple[Key, Sums]] = ((key, sums) for key, sums in added.items() if any(sums))
    written = [{**key._asdict(), **sums._asdict(), "merged": False} for key, sums in rows]
    if written:
        session.execute(_ADD, written)
