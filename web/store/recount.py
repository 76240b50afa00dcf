"""What the tallies should be: counted anew from visits, tasks and flows, of one case or of all.

This is the slow way, and says what each count means. Actions write differences (web/store/tallying.py), and
web/store/tally_check.py compares the two.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from web.store.tally_keys import Key, Place, Stands, Sums

_DAY: Final = "({} at time zone 'Europe/London')::date"
_MONTH: Final = "date_trunc('month', {} at time zone 'Europe/London')::date"


class _Queries(NamedTuple):
    """One question, asked of one case or of all."""

    of_one: TextClause
    of_all: TextClause


def _of_one(query: str) -> str:
    return query.format(run="run.case_id = :case", task="task.case_id = :case")


def _of_all(query: str) -> str:
    return query.format(run="true", task="true")


def _queries(query: str) -> _Queries:
    return _Queries(text(_of_one(query)), text(_of_all(query)))


# A case may stand somewhere by several tokens: it stands there once, since the first came.
_STANDING: Final = f"""
    with visited as (
        select run.case_id, run.deployment_number, visit.process, visit.element,
               min({_DAY.format("visit.entered_at_utc")}) as since
        from element_visit visit join process_instance run on run.id = visit.process_instance_id
        where visit.left_at_utc is null and {{run}}
        group by run.case_id, run.deployment_number, visit.process, visit.element
    ), asked as (
        select task.case_id, run.deployment_number, task.process, task.element, min(task.due) as due
        from user_task task join process_instance run on run.id = task.process_instance_id
        where task.closed_at_utc is null and {{task}}
        group by task.case_id, run.deployment_number, task.process, task.element
    ), step as (
        select visited.*, coalesce(asked.due, date '9999-12-31') as due
        from visited left join asked using (case_id, deployment_number, process, element)
    ), place as (
        select * from step
        union all
        select case_id, deployment_number, process, '', min(since), min(due) from step
        group by case_id, deployment_number, process
        union all
        select step.case_id, whole.deployment_number, '', '', whole.received_on, min(step.due)
        from step join "case" whole on whole.id = step.case_id
        group by step.case_id, whole.deployment_number, whole.received_on
    )
    select place.case_id, place.deployment_number, place.process, place.element, place.since,
           place.due, coalesce(counted.review_type, '') as review_type
    from place join "case" counted on counted.id = place.case_id
"""  # noqa: S608 (words of this module)
_STANDINGS: Final = text(_of_all(_STANDING))
STANDINGS_OF_ONE: Final = _of_one(_STANDING)
"""Where the case `:case` stands: the columns of `case_standing`, but its reference."""
_LEFT: Final = _queries(
    f"""
    with stay as (
        select run.case_id, run.deployment_number, visit.process, visit.element,
               {_MONTH.format("visit.left_at_utc")} as month,
               {_DAY.format("visit.entered_at_utc")} as first,
               {_DAY.format("visit.left_at_utc")} as last,
               task.due
        from element_visit visit join process_instance run on run.id = visit.process_instance_id
        left join user_task task on task.id = visit.task_id
             and task.process = visit.process and task.element = visit.element
        where visit.left_at_utc is not null and not visit.cancelled and {{run}}
    )
    select stay.deployment_number, 'left', stay.process, stay.element,
           coalesce(counted.review_type, ''), stay.month, date '9999-12-31',
           count(*), sum(last - first), count(due), count(*) filter (where last <= due),
           coalesce(sum(due - first), 0)
    from stay join "case" counted on counted.id = stay.case_id
    group by 1, 3, 4, 5, 6
"""  # noqa: S608 (words of this module)
)
_TAKEN: Final = _queries(
    f"""
    select run.deployment_number, 'taken', flow.process, flow.flow,
           coalesce(counted.review_type, ''), {_MONTH.format("flow.at_utc")},
           date '9999-12-31', count(*), 0, 0, 0, 0
    from flow_taken flow join process_instance run on run.id = flow.process_instance_id
    join "case" counted on counted.id = run.case_id
    where {{run}}
    group by 1, 3, 4, 5, 6
"""  # noqa: S608 (words of this module)
)
_CAME: Final = _queries(
    """
    select run.deployment_number, 'came', stood.register, stood.state,
           coalesce(counted.review_type, ''), date_trunc('month', stood.since)::date,
           date '9999-12-31', count(*), 0, 0, 0, 0
    from register_standing stood join process_instance run on run.id = stood.process_instance_id
    join "case" counted on counted.id = stood.case_id
    where {run}
    group by 1, 3, 4, 5, 6
"""
)
_GONE: Final = _queries(
    """
    select run.deployment_number, 'gone', stood.register, stood.state,
           coalesce(counted.review_type, ''), date_trunc('month', stood.until)::date,
           date '9999-12-31', count(*), 0, 0, 0, 0
    from register_standing stood join process_instance run on run.id = stood.process_instance_id
    join "case" counted on counted.id = stood.case_id
    where stood.until is not null and {run}
    group by 1, 3, 4, 5, 6
"""
)


def past_of(session: Session, case: UUID) -> dict[Key, Sums]:
    """Return what a case has added to the counts of steps, flows and states of registers."""
    return dict(_past(session, case))


def every_standing(session: Session) -> set[tuple[UUID, Place, Stands]]:
    """Return where all cases stand."""
    return set(_standings(session))


def recount(session: Session) -> dict[Key, Sums]:
    """Return every count, counted anew over all cases; reads whole tables."""
    counts = dict(_past(session, None))
    standing = Counter(stands.key(place) for _, place, stands in _standings(session))
    return counts | {key: Sums(number) for key, number in standing.items()}


def _standings(session: Session) -> Iterator[tuple[UUID, Place, Stands]]:
    session.flush()
    for row in session.execute(_STANDINGS):
        place = Place(row.deployment_number, row.process, row.element)
        yield row.case_id, place, Stands(row.review_type, row.since, row.due)


def _past(session: Session, case: UUID | None) -> Iterator[tuple[Key, Sums]]:
    for queries in (_LEFT, _TAKEN, _CAME, _GONE):
        for row in _rows(session, queries, case):
            yield Key._make(row[:7]), Sums._make(map(int, row[7:]))


def _rows(session: Session, queries: _Queries, case: UUID | None) -> Sequence[Row[Any]]:
    session.flush()
    if case is None:
        return session.execute(queries.of_all).all()
    return session.execute(queries.of_one, {"case": case}).all()
