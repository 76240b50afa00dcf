"""Who acts: deputies, conflicts that are withdrawn, several people appointed, agencies under review."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0006"
down_revision = "0005"

_CHANGED = ("case_agency", "deputy")


def upgrade() -> None:
    """Add what is new, and let a person declare a conflict again after one was withdrawn."""
    _keep_deputies()
    _keep_agencies_under_review()
    _let_several_be_appointed()
    _let_conflicts_be_withdrawn()
    _say_for_whom_a_deputy_acted()
    _grant()


def _keep_deputies() -> None:
    op.create_table(
        "deputy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("stands_for", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["role"], ["role.name"], name="fk_deputy_role"),
        sa.ForeignKeyConstraint(["stands_for"], ["person.id"], name="fk_deputy_stands_for"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_deputy_person_id"),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name="fk_deputy_given_by"),
        sa.PrimaryKeyConstraint("id", name="pk_deputy"),
    )
    op.create_index("ix_deputy_person_id", "deputy", ["person_id"], unique=False)
    op.create_index("ix_deputy_stands_for", "deputy", ["stands_for"], unique=False)


def _keep_agencies_under_review() -> None:
    op.create_table(
        "case_agency",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_key", sa.String(length=60), nullable=False),
        sa.Column("listed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_agency_case_id"),
        sa.ForeignKeyConstraint(["agency_key"], ["agency.key"], name="fk_case_agency_agency_key"),
        sa.PrimaryKeyConstraint("case_id", "agency_key", name="pk_case_agency"),
    )


def _let_several_be_appointed() -> None:
    op.drop_constraint("pk_stand_in", "stand_in", type_="primary")
    op.create_primary_key("pk_stand_in", "stand_in", ["case_id", "role", "person_id"])
    op.add_column(
        "stand_in",
        sa.Column("independent", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("stand_in", "independent", server_default=None)
    op.add_column("stand_in", sa.Column("reason", sa.LargeBinary(), nullable=True))


def _let_conflicts_be_withdrawn() -> None:
    op.drop_constraint("pk_conflict", "conflict", type_="primary")
    op.add_column(
        "conflict",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.func.gen_random_uuid()),
    )
    op.alter_column("conflict", "id", server_default=None)
    op.create_primary_key("pk_conflict", "conflict", ["id"])
    op.add_column("conflict", sa.Column("task_id", sa.String(length=200), nullable=True))
    op.add_column("conflict", sa.Column("nature", sa.LargeBinary(), nullable=True))
    op.add_column(
        "conflict", sa.Column("withdrawn_at_utc", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("conflict", sa.Column("withdrawn_by", sa.Uuid(), nullable=True))
    op.add_column("conflict", sa.Column("withdrawal", sa.LargeBinary(), nullable=True))
    op.create_foreign_key(
        "fk_conflict_withdrawn_by", "conflict", "person", ["withdrawn_by"], ["id"]
    )
    op.create_index(
        "ix_conflict_standing",
        "conflict",
        ["case_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at_utc IS NULL"),
    )


def _say_for_whom_a_deputy_acted() -> None:
    op.add_column("user_task", sa.Column("completed_for", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_user_task_completed_for", "user_task", "person", ["completed_for"], ["id"]
    )
    op.add_column(
        "user_task",
        sa.Column(
            "not_by",
            sa.ARRAY(sa.String(length=201)),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
    )
    op.alter_column("user_task", "not_by", server_default=None)
    op.add_column("submission", sa.Column("submitted_for", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_submission_submitted_for", "submission", "person", ["submitted_for"], ["id"]
    )


def _grant() -> None:
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    for table in _CHANGED:
        driver.execute(
            sql.SQL("grant select, insert, update, delete on {} to {}").format(
                sql.Identifier(table), role
            )
        )
