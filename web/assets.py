"""Where the built style sheet and scripts are: their names carry a digest, so a browser may keep them."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from flask import current_app, url_for

FOLDER: Final = "dist"


def asset(name: str) -> str:
    """Return the address of a built file (``site.css``, ``case-diagram.js``).

    Before the bundles are built the plain name is returned: the page works without its style sheet and
    scripts, as every page must.
    """
    static = current_app.static_folder
    built = _manifest(static, _changed(static)) if static else {}
    return url_for("static", filename=f"{FOLDER}/{built.get(name, name)}")


def _changed(static: str) -> int:
    manifest = Path(static, FOLDER, "manifest.json")
    return manifest.stat().st_mtime_ns if manifest.is_file() else 0


@cache
def _manifest(static: str, changed: int) -> dict[str, str]:
    if not changed:
        return {}
    names: dict[str, str] = json.loads(Path(static, FOLDER, "manifest.json").read_text("utf-8"))
    return names
