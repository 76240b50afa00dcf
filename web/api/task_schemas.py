"""Tasks that wait, who has them, and their deadlines."""

from marshmallow import Schema, fields, validate

from web.api.shared_schemas import OnceSchema, PageQuerySchema, StepSchema
from web.use_cases.task_list_views import WHICH, WHOSE


class WhySchema(Schema):
    """How a due date came about: in short, sentences on the rest, and what has moved it since.

    `clock` is case (a hold stops it), statutory (a hold does not) or none; `settings` are keys of
    `/api/v1/settings`. While a hold stops it, `stopped_on` says since when.
    """

    words = fields.String(required=True)
    notes = fields.List(fields.String(), required=True)
    settings = fields.List(fields.String(), required=True)
    clock = fields.String(required=True)
    moved = fields.List(fields.String(), required=True)
    stopped_on = fields.Date(required=True, allow_none=True)
    without_hold = fields.Date(required=True, allow_none=True)


class HoldSchema(Schema):
    """Who took a task, or was handed it by `handed_by`, and when; `mine` where that is the person."""

    by = fields.String(required=True)
    mine = fields.Boolean(required=True)
    at_utc = fields.AwareDateTime(required=True)
    handed_by = fields.String(required=True, allow_none=True)


class SeenSchema(Schema):
    """Who else opened a task not long ago, or has a draft of it."""

    by = fields.String(required=True)
    at_utc = fields.AwareDateTime(required=True)
    has_draft = fields.Boolean(required=True)


class TaskSchema(StepSchema):
    """A user task that waits. `fixed` says why its deadline may not be extended; "" where it may."""

    reference = fields.String(required=True)
    task_id = fields.String(required=True)
    role = fields.String(required=True)
    agency = fields.String(required=True, allow_none=True)
    due = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    why = fields.Nested(WhySchema, required=True, allow_none=True)
    fixed = fields.String(required=True)
    opened_at_utc = fields.AwareDateTime(required=True)
    hold = fields.Nested(HoldSchema, required=True, allow_none=True)
    seen = fields.List(fields.Nested(SeenSchema), required=True)


class TaskQuerySchema(PageQuerySchema):
    """Which tasks to list; `after` is what the `Link` of the page before says.

    `whose`: all that wait for the person and nobody else took; mine, those they took, were handed or are
    asked by name; role and agency, those of their role or agency, taken or not. `which`: late, due within
    the week that begins today, or new since the person last looked at the page.
    """

    whose = fields.String(load_default="all", validate=validate.OneOf(WHOSE))
    which = fields.String(load_default="all", validate=validate.OneOf(WHICH))


class WaitingQuerySchema(PageQuerySchema):
    """Which page of what waits for others; `after` is the `next_after` of the page before."""


class WaitingCaseSchema(Schema):
    """A case that waits for others: what the person did last, and what waits where they see all of it."""

    reference = fields.String(required=True)
    did = fields.String(required=True)
    did_at_utc = fields.AwareDateTime(required=True)
    tasks = fields.List(fields.Nested(TaskSchema), required=True)


class WaitingPageSchema(Schema):
    """One page of cases that wait for others."""

    cases = fields.List(fields.Nested(WaitingCaseSchema), required=True)
    next_after = fields.String(required=True, allow_none=True)


class ExtensionRequestSchema(OnceSchema):
    """The later day on which a task is to be due, and why; `key` as of a submission."""

    due = fields.Date(required=True)
    reason = fields.String(required=True)


class ExtendedSchema(Schema):
    """A deadline was extended."""

    reference = fields.String(required=True)
    task_id = fields.String(required=True)
    label = fields.String(required=True)
    due = fields.Date(required=True)


class ExtensionSchema(StepSchema):
    """A deadline that somebody extended, and why."""

    task_id = fields.String(required=True)
    due_before = fields.Date(required=True, allow_none=True)
    due_after = fields.Date(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    at_utc = fields.AwareDateTime(required=True)
