"""Whether this process can do its work."""

from sqlalchemy import text

from web.store.database import db


def reach_the_database() -> None:
    """Ask the database something; OperationalError where it does not answer."""
    db.session.execute(text("select 1"))
