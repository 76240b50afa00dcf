"""Deadlines that explain themselves, those that were extended, and how long a case was on hold."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("user_task", sa.Column("why_due", sa.LargeBinary(), nullable=True))
    op.add_column("timer", sa.Column("why_due", sa.LargeBinary(), nullable=True))
    op.add_column("case", sa.Column("held_since", sa.Date(), nullable=True))
    op.add_column(
        "case", sa.Column("held_days", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("extended_by", sa.Uuid(), nullable=False),
        sa.Column("extended_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_extension_case_id"),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_extension_task_id"),
        sa.ForeignKeyConstraint(["extended_by"], ["person.id"], name="fk_extension_extended_by"),
        sa.PrimaryKeyConstraint("id", name="pk_extension"),
    )
    op.create_index("ix_extension_case_id", "extension", ["case_id"], unique=False)
    _grant()


def _grant() -> None:
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    driver.execute(sql.SQL("grant select, insert on extension to {}").format(role))
