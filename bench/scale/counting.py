"""The counts that pages read, made what a recount says after rows were cloned."""

from datetime import date
from typing import Final

from sqlalchemy import Engine, delete, insert, text
from sqlalchemy.orm import Session

from web.store.models import Tally, TallyTotal
from web.store.recount import recount
from web.store.tallying import merge

# The clock of the cases that were cloned (web/demo/board.yaml).
BOARD_ENDS: Final = date(2026, 11, 23)
_DEPARTURES = """
    insert into departure_tally
        (month, rule, process, element, deployment_number, review_type, count)
    select date_trunc('month', departure.on_day)::date, departure.rule, departure.process,
           departure.element, departure.deployment_number, coalesce("case".review_type, ''), count(*)
    from departure join "case" on "case".id = departure.case_id
    group by 1, 2, 3, 4, 5, 6
"""


def count_anew(engine: Engine) -> None:
    """Replace every tally by what is counted anew; where cases stand was cloned with them."""
    with Session(engine) as session, session.begin():
        counts = recount(session)
        session.execute(delete(Tally))
        session.execute(delete(TallyTotal))
        session.execute(
            insert(Tally),
            [{**key._asdict(), **sums._asdict(), "merged": False} for key, sums in counts.items()],
        )
        merge(session, today=BOARD_ENDS)
        session.execute(text("delete from departure_tally"))
        session.execute(text(_DEPARTURES))
