"""What happened in a year at a place, and the open cases, in the order in which lists show them."""

from alembic import op
from sqlalchemy import text

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.drop_index("ix_element_visit_left", "element_visit")
    op.create_index(
        "ix_element_visit_left", "element_visit", ["process", "element", "left_at_utc", "id"]
    )
    op.drop_index("ix_flow_taken_at", "flow_taken")
    op.create_index("ix_flow_taken_at", "flow_taken", ["process", "flow", "at_utc", "id"])
    op.create_index(
        "ix_register_standing_since", "register_standing", ["register", "state", "since", "id"]
    )
    op.create_index(
        "ix_case_listing_open",
        "case",
        ["received_on", "reference"],
        postgresql_where=text("closed_at_utc IS NULL"),
    )
