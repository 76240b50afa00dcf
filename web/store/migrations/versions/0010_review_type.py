"""The type of review that was decided on last, as a plain column of a case, so that counts can tell by it.

What stands of cases already is sealed, and a migration has no key: it stays null until the worker reads it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("case", sa.Column("review_type", sa.String(length=60), nullable=True))
    op.create_index(
        "ix_case_review_type_unread",
        "case",
        ["id"],
        unique=False,
        postgresql_where=sa.text("review_type IS NULL"),
    )
