"""Registers: each row of a case version by version, sealed with the case; written once and never changed."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_register_entry_case_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_register_entry_process_instance_id",
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name="fk_register_entry_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_register_entry"),
        sa.UniqueConstraint(
            "case_id",
            "process_instance_id",
            "register",
            "row",
            "version",
            name="uq_register_entry_version",
        ),
    )
    op.create_index("ix_register_entry_register", "register_entry", ["register"], unique=False)
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    driver.execute(sql.SQL("grant select, insert on register_entry to {}").format(role))
