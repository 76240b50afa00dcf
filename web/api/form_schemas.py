"""Forms, what goes into them, and what submitting one leads to."""

from marshmallow import Schema, fields

from web.api.shared_schemas import OnceSchema
from web.use_cases.form_views import FormPage


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


class FormSchema(Schema):
    """A form, with the version to send back when it is submitted, and what that leads to."""

    title = fields.String(required=True)
    version = fields.Integer(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    next = fields.Nested(NextSchema, required=True, allow_none=True)


class SubmissionSchema(OnceSchema):
    """Answers to a form, nested as its questions' paths say.

    `key` is made anew for each submission and sent again when the same submission is repeated: it acts once.
    """

    answers = fields.Dict(keys=fields.String(), required=True, attribute="raw")
    version = fields.Integer(required=True, strict=True)


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


class HappenedSchema(Schema):
    """What a submission led to at once, as far as the reader may see."""

    reference = fields.String(required=True)
    label = fields.String(required=True)
    by = fields.String(required=True)
    at_utc = fields.AwareDateTime(required=True)
    steps = fields.List(fields.Nested(NextStepSchema), required=True)
    everything = fields.Boolean(required=True)
    closed = fields.Boolean(required=True)


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
