"""Departures from the protocol, and how many there were of each kind, month by month.

A departure is written once; only its reason and the days it was late are added when they are known.
"""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "departure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=20), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("reason_at", sa.ARRAY(sa.String(length=300)), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_departure_by"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_departure_case_id"),
        sa.ForeignKeyConstraint(
            ["deployment_number"], ["deployment.number"], name="fk_departure_deployment_number"
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_departure_process_instance_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_departure"),
    )
    op.create_index(
        "ix_departure_unexplained",
        "departure",
        ["case_id"],
        postgresql_where=sa.text("reason IS NULL AND reason_at <> '{}'"),
    )
    op.create_index(
        "ix_departure_still_late",
        "departure",
        ["on_day", "number"],
        postgresql_where=sa.text("late AND days_late IS NULL"),
    )
    op.create_index("ix_departure_listing", "departure", ["on_day", "number"])
    op.create_index("ix_departure_rule", "departure", ["rule", "on_day", "number"])
    op.create_index("ix_departure_element", "departure", ["process", "element", "on_day", "number"])
    op.create_index("ix_departure_case", "departure", ["case_id", "number"])
    op.create_index(
        "ix_departure_late_once",
        "departure",
        ["task_id", "rule", "on_day"],
        unique=True,
        postgresql_where=sa.text("late"),
    )
    op.create_table(
        "departure_tally",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("review_type", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_number"],
            ["deployment.number"],
            name="fk_departure_tally_deployment_number",
        ),
        sa.PrimaryKeyConstraint(
            "month",
            "rule",
            "process",
            "element",
            "deployment_number",
            "review_type",
            name="pk_departure_tally",
        ),
    )
    _grant()


def _grant() -> None:
    """Let the program add departures, and change of one only what is not known at once."""
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    for statement in (
        "grant select, insert on departure to {}",
        "grant update (reason, days_late) on departure to {}",
        "grant select, insert, update on departure_tally to {}",
    ):
        driver.execute(sql.SQL(statement).format(role))
    driver.execute(
        sql.SQL("grant usage, select on sequence departure_number_seq to {}").format(role)
    )
