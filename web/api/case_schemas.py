"""Cases: lists of them, and the state and history of one."""

from marshmallow import Schema, fields, validate

from web.api.shared_schemas import ElapsedSchema, PageQuerySchema, StepSchema
from web.api.task_schemas import ExtensionSchema, TaskSchema


class CaseQuerySchema(PageQuerySchema):
    """Which cases to list; `after` is the `next_after` of the page before."""

    status = fields.String(load_default="open", validate=validate.OneOf(("open", "closed", "all")))
    reference = fields.String(load_default="")
    element = fields.String(load_default="")
    late = fields.Boolean(load_default=False)


class CaseLineSchema(ElapsedSchema):
    """A case in a list: nothing of it but where it stands."""

    reference = fields.String(required=True)
    received_on = fields.Date(required=True)
    closed = fields.Boolean(required=True)
    standing = fields.List(fields.String(), required=True)
    next_due = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)


class CasePageSchema(Schema):
    """One page of cases."""

    lines = fields.List(fields.Nested(CaseLineSchema), required=True)
    next_after = fields.String(required=True, allow_none=True)


class VisitSchema(StepSchema):
    """One time that the case stood on an element."""

    entered_at_utc = fields.AwareDateTime(required=True)
    left_at_utc = fields.AwareDateTime(required=True, allow_none=True)
    cancelled = fields.Boolean(required=True)
    by = fields.String(required=True, allow_none=True)


class InstanceSchema(Schema):
    """One process of the case: what it visited, and which flows it took, in order."""

    run = fields.Integer(required=True)
    process = fields.String(required=True)
    deployment = fields.Integer(required=True)
    begun_by = fields.String(required=True, allow_none=True)
    cancelled = fields.Boolean(required=True)
    started_at_utc = fields.AwareDateTime(required=True)
    ended_at_utc = fields.AwareDateTime(required=True, allow_none=True)
    visits = fields.List(fields.Nested(VisitSchema), required=True)
    flows = fields.List(fields.List(fields.String()), required=True)


class MatchedSchema(Schema):
    """A row that answered."""

    decision = fields.String(required=True)
    rule = fields.String(attribute="row", required=True)
    clauses = fields.List(fields.String(), required=True)


class DecisionSchema(Schema):
    """A decision as it was taken."""

    process = fields.String(required=True)
    element = fields.String(required=True)
    decision = fields.String(required=True)
    at_utc = fields.AwareDateTime(required=True)
    deployment = fields.Integer(required=True)
    inputs = fields.Dict(keys=fields.String(), required=True)
    outputs = fields.Raw(required=True, allow_none=True)
    matched = fields.List(fields.Nested(MatchedSchema), required=True)


class AuditSchema(Schema):
    """One event of the audit trail."""

    seq = fields.Integer(required=True)
    at_utc = fields.AwareDateTime(required=True)
    kind = fields.String(required=True)
    by = fields.String(required=True)
    subject = fields.String(required=True, allow_none=True)
    hash = fields.String(required=True)


class CaseSchema(ElapsedSchema):
    """The state and history of a case, cut to what the person may see."""

    reference = fields.String(required=True)
    sight = fields.String(required=True)
    received_on = fields.Date(required=True)
    closed_at_utc = fields.AwareDateTime(required=True, allow_none=True)
    deployment = fields.Integer(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    extensions = fields.List(fields.Nested(ExtensionSchema), required=True)
    tasks = fields.List(fields.Nested(TaskSchema), required=True)
    instances = fields.List(fields.Nested(InstanceSchema), required=True)
    decisions = fields.List(fields.Nested(DecisionSchema), required=True)
    audit = fields.List(fields.Nested(AuditSchema), required=True)
