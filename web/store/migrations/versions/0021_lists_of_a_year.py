"""What happened in a year at a step, on a flow or by a notice, found without reading all of it."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_index("ix_element_visit_left", "element_visit", ["process", "element", "left_at_utc"])
    op.create_index("ix_flow_taken_at", "flow_taken", ["process", "flow", "at_utc"])
    op.create_index("ix_notice_step", "notice", ["process", "element", "case_id"])
