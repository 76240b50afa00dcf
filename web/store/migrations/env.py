"""How Alembic runs a migration: on the owner's connection that web.store.schema brings."""

from alembic import context

from web.store import models
from web.store.database import metadata

assert models  # imported so that metadata knows every table  # noqa: S101

connection = context.config.attributes["connection"]


def ours(name: str | None, type_: str, _parents: object) -> bool:
    """Leave the queue's tables to Procrastinate when a migration is drafted."""
    return not (type_ == "table" and (name or "").startswith("procrastinate_"))


context.configure(
    connection=connection, target_metadata=metadata, include_name=ours, compare_type=True
)
context.run_migrations()
