"""The first tables: people, versions, cases, what runs on them, and the audit trail.

The program's role owns nothing. What it may do with each table is listed in `_grant`; a later migration that
makes a table lists that table there in the same way, because nothing is granted by default.
"""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from procrastinate.schema import SchemaManager
from psycopg import sql
from sqlalchemy.dialects import postgresql

from engine.roles import ROLE_TITLES

revision = "0001"
down_revision = None

# What is written once and never changed.
_WRITTEN_ONCE = ("case_data", "decision_evaluation", "deployment", "flow_taken", "submission")
_CHANGED = (
    "agency",
    "case",
    "clock",
    "conflict",
    "draft",
    "element_visit",
    "idempotency",
    "meeting",
    "needs_attention",
    "notice",
    "outbox_mail",
    "person",
    "process_instance",
    "reference_counter",
    "role_assignment",
    "set_password_link",
    "sign_in_attempt",
    "stand_in",
    "timer",
    "user_task",
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)
_READ = ("role", "alembic_version")
# Every column but the id, which the database alone gives: an event cannot be put in another's place.
_AUDIT_COLUMNS = (
    "chain",
    "seq",
    "at_utc",
    "kind",
    "actor",
    "subject",
    "detail",
    "digest",
    "previous",
    "hash",
)


def upgrade() -> None:
    """Make everything, then say what the program may do with it."""
    _make_tables()
    _make_queue()
    _fill_in()
    _protect_the_audit_trail()
    _grant()


