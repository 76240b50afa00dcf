"""By when a step that was left was due, beside when it was left; lists of cases without reading each."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

KEEP_DUE = """
    update element_visit set due = task.due from user_task task
    where task.id = element_visit.task_id and task.process = element_visit.process
        and task.element = element_visit.element and task.due is not null
        and element_visit.left_at_utc is not null and not element_visit.cancelled
"""


def upgrade() -> None:
    op.add_column("element_visit", sa.Column("due", sa.Date(), nullable=True))
    op.execute(KEEP_DUE)
    op.create_index(
        "ix_element_visit_late",
        "element_visit",
        ["process", "element", "left_at_utc", "id"],
        postgresql_where=sa.text(
            "element_visit.due < (timezone('Europe/London', element_visit.left_at_utc))::date"
        ),
    )
    op.drop_index("ix_case_listing", "case")
    op.create_index(
        "ix_case_listing",
        "case",
        ["received_on", "reference"],
        postgresql_include=["id", "notifier_id", "closed_at_utc"],
    )
    op.drop_index("ix_case_listing_open", "case")
    op.create_index(
        "ix_case_listing_open",
        "case",
        ["received_on", "reference"],
        postgresql_include=["id", "notifier_id"],
        postgresql_where=sa.text("closed_at_utc IS NULL"),
    )
