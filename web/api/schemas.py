"""What goes into the API and what comes out of it. Moments are ISO 8601 in UTC, days `2026-11-23`."""

from marshmallow import Schema, fields, validate

from web.use_cases.form_views import FormPage
from web.use_cases.task_list_views import WHICH, WHOSE

_KEY = validate.Length(min=16, max=64)


class SessionSchema(Schema):
    """Who is signed in, and the token to send back as X-CSRFToken."""

    name = fields.String(required=True)
    agency = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    csrf_token = fields.String(required=True)


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


class ExtensionRequestSchema(Schema):
    """The later day on which a task is to be due, and why; `key` as of a submission."""

    due = fields.Date(required=True)
    reason = fields.String(required=True)
    key = fields.String(required=True, validate=_KEY)


class ExtendedSchema(Schema):
    """A deadline was extended."""

    reference = fields.String(required=True)
    task_id = fields.String(required=True)
    label = fields.String(required=True)
    due = fields.Date(required=True)


class ExtensionSchema(Schema):
    """A deadline that somebody extended, and why."""

    process = fields.String(required=True)
    element = fields.String(required=True)
    label = fields.String(required=True)
    task_id = fields.String(required=True)
    due_before = fields.Date(required=True, allow_none=True)
    due_after = fields.Date(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    at_utc = fields.AwareDateTime(required=True)


class SettingSchema(Schema):
    """A setting of the version that new cases begin on, and what reads it."""

    key = fields.String(required=True)
    value = fields.Raw(required=True)
    unit = fields.String(required=True)
    source = fields.String(required=True)
    clauses = fields.List(fields.String(), required=True)
    statutory = fields.Boolean(required=True)
    read_by = fields.List(fields.String(), required=True)


class TaskQuerySchema(Schema):
    """Which tasks to list; `after` is what the `Link` of the page before says.

    `whose`: all that wait for the person and nobody else took; mine, those they took, were handed or are
    asked by name; role and agency, those of their role or agency, taken or not. `which`: late, due within
    the week that begins today, or new since the person last looked at the page.
    """

    whose = fields.String(load_default="all", validate=validate.OneOf(WHOSE))
    which = fields.String(load_default="all", validate=validate.OneOf(WHICH))
    after = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


class WaitingQuerySchema(Schema):
    """Which page of what waits for others; `after` is the `next_after` of the page before."""

    after = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


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


class TaskSchema(Schema):
    """A user task that waits. `fixed` says why its deadline may not be extended; "" where it may."""

    reference = fields.String(required=True)
    task_id = fields.String(required=True)
    process = fields.String(required=True)
    element = fields.String(required=True)
    label = fields.String(required=True)
    role = fields.String(required=True)
    agency = fields.String(required=True, allow_none=True)
    due = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    why = fields.Nested(WhySchema, required=True, allow_none=True)
    fixed = fields.String(required=True)
    opened_at_utc = fields.AwareDateTime(required=True)
    hold = fields.Nested(HoldSchema, required=True, allow_none=True)
    seen = fields.List(fields.Nested(SeenSchema), required=True)


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


class QuestionSchema(Schema):
    """A question of a form: where its answer stands, and what it takes."""

    path = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    required = fields.Boolean(required=True)
    choices = fields.List(fields.String(), required=True)


class NextStepSchema(Schema):
    """One thing that follows, or followed: `kind` is acts, tells, asks, waits, begins, ends or way."""

    kind = fields.String(required=True)
    label = fields.String(required=True)
    who = fields.String(required=True)
    by = fields.String(required=True)
    more = fields.List(fields.String(), required=True)


class NextStatementSchema(Schema):
    """What follows under a condition; `besides` holds what follows where something more holds."""

    when = fields.String(required=True)
    follows = fields.List(fields.Nested(NextStepSchema), required=True)
    besides = fields.List(fields.Nested(lambda: NextStatementSchema()), required=True)


class NextSchema(Schema):
    """What submitting a form leads to; `meanwhile` is what happens while it is not submitted."""

    statements = fields.List(fields.Nested(NextStatementSchema), required=True)
    meanwhile = fields.List(fields.String(), required=True)
    whole = fields.Boolean(required=True)
    held = fields.Boolean(required=True)
    of_case = fields.Boolean(required=True)


class HappenedSchema(Schema):
    """What a submission led to at once, as far as the reader may see."""

    reference = fields.String(required=True)
    label = fields.String(required=True)
    by = fields.String(required=True)
    at_utc = fields.AwareDateTime(required=True)
    steps = fields.List(fields.Nested(NextStepSchema), required=True)
    everything = fields.Boolean(required=True)
    closed = fields.Boolean(required=True)


class FormSchema(Schema):
    """A form, with the version to send back when it is submitted, and what that leads to."""

    title = fields.String(required=True)
    version = fields.Integer(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    next = fields.Nested(NextSchema, required=True, allow_none=True)


class SubmissionSchema(Schema):
    """Answers to a form, nested as its questions' paths say.

    `key` is made anew for each submission and sent again when the same submission is repeated: it acts once.
    """

    answers = fields.Dict(keys=fields.String(), required=True)
    version = fields.Integer(required=True, strict=True)
    key = fields.String(required=True, validate=_KEY)


class ReceiptSchema(Schema):
    """A notification was taken."""

    reference = fields.String(required=True)
    received_on = fields.Date(required=True)


class OutcomeSchema(Schema):
    """A task was completed, and what the case waits for next as far as the person sees."""

    reference = fields.String(required=True)
    label = fields.String(required=True)
    next = fields.List(fields.String(), required=True)
    closed = fields.Boolean(required=True)
    submission = fields.String(required=True, allow_none=True)


class CaseQuerySchema(Schema):
    """Which cases to list; `after` is the `next_after` of the page before."""

    status = fields.String(load_default="open", validate=validate.OneOf(("open", "closed", "all")))
    reference = fields.String(load_default="")
    element = fields.String(load_default="")
    late = fields.Boolean(load_default=False)
    after = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


class CaseLineSchema(Schema):
    """A case in a list: nothing of it but where it stands."""

    reference = fields.String(required=True)
    received_on = fields.Date(required=True)
    closed = fields.Boolean(required=True)
    standing = fields.List(fields.String(), required=True)
    next_due = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    held_since = fields.Date(required=True, allow_none=True)
    held_days = fields.Integer(required=True)
    elapsed_days = fields.Integer(required=True)


class CasePageSchema(Schema):
    """One page of cases."""

    lines = fields.List(fields.Nested(CaseLineSchema), required=True)
    next_after = fields.String(required=True, allow_none=True)


class VisitSchema(Schema):
    """One time that the case stood on an element."""

    process = fields.String(required=True)
    element = fields.String(required=True)
    label = fields.String(required=True)
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


class BeginSchema(Schema):
    """Something that the person may begin on the case."""

    process = fields.String(required=True)
    label = fields.String(required=True)
    guidance = fields.String(required=True)


class CaseSchema(Schema):
    """The state and history of a case, cut to what the person may see."""

    reference = fields.String(required=True)
    sight = fields.String(required=True)
    received_on = fields.Date(required=True)
    closed_at_utc = fields.AwareDateTime(required=True, allow_none=True)
    deployment = fields.Integer(required=True)
    held_since = fields.Date(required=True, allow_none=True)
    held_days = fields.Integer(required=True)
    elapsed_days = fields.Integer(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    extensions = fields.List(fields.Nested(ExtensionSchema), required=True)
    tasks = fields.List(fields.Nested(TaskSchema), required=True)
    instances = fields.List(fields.Nested(InstanceSchema), required=True)
    decisions = fields.List(fields.Nested(DecisionSchema), required=True)
    audit = fields.List(fields.Nested(AuditSchema), required=True)


def form_of(page: FormPage) -> dict[str, object]:
    """Return what FormSchema writes of a FormPage."""
    return {
        "title": page.form.title,
        "version": page.version,
        "next": page.next,
        "questions": [
            {
                "path": question.path,
                "kind": question.kind.value,
                "label": question.label,
                "required": question.required,
                "choices": [choice.value for choice in question.choices],
            }
            for question in page.form.questions()
        ],
    }
