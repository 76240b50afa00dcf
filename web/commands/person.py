"""`review-desk person`: add people from the command line, the first administrator above all."""

import os

import click

from engine.errors import InvalidAnswersError
from engine.roles import ROLE_TITLES
from web.application import create_app
from web.config import config_from
from web.installation import installation
from web.services import people


@click.group()
def command() -> None:
    """Add people; everything else about them is done on the people page."""


@command.command()
@click.option("--name", prompt="Name", help="Their name, as colleagues read it.")
@click.option("--email", prompt="Email address", help="The address they sign in with.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(sorted(ROLE_TITLES)),
    default=("admin",),
    show_default=True,
    help="A role they hold; may be given more than once.",
)
@click.option("--agency", help="The key of their agency, if they belong to one.")
def add(name: str, email: str, roles: tuple[str, ...], agency: str | None) -> None:
    """Add a person and print the one-time link by which they set their own password."""
    with installation(os.environ) as environment:
        config = config_from(environment)
        with create_app(config).app_context():
            try:
                person = people().add(name=name, email=email, agency=agency, roles=roles, by=None)
            except InvalidAnswersError as error:
                sentences = [text for texts in error.problems.values() for text in texts]
                raise click.ClickException(" ".join(sentences)) from error
            token = people().password_link(person, by=None)
    click.echo(
        "Added. The link below sets the password; it works once, for 7 days. Pass it on safely."
    )
    click.echo(f"{config.public_address}/set-password/{token}")
