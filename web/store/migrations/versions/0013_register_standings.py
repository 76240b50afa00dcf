"""How rows of registers stand, in plain words that can be counted; what was before is read by the worker."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "register_standing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_register_standing_case_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_register_standing_process_instance_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_standing"),
    )
    op.create_index("ix_register_standing_case", "register_standing", ["case_id"])
    op.create_index(
        "uq_register_standing_now",
        "register_standing",
        ["process_instance_id", "register", "row"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.add_column(
        "case",
        sa.Column("rows_unread", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("case", "rows_unread", server_default=None)
    op.execute(
        'update "case" set rows_unread = true where id in (select case_id from register_entry)'
    )
    op.create_index("ix_case_rows_unread", "case", ["id"], postgresql_where=sa.text("rows_unread"))
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    driver.execute(sql.SQL("grant select, insert, update on register_standing to {}").format(role))
