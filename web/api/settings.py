"""The settings of the version that new cases begin on."""

from typing import Any

from flask_smorest import Blueprint

from engine.feel import to_json
from engine.settings import SettingValue
from web.api.schemas import SettingSchema
from web.pages.settings import setting_lines
from web.services import deployments

bp = Blueprint("api_settings", __name__, url_prefix="/api/v1", description="Settings")


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
