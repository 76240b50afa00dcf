"""What somebody had done on a case before they declared a conflict, kept as it was then."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "conflict",
        sa.Column(
            "done_before",
            sa.ARRAY(sa.String(length=200)),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
    )
    op.alter_column("conflict", "done_before", server_default=None)
