"""Tasks that are another person's than steps before, and who ever did a step, found without asking all."""

from alembic import op
from sqlalchemy import text

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_index(
        "ix_user_task_two_people",
        "user_task",
        ["agency_key", "person_id", "role", "not_by"],
        postgresql_where=text("closed_at_utc IS NULL AND not_by <> '{}'"),
    )
    op.create_index("ix_submission_step", "submission", ["process", "element", "submitted_by"])
    op.create_index(
        "ix_submission_step_for",
        "submission",
        ["process", "element", "submitted_for"],
        postgresql_where=text("submitted_for IS NOT NULL"),
    )
