"""How many days a case has run, and on how many it was on hold, as lists and pages show them apart."""

from datetime import date, timedelta

from engine.calendar import london_date
from web.store.models import Case


def days_of(case: Case, today: date) -> tuple[int, int]:
    """Return the days since receipt on which the case was not on hold, and those on which it was.

    A closed case counts until the day on which it was closed.
    """
    last = today if case.closed_at_utc is None else london_date(case.closed_at_utc)
    held = case.held_days
    if case.held_since is not None:
        held += max(0, (last - case.held_since) // timedelta(days=1))
    return max(0, (last - case.received_on) // timedelta(days=1)) - held, held
