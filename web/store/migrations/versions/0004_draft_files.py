"""Files handed in for a task that is not submitted yet: which of the documents stand in whose draft."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "draft_file",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_draft_file_document_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_draft_file_person_id"),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_draft_file_task_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_draft_file"),
    )
    op.create_index("ix_draft_file_task_id", "draft_file", ["task_id", "person_id"], unique=False)
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    driver.execute(sql.SQL("grant select, insert, delete on draft_file to {}").format(role))
