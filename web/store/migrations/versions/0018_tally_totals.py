"""Totals of the tallies over all months and types of review, for maps that are not narrowed."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "tally_total",
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("targeted", sa.Integer(), nullable=False),
        sa.Column("within", sa.Integer(), nullable=False),
        sa.Column("target_days", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_number"], ["deployment.number"], name="fk_tally_total_deployment_number"
        ),
        sa.PrimaryKeyConstraint(
            "deployment_number", "kind", "process", "what", "due", name="pk_tally_total"
        ),
    )
    op.execute(
        "insert into tally_total (deployment_number, kind, process, what, due,"
        " number, days, targeted, within, target_days)"
        " select deployment_number, kind, process, what, due,"
        " sum(number), sum(days), sum(targeted), sum(within), sum(target_days)"
        " from tally where merged group by deployment_number, kind, process, what, due"
    )
    op.drop_index("ix_tally_added", table_name="tally")
    op.create_index(
        "ix_tally_added",
        "tally",
        ["kind", "process"],
        unique=False,
        postgresql_where=sa.text("NOT merged"),
    )
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    driver.execute(
        sql.SQL("grant select, insert, update, delete on tally_total to {}").format(role)
    )
