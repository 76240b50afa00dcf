"""Where cases stand and how often steps and flows were taken, counted as it happens; what was before too."""

import psycopg
import sqlalchemy as sa
from alembic import context, op
from psycopg import sql

revision = "0012"
down_revision = "0011"

_NEW = ("case_standing", "tally")


def upgrade() -> None:
    _make_standings()
    _make_tallies()
    for statement in (_STANDINGS, _STANDING, _LEFT, _TAKEN):
        op.execute(statement)
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    role = sql.Identifier(context.config.attributes["app_role"])
    for table in _NEW:
        driver.execute(
            sql.SQL("grant select, insert, update, delete on {} to {}").format(
                sql.Identifier(table), role
            )
        )


def _make_standings() -> None:
    op.create_table(
        "case_standing",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("review_type", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_standing_case_id"),
        sa.ForeignKeyConstraint(
            ["deployment_number"], ["deployment.number"], name="fk_case_standing_deployment_number"
        ),
        sa.PrimaryKeyConstraint(
            "case_id", "deployment_number", "process", "element", name="pk_case_standing"
        ),
    )
    op.create_index(
        "ix_case_standing_list",
        "case_standing",
        ["process", "element", "due", "reference"],
        unique=False,
    )


def _make_tallies() -> None:
    op.create_table(
        "tally",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("deployment_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("process", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("review_type", sa.String(length=60), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("targeted", sa.Integer(), nullable=False),
        sa.Column("within", sa.Integer(), nullable=False),
        sa.Column("target_days", sa.BigInteger(), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_number"], ["deployment.number"], name="fk_tally_deployment_number"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tally"),
    )
    op.create_index("ix_tally_read", "tally", ["kind", "process", "what"], unique=False)
    op.create_index(
        "ix_tally_added", "tally", ["id"], unique=False, postgresql_where=sa.text("NOT merged")
    )
    op.create_index(
        "ix_tally_merged",
        "tally",
        [
            "deployment_number",
            "kind",
            "process",
            "what",
            "review_type",
            "month",
            "due",
        ],
        unique=True,
        postgresql_where=sa.text("merged"),
    )


_STANDINGS = """
    insert into case_standing
        (case_id, deployment_number, process, element, reference, review_type, since, due)
    with visited as (
        select run.case_id, run.deployment_number, visit.process, visit.element,
               min((visit.entered_at_utc at time zone 'Europe/London')::date) as since
        from element_visit visit join process_instance run on run.id = visit.process_instance_id
        where visit.left_at_utc is null
        group by run.case_id, run.deployment_number, visit.process, visit.element
    ), asked as (
        select task.case_id, run.deployment_number, task.process, task.element, min(task.due) as due
        from user_task task join process_instance run on run.id = task.process_instance_id
        where task.closed_at_utc is null
        group by task.case_id, run.deployment_number, task.process, task.element
    ), step as (
        select visited.*, coalesce(asked.due, date '9999-12-31') as due
        from visited left join asked using (case_id, deployment_number, process, element)
    ), place as (
        select * from step
        union all
        select case_id, deployment_number, process, '', min(since), min(due) from step
        group by case_id, deployment_number, process
        union all
        select step.case_id, whole.deployment_number, '', '', whole.received_on, min(step.due)
        from step join "case" whole on whole.id = step.case_id
        group by step.case_id, whole.deployment_number, whole.received_on
    )
    select place.case_id, place.deployment_number, place.process, place.element,
           counted.reference, '', place.since, place.due
    from place join "case" counted on counted.id = place.case_id
"""
_COLUMNS = """
    insert into tally
        (deployment_number, kind, process, what, review_type, month, due,
         number, days, targeted, within, target_days, merged)
"""
_STANDING = f"""{_COLUMNS}
    select deployment_number, 'standing', process, element, '', date_trunc('month', since)::date, due,
           count(*), 0, 0, 0, 0, true
    from case_standing
    group by deployment_number, process, element, date_trunc('month', since)::date, due
"""  # noqa: S608 (columns of this module)
_LEFT = f"""{_COLUMNS}
    select run.deployment_number, 'left', visit.process, visit.element, '',
           date_trunc('month', visit.left_at_utc at time zone 'Europe/London')::date,
           date '9999-12-31',
           count(*),
           sum((visit.left_at_utc at time zone 'Europe/London')::date
               - (visit.entered_at_utc at time zone 'Europe/London')::date),
           count(task.due),
           count(*) filter (
               where (visit.left_at_utc at time zone 'Europe/London')::date <= task.due
           ),
           coalesce(
               sum(task.due - (visit.entered_at_utc at time zone 'Europe/London')::date), 0
           ),
           true
    from element_visit visit join process_instance run on run.id = visit.process_instance_id
    left join user_task task on task.id = visit.task_id
         and task.process = visit.process and task.element = visit.element
    where visit.left_at_utc is not null and not visit.cancelled
    group by 1, 3, 4, 6
"""  # noqa: S608 (columns of this module)
_TAKEN = f"""{_COLUMNS}
    select run.deployment_number, 'taken', flow.process, flow.flow, '',
           date_trunc('month', flow.at_utc at time zone 'Europe/London')::date,
           date '9999-12-31', count(*), 0, 0, 0, 0, true
    from flow_taken flow join process_instance run on run.id = flow.process_instance_id
    group by 1, 3, 4, 6
"""  # noqa: S608 (columns of this module)
