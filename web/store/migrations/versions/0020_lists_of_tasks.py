"""Lists of tasks that stay quick where an agency or a person has thousands of tasks.

The open tasks of an agency by role in the order in which they are due, what is new to whom, the open tasks
of a case, the cases of an agency, and what a person did last. The indexes on the agency alone and on what
a person did without its end go: they tempt PostgreSQL to read all of it and sort.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_OF_AN_AGENCY = "closed_at_utc IS NULL AND agency_key IS NOT NULL"
_OF_A_PERSON = "closed_at_utc IS NULL AND person_id IS NOT NULL"


def upgrade() -> None:
    op.drop_index("ix_user_task_agency_due", table_name="user_task")
    op.drop_index("ix_user_task_agency_key", table_name="user_task")
    op.drop_index("ix_submission_by", table_name="submission")
    for name, columns, where in (
        ("ix_user_task_agency_due", ["agency_key", "role", "due", "number"], _OF_AN_AGENCY),
        ("ix_user_task_agency_opened", ["agency_key", "role", "opened_at_utc"], _OF_AN_AGENCY),
        ("ix_user_task_person_opened", ["person_id", "opened_at_utc"], _OF_A_PERSON),
        ("ix_user_task_case_open", ["case_id"], "closed_at_utc IS NULL"),
        ("ix_user_task_agency_case", ["agency_key", "case_id"], "agency_key IS NOT NULL"),
    ):
        op.create_index(name, "user_task", columns, postgresql_where=sa.text(where))
    op.create_index(
        "ix_submission_by",
        "submission",
        ["submitted_by", sa.text("submitted_at_utc DESC"), "id"],
    )
