"""Agendas: the cases put on a meeting in their order, who attended, and the case that a Panel meets about."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("meeting", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_meeting_case_id", "meeting", "case", ["case_id"], ["id"])
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("put_on_by", sa.Uuid(), nullable=False),
        sa.Column("put_on_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_agenda_item_meeting_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_agenda_item_case_id"),
        sa.ForeignKeyConstraint(["put_on_by"], ["person.id"], name="fk_agenda_item_put_on_by"),
        sa.PrimaryKeyConstraint("meeting_id", "case_id", name="pk_agenda_item"),
    )
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "standing in ('present', 'apologies', 'absent')", name="ck_attendance_standing"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_attendance_meeting_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_attendance_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_attendance_recorded_by"),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name="pk_attendance"),
    )
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    for rights, table in (
        ("select, insert, update, delete", "agenda_item"),
        ("select, insert, update", "attendance"),
    ):
        driver.execute(
            sql.SQL("grant {} on {} to {}").format(sql.SQL(rights), sql.Identifier(table), role)
        )
