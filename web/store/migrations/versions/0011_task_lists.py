"""Lists of tasks: taking and handing over, who has a task open, what is new, and mails about tasks."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0011"
down_revision = "0010"

_OPEN = "closed_at_utc IS NULL"
_OF_A_ROLE = f"{_OPEN} AND person_id IS NULL AND agency_key IS NULL"


def upgrade() -> None:
    _extend_tasks()
    _make_tables()
    op.drop_constraint("pk_outbox_mail", "outbox_mail", type_="primary")
    op.alter_column("outbox_mail", "notice_id", nullable=True)
    op.create_primary_key("pk_outbox_mail", "outbox_mail", ["message_id"])
    op.create_unique_constraint("uq_outbox_mail_notice_id", "outbox_mail", ["notice_id"])
    op.add_column("outbox_mail", sa.Column("task_mail_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_outbox_mail_task_mail_id", "outbox_mail", "task_mail", ["task_mail_id"], ["id"]
    )
    op.create_unique_constraint("uq_outbox_mail_task_mail_id", "outbox_mail", ["task_mail_id"])
    _grant()


def _extend_tasks() -> None:
    op.add_column("user_task", sa.Column("taken_by", sa.Uuid(), nullable=True))
    op.add_column("user_task", sa.Column("taken_at_utc", sa.DateTime(timezone=True), nullable=True))
    op.add_column("user_task", sa.Column("handed_by", sa.Uuid(), nullable=True))
    op.add_column("user_task", sa.Column("reminded_for", sa.Date(), nullable=True))
    for column in ("taken_by", "handed_by"):
        op.create_foreign_key(f"fk_user_task_{column}", "user_task", "person", [column], ["id"])
    for name, columns, where in (
        ("ix_user_task_role_due", ["role", "due", "number"], _OF_A_ROLE),
        ("ix_user_task_role_opened", ["role", "opened_at_utc"], _OF_A_ROLE),
        (
            "ix_user_task_agency_due",
            ["agency_key", "due", "number"],
            f"{_OPEN} AND agency_key IS NOT NULL",
        ),
        (
            "ix_user_task_person_due",
            ["person_id", "due", "number"],
            f"{_OPEN} AND person_id IS NOT NULL",
        ),
        ("ix_user_task_taken", ["taken_by", "due", "number"], f"{_OPEN} AND taken_by IS NOT NULL"),
        ("ix_user_task_due", ["due"], _OPEN),
    ):
        op.create_index(name, "user_task", columns, postgresql_where=sa.text(where))
    op.create_index("ix_submission_by", "submission", ["submitted_by", "submitted_at_utc"])
    op.create_index("ix_draft_task_id", "draft", ["task_id"])


def _make_tables() -> None:
    op.create_table(
        "task_handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=False),
        sa.Column("from_person", sa.Uuid(), nullable=True),
        sa.Column("to_person", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("handed_by", sa.Uuid(), nullable=False),
        sa.Column("handed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_task_handover_case_id"),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_task_handover_task_id"),
        sa.ForeignKeyConstraint(
            ["from_person"], ["person.id"], name="fk_task_handover_from_person"
        ),
        sa.ForeignKeyConstraint(["to_person"], ["person.id"], name="fk_task_handover_to_person"),
        sa.ForeignKeyConstraint(["handed_by"], ["person.id"], name="fk_task_handover_handed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_task_handover"),
    )
    op.create_index("ix_task_handover_case_id", "task_handover", ["case_id"])
    op.create_table(
        "task_opening",
        sa.Column("task_id", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_task_opening_task_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_task_opening_person_id"),
        sa.PrimaryKeyConstraint("task_id", "person_id", name="pk_task_opening"),
    )
    op.create_table(
        "task_list_look",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("looked_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_since_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_task_list_look_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_task_list_look"),
    )
    op.create_table(
        "task_mail_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("chosen_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_task_mail_choice_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_task_mail_choice"),
    )
    op.create_table(
        "task_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=260), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=True),
        sa.Column("due_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_task_mail_person_id"),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_task_mail_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task_mail"),
        sa.UniqueConstraint("person_id", "kind", "about", name="uq_task_mail_person_id_kind_about"),
    )
    op.create_index(
        "ix_task_mail_waiting",
        "task_mail",
        ["due_at_utc"],
        postgresql_where=sa.text("sent_at_utc IS NULL AND dropped IS NULL"),
    )


def _grant() -> None:
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    for rights, table in (
        ("select, insert", "task_handover"),
        ("select, insert, update, delete", "task_opening"),
        ("select, insert, update", "task_list_look"),
        ("select, insert, update", "task_mail_choice"),
        ("select, insert, update", "task_mail"),
    ):
        driver.execute(
            sql.SQL(f"grant {rights} on {{}} to {{}}").format(sql.Identifier(table), role)
        )
