"""An installation: the environment that every command of it works in, and its database running.

Where the environment names a database server, it is taken as it is, and a secret that it lacks is refused.
Where it names none, this is one machine: PostgreSQL is the embedded one and the secrets are kept in `var/`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from web.kept_secrets import kept_secret
from web.postgres import embedded_postgres

APP_ROLE: Final = "review_desk_app"
DEFAULT_PORT: Final = "8000"


def var_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of what this installation keeps beside its database server."""
    return Path(environment.get("REVIEW_DESK_VAR") or "var").resolve()


@contextmanager
def installation(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the installation's whole environment; the embedded server runs for as long."""
    if environment.get("DATABASE_URL") or environment.get("DATABASE_APP_URL"):
        yield with_app_url(environment)
        return
    var = var_folder(environment)
    with embedded_postgres(var / "postgres") as server:
        yield on_one_machine({**environment, "DATABASE_URL": server.url()})


def with_app_url(environment: Mapping[str, str]) -> dict[str, str]:
    """Add the URL of the role that the program runs as, with a password kept in `var/`, if none is given."""
    complete = dict(environment)
    if not complete.get("DATABASE_APP_URL"):
        password = kept_secret(var_folder(environment), "APP_ROLE_PASSWORD")
        url = make_url(complete["DATABASE_URL"]).set(username=APP_ROLE, password=password)
        complete["DATABASE_APP_URL"] = url.render_as_string(hide_password=False)
    return complete


def on_one_machine(environment: Mapping[str, str]) -> dict[str, str]:
    """Add whatever setting is missing on a machine where everything is kept in `var/`."""
    var = var_folder(environment)
    port = environment.get("PORT") or DEFAULT_PORT
    added = {
        "SECRET_KEY": kept_secret(var, "SECRET_KEY"),
        "KEY_ENCRYPTION_KEY": kept_secret(var, "KEY_ENCRYPTION_KEY"),
        "PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        "LISTEN": f"127.0.0.1:{port}",
        "INSECURE_COOKIES": "1",
    }
    given = {name: value for name, value in environment.items() if value}
    return with_app_url({**added, **given})
