"""`review-desk demo`: the board on an installation of this machine."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import create_engine

from engine.deployment import read_folder
from web.application import create_app
from web.config import config_from
from web.demo.filling import Filling, Say, Shown, has_cases
from web.demo.recipes import read_board
from web.installation import installation, on_one_machine, var_folder
from web.kept_secrets import kept_secret
from web.refusals import CannotStartError
from web.sign_in import password_hash
from web.store.schema import SchemaError, migrate


class DemoError(CannotStartError):
    """The board cannot be filled here; the message says why and what to do."""


def demonstrate(environment: Mapping[str, str], *, folder: Path, say: Say) -> tuple[Shown, ...]:
    """Fill the installation with the board and return its cases; DemoError where it holds cases already."""
    if environment.get("DATABASE_URL") and environment.get("DEMONSTRATION") != "1":
        raise DemoError(
            "DATABASE_URL names a database server of yours, and the board is invented cases and people with"
            " one password. Leave DATABASE_URL out, or set DEMONSTRATION=1 where nothing real is kept."
        )
    say("Starting the database")
    with installation(environment) as started:
        complete = on_one_machine(started)
        complete["DEMONSTRATION"] = "1"
        try:
            migrate(complete["DATABASE_URL"], complete["DATABASE_APP_URL"])
        except SchemaError as error:
            raise DemoError(str(error)) from error
        engine = create_engine(complete["DATABASE_APP_URL"])
        try:
            if has_cases(engine):
                raise DemoError(
                    "This installation holds cases already, and they are kept as they are. The board needs"
                    " a new one: name a folder for it, REVIEW_DESK_VAR=var-demo make demo, and look at it"
                    " with REVIEW_DESK_VAR=var-demo make run."
                )
            config = config_from(complete)
            password = kept_secret(var_folder(environment), "DEMONSTRATION_PASSWORD")
            files = read_folder(folder)
            say("Playing two years of invented cases; this takes some minutes")
            filling = Filling(engine, config, read_board(files), files, say)
            with create_app(config).app_context():
                return filling.fill(password_hash=lambda: password_hash(password))
        finally:
            engine.dispose()