def _make_tables() -> None:
    op.create_table(
        "agency",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_agency"),
        sa.UniqueConstraint("name", name="uq_agency_name"),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("chain", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
        sa.UniqueConstraint("chain", "seq", name="uq_audit_event_chain_seq"),
    )
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_clock_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_clock"),
    )
    op.create_table(
        "reference_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_reference_counter"),
    )
    op.create_table(
        "role",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_role"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempt"),
    )
    op.create_index(
        "ix_sign_in_attempt_account", "sign_in_attempt", ["account", "at_utc"], unique=False
    )
    op.create_index(
        "ix_sign_in_attempt_address", "sign_in_attempt", ["address", "at_utc"], unique=False
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("agency_key", sa.String(length=60), nullable=True),
        sa.Column("added_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_phone_number", sa.String(length=128), nullable=True),
        sa.Column("tf_last_step", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agency_key"], ["agency.key"], name="fk_person_agency_key"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_person_fs_uniquifier"),
    )
    op.create_table(
        "deployment",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("deployed_by", sa.Uuid(), nullable=True),
        sa.Column("deployed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deployed_by"], ["person.id"], name="fk_deployment_deployed_by"),
        sa.PrimaryKeyConstraint("number", name="pk_deployment"),
    )
    op.create_table(
        "idempotency",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_idempotency_person_id"),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_idempotency"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_meeting_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index("ix_meeting_kind", "meeting", ["kind", "starts_at_utc"], unique=False)
    op.create_table(
        "role_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name="fk_role_assignment_given_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_role_assignment_person_id"),
        sa.ForeignKeyConstraint(["role"], ["role.name"], name="fk_role_assignment_role"),
        sa.PrimaryKeyConstraint("id", name="pk_role_assignment"),
    )
    op.create_index("ix_role_assignment_person_id", "role_assignment", ["person_id"], unique=False)
    op.create_index("ix_role_assignment_role", "role_assignment", ["role"], unique=False)
    op.create_table(
        "set_password_link",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_set_password_link_person_id"
        ),
        sa.PrimaryKeyConstraint("token_digest", name="pk_set_password_link"),
    )
    op.create_index(
        "ix_set_password_link_person_id", "set_password_link", ["person_id"], unique=False
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("notifier_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("opened_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_element", sa.String(length=100), nullable=True),
        sa.Column("shown_to", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_number"], ["deployment.number"], name="fk_case_deployment_number"
        ),
        sa.ForeignKeyConstraint(["notifier_id"], ["person.id"], name="fk_case_notifier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
        sa.UniqueConstraint("reference", name="uq_case_reference"),
    )
    op.create_index("ix_case_listing", "case", ["received_on", "reference"], unique=False)
    op.create_index("ix_case_notifier_id", "case", ["notifier_id"], unique=False)
    op.create_table(
        "case_data",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_data_case_id"),
        sa.PrimaryKeyConstraint("case_id", "version", name="pk_case_data"),
    )
    op.create_table(
        "conflict",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_conflict_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_conflict_person_id"),
        sa.PrimaryKeyConstraint("case_id", "person_id", name="pk_conflict"),
    )
    op.create_index("ix_conflict_person_id", "conflict", ["person_id"], unique=False)
    op.create_table(
        "process_instance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_process_instance_case_id"),
        sa.ForeignKeyConstraint(
            ["deployment_number"],
            ["deployment.number"],
            name="fk_process_instance_deployment_number",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_process_instance"),
    )
    op.create_index("ix_process_instance_case_id", "process_instance", ["case_id"], unique=False)
    op.create_table(
        "stand_in",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("appointed_by", sa.Uuid(), nullable=False),
        sa.Column("appointed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["appointed_by"], ["person.id"], name="fk_stand_in_appointed_by"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_stand_in_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_stand_in_person_id"),
        sa.ForeignKeyConstraint(["role"], ["role.name"], name="fk_stand_in_role"),
        sa.PrimaryKeyConstraint("case_id", "role", name="pk_stand_in"),
    )
    op.create_index("ix_stand_in_person_id", "stand_in", ["person_id"], unique=False)
    op.create_table(
        "decision_evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("decision", sa.String(length=100), nullable=False),
        sa.Column("variable", sa.String(length=100), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_decision_evaluation_case_id"),
        sa.ForeignKeyConstraint(
            ["deployment_number"],
            ["deployment.number"],
            name="fk_decision_evaluation_deployment_number",
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_decision_evaluation_process_instance_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision_evaluation"),
    )
    op.create_index(
        "ix_decision_evaluation_case_id", "decision_evaluation", ["case_id"], unique=False
    )
    op.create_table(
        "element_visit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=False),
        sa.Column("entered_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_element_visit_process_instance_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_element_visit"),
    )
    op.create_index(
        "ix_element_visit_instance", "element_visit", ["process_instance_id", "id"], unique=False
    )
    op.create_table(
        "flow_taken",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("flow", sa.String(length=100), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_flow_taken_process_instance_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_flow_taken"),
    )
    op.create_index(
        "ix_flow_taken_instance", "flow_taken", ["process_instance_id", "id"], unique=False
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("message", sa.String(length=100), nullable=False),
        sa.Column("to_word", sa.String(length=100), nullable=False),
        sa.Column("agency_key", sa.String(length=60), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(length=60), nullable=True),
        sa.Column("due_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_notice_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_notice_person_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_notice_process_instance_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_case_id", "notice", ["case_id"], unique=False)
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=True),
        sa.Column("agency_key", sa.String(length=60), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_submission_case_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_submission_process_instance_id",
        ),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name="fk_submission_submitted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    op.create_index("ix_submission_case_id", "submission", ["case_id"], unique=False)
    op.create_table(
        "timer",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("due_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_for", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_timer_case_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_timer_process_instance_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_timer"),
    )
    op.create_index("ix_timer_case_id", "timer", ["case_id"], unique=False)
    op.create_index(
        "ix_timer_waiting",
        "timer",
        ["due_at_utc"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "user_task",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("agency_key", sa.String(length=60), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("instance_index", sa.Integer(), nullable=True),
        sa.Column("opened_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("completed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_user_task_case_id"),
        sa.ForeignKeyConstraint(["completed_by"], ["person.id"], name="fk_user_task_completed_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_user_task_person_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name="fk_user_task_process_instance_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_user_task"),
    )
    op.create_index("ix_user_task_agency_key", "user_task", ["agency_key"], unique=False)
    op.create_index("ix_user_task_case_id", "user_task", ["case_id"], unique=False)
    op.create_index(
        "ix_user_task_open",
        "user_task",
        ["role", "due", "opened_at_utc"],
        unique=False,
        postgresql_where=sa.text("closed_at_utc IS NULL"),
    )
    op.create_index("ix_user_task_person_id", "user_task", ["person_id"], unique=False)
    op.create_index(
        "ix_user_task_standing",
        "user_task",
        ["process", "element"],
        unique=False,
        postgresql_where=sa.text("closed_at_utc IS NULL"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=True),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_draft_person_id"),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_draft_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("person_id", "task_id", name="uq_draft_person_id_task_id"),
    )
    op.create_index("ix_draft_person_id", "draft", ["person_id"], unique=False)
    op.create_table(
        "needs_attention",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("timer_id", sa.String(length=200), nullable=True),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("since_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_needs_attention_case_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_needs_attention_notice_id"),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["person.id"], name="fk_needs_attention_resolved_by"
        ),
        sa.ForeignKeyConstraint(["timer_id"], ["timer.id"], name="fk_needs_attention_timer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_needs_attention"),
    )
    op.create_index("ix_needs_attention_case_id", "needs_attention", ["case_id"], unique=False)
    op.create_index(
        "ix_needs_attention_open",
        "needs_attention",
        ["since_utc"],
        unique=False,
        postgresql_where=sa.text("resolved_at_utc IS NULL"),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_outbox_mail_notice_id"),
        sa.PrimaryKeyConstraint("notice_id", name="pk_outbox_mail"),
    )


def _make_queue() -> None:
    """Make Procrastinate's tables and functions, as its library of today writes them."""
    _driver().execute(sql.SQL(SchemaManager.get_schema()))


def _fill_in() -> None:
    roles = sa.table("role", sa.column("name"), sa.column("description"))
    op.bulk_insert(
        roles, [{"name": key, "description": title} for key, title in ROLE_TITLES.items()]
    )
    op.execute("insert into clock (id, offset_seconds) values (1, 0)")


def _protect_the_audit_trail() -> None:
    """Keep even the owner from changing the trail by accident: only a migration can lift this."""
    op.execute(
        """
        create function refuse_to_change_the_audit_trail() returns trigger language plpgsql as
        $$ begin raise exception 'the audit trail is only ever added to'; end $$
        """
    )
    op.execute(
        """
        create trigger audit_event_is_append_only
        before update or delete or truncate on audit_event
        for each statement execute function refuse_to_change_the_audit_trail()
        """
    )


def _grant() -> None:
    role = sql.Identifier(context.config.attributes["app_role"])
    _run("grant usage on schema public to {}", role)
    # Rights that PUBLIC has by default would reach the program's role too.
    _run("revoke create on schema public from public")
    for table in _WRITTEN_ONCE:
        _run("grant select, insert on {} to {}", sql.Identifier(table), role)
    for table in _CHANGED:
        _run("grant select, insert, update, delete on {} to {}", sql.Identifier(table), role)
    for table in _READ:
        _run("grant select on {} to {}", sql.Identifier(table), role)
    columns = sql.SQL(", ").join(map(sql.Identifier, _AUDIT_COLUMNS))
    _run("grant select on audit_event to {}", role)
    _run("grant insert ({}) on audit_event to {}", columns, role)
    for sequence in (
        "procrastinate_jobs_id_seq",
        "procrastinate_events_id_seq",
        "procrastinate_periodic_defers_id_seq",
        "procrastinate_workers_id_seq",
    ):
        _run("grant usage, select on sequence {} to {}", sql.Identifier(sequence), role)


def _run(statement: str, *parts: sql.Composable) -> None:
    _driver().execute(sql.SQL(statement).format(*parts))


def _driver() -> psycopg.Connection[tuple[object, ...]]:
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    return driver
