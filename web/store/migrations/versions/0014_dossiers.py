"""Dossiers: the last one of a case for a person, sealed; a new one takes its place."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("redacted", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_dossier_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_dossier_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
        sa.UniqueConstraint("case_id", "person_id", name="uq_dossier_case_person"),
    )
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    driver.execute(sql.SQL("grant select, insert, delete on dossier to {}").format(role))
