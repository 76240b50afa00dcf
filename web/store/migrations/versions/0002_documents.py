"""Documents of a case, made or uploaded: each version is written once and never changed."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0002"
down_revision = "0001"

_WRITTEN_ONCE = ("document", "document_content")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("sources", sa.LargeBinary(), nullable=True),
        sa.Column("deployment_number", sa.Integer(), nullable=True),
        sa.Column("process_instance_id", sa.Uuid(), nullable=True),
        sa.Column("process", sa.String(length=100), nullable=True),
        sa.Column("element", sa.String(length=100), nullable=True),
        sa.Column("task_id", sa.String(length=200), nullable=True),
        sa.Column("agency_key", sa.String(length=60), nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.Column("kept_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('made', 'uploaded')", name="ck_document_kind"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_document_case_id"),
        sa.ForeignKeyConstraint(
            ["deployment_number"], ["deployment.number"], name="fk_document_deployment_number"
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_document_process_instance_id"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_document_task_id"),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name="fk_document_kept_by"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint(
            "case_id",
            "kind",
            "name",
            "version",
            "content_type",
            name="uq_document_case_id_kind_name_version_content_type",
        ),
    )
    op.create_index("ix_document_task_id", "document", ["task_id"], unique=False)
    op.create_table(
        "document_content",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_document_content_document_id"
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_document_content"),
    )
    _grant()


def _grant() -> None:
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    for table in _WRITTEN_ONCE:
        driver.execute(
            sql.SQL("grant select, insert on {} to {}").format(sql.Identifier(table), role)
        )
