"""Every setting of the protocol on one page: value, unit, where it comes from, and what reads it."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.setting_readers import SettingReader, asks_for_meetings, setting_readers
from engine.settings import CaseField, Setting
from engine.version import Version
from web.services import deployments

bp = Blueprint("settings", __name__, url_prefix="/protocol/settings")


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting and what reads it."""

    setting: Setting
    readers: tuple[SettingReader, ...]


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the settings of the version that new cases begin on."""
    deployment = deployments().current()
    version = deployment.version
    return render_template(
        "settings/show.html",
        deployment=deployment,
        lines=setting_lines(version),
        dates=_dates_of_a_case(version),
        meetings=asks_for_meetings(version),
        bodies=version.settings.bodies.values(),
    )


def setting_lines(version: Version) -> tuple[SettingLine, ...]:
    """Return every setting in the order of its file, with what reads it."""
    readers = setting_readers(version)
    return tuple(
        SettingLine(setting, readers[key]) for key, setting in version.settings.settings.items()
    )


def _dates_of_a_case(version: Version) -> tuple[CaseField, ...]:
    return tuple(field for field in version.settings.case.values() if field.type == "date")
