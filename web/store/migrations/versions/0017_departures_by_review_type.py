"""The type of review beside each departure, so that those of a rare one are found as quickly as all."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column(
        "departure",
        sa.Column(
            "review_type", sa.String(length=60), nullable=False, server_default=sa.text("''")
        ),
    )
    op.execute(
        "update departure set review_type = coalesce(found.review_type, '')"
        ' from "case" found where found.id = departure.case_id'
    )
    op.alter_column("departure", "review_type", server_default=None)
    op.create_index("ix_departure_review_type", "departure", ["review_type", "on_day", "number"])
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    driver.execute(sql.SQL("grant update (review_type) on departure to {}").format(role))
