"""`review-desk deploy`: put the diagrams, tables and forms of a folder live."""

import os
from pathlib import Path

import click

from engine.deployment import read_folder
from engine.errors import DefinitionError
from web.application import create_app
from web.config import config_from
from web.installation import installation
from web.services import deployments


@click.command()
@click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def command(folder: Path) -> None:
    """Check FOLDER (workflows/ and forms/) and make it the next version; running cases stay on theirs.

    A folder with a problem changes nothing: every problem is printed, and the last good version serves on.
    """
    with installation(os.environ) as environment:
        app = create_app(config_from(environment))
        with app.app_context():
            before = deployments().numbers()
            try:
                deployed = deployments().deploy(read_folder(folder), by=None)
            except DefinitionError as error:
                for problem in error.problems:
                    click.echo(str(problem), err=True)
                raise click.ClickException(refusal(len(error.problems), bool(before))) from error
    if deployed.number in before:
        click.echo(f"Version {deployed.number} already runs these files; nothing changed.")
    else:
        click.echo(f"Version {deployed.number} is live: new cases begin on it.")


def refusal(problems: int, something_runs: bool) -> str:
    """Say that nothing was deployed, and what goes on running."""
    found = "1 problem was" if problems == 1 else f"{problems} problems were"
    serves = "The last good version serves on." if something_runs else "No version is live yet."
    return f"{found} found, so nothing was deployed. {serves}"
