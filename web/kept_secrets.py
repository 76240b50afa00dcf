"""Secrets of an installation on one machine, drawn once and kept in its folder `var/`."""

import base64
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

_DRAWN_BY: Final[dict[str, Callable[[], str]]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "KEY_ENCRYPTION_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "APP_ROLE_PASSWORD": lambda: secrets.token_urlsafe(32),
    "DEMONSTRATION_PASSWORD": lambda: f"{secrets.randbelow(10**6):06}-example-words",
}


def kept_secret(var: Path, name: str) -> str:
    """Return the secret of that name, drawing it the first time; only this account can read its file."""
    path = var / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, _DRAWN_BY[name]())
    return path.read_text()


def _write_once(path: Path, text: str) -> None:
    # Written beside it and linked into place: another process reads the whole secret or none.
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        os.unlink(unfinished)
