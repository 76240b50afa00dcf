"""The tasks of a process instance, found without reading those of every case: the case page asks for them."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_index("ix_user_task_process_instance_id", "user_task", ["process_instance_id"])
