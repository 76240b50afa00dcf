"""Answers that were corrected: what stands now beside what was submitted, which is never altered."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("corrected_for", sa.Uuid(), nullable=True),
        sa.Column("corrected_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("base", sa.LargeBinary(), nullable=True),
        sa.Column("after_event", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_correction_case_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_correction_submission_id"
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_correction_process_instance_id",
        ),
        sa.ForeignKeyConstraint(["corrected_by"], ["person.id"], name="fk_correction_corrected_by"),
        sa.ForeignKeyConstraint(
            ["corrected_for"], ["person.id"], name="fk_correction_corrected_for"
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name="fk_correction_settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    op.create_index("ix_correction_case_id", "correction", ["case_id"], unique=False)
    op.create_index("ix_correction_submission_id", "correction", ["submission_id"], unique=False)
    op.add_column("submission", sa.Column("corrected", sa.LargeBinary(), nullable=True))
    op.add_column("submission", sa.Column("correction_id", sa.Uuid(), nullable=True))
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    # What was entered is written once; only what becomes of it changes. Of a submission, nothing else either.
    for grant in (
        "select, insert on correction",
        "update (outcome, settled_at_utc, settled_by, base, after_event) on correction",
        "update (corrected, correction_id) on submission",
    ):
        driver.execute(sql.SQL("grant {} to {}").format(sql.SQL(grant), role))
