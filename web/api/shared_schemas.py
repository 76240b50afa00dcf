"""What several parts of the API say alike. Moments are ISO 8601 in UTC, days `2026-11-23`."""

from marshmallow import Schema, fields, validate


class StepSchema(Schema):
    """Where something stands or stood: its process, its element and what people call it."""

    process = fields.String(required=True)
    element = fields.String(required=True)
    label = fields.String(required=True)


class PageQuerySchema(Schema):
    """Which page of a list; `after` is what the page before says."""

    after = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


class OnceSchema(Schema):
    """Something that acts once for each `key`, which is sent again when the same is repeated."""

    key = fields.String(required=True, validate=validate.Length(min=16, max=64))


class ElapsedSchema(Schema):
    """How many days a case has run, and on how many it was on hold."""

    held_since = fields.Date(required=True, allow_none=True)
    held_days = fields.Integer(required=True)
    elapsed_days = fields.Integer(required=True)
