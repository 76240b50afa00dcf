"""The settings of the version that new cases begin on."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from engine.feel import to_json
from engine.settings import SettingValue
from web.pages.settings import setting_lines
from web.services import deployments

bp = Blueprint("api_settings", __name__, url_prefix="/api/v1", description="Settings")


class SettingSchema(Schema):
    """A setting of the version that new cases begin on, and what reads it."""

    key = fields.String(required=True)
    value = fields.Raw(required=True)
    unit = fields.String(required=True)
    source = fields.String(required=True)
    clauses = fields.List(fields.String(), required=True)
    statutory = fields.Boolean(required=True)
    read_by = fields.List(fields.String(), required=True)


@bp.get("/settings")
@bp.response(200, SettingSchema(many=True))
def index() -> list[dict[str, Any]]:
    """Return every setting, with where it comes from and what reads it."""
    return [
        {
            "key": line.setting.key,
            "value": _plain(line.setting.value),
            "unit": line.setting.unit,
            "source": line.setting.source,
            "clauses": line.setting.clauses,
            "statutory": line.setting.statutory,
            "read_by": [each.words for each in line.readers],
        }
        for line in setting_lines(deployments().current().version)
    ]


def _plain(value: SettingValue) -> object:
    return value if isinstance(value, bool | str) else to_json(value)
