"""What people begin on a case: who began it, what the end of the case cancelled, drafts of its forms."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("process_instance", sa.Column("begun_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_process_instance_begun_by", "process_instance", "person", ["begun_by"], ["id"]
    )
    op.add_column(
        "process_instance",
        sa.Column("cancelled", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.alter_column("process_instance", "cancelled", server_default=None)
    op.add_column("case", sa.Column("closed_by_process", sa.String(length=100), nullable=True))
    op.execute(
        'update "case" set closed_by_process = process_instance.process from process_instance'
        ' where process_instance.case_id = "case".id and process_instance.position = 1'
        ' and "case".closed_by_element is not null'
    )
    op.add_column("draft", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_draft_case_id", "draft", "case", ["case_id"], ["id"])
    op.create_unique_constraint(
        "uq_draft_person_id_case_id_process", "draft", ["person_id", "case_id", "process"]
    )
