"""`review-desk migrate`: bring the database up to date."""

import os

import click

from web.config import owner_url_from
from web.installation import installation
from web.store.schema import SchemaError, migrate


@click.command()
def command() -> None:
    """Bring the database up to date, and make the role the program runs as.

    DATABASE_URL names the database as its owner. Safe to run again.
    """
    with installation(os.environ) as environment:
        try:
            migrate(owner_url_from(environment), environment["DATABASE_APP_URL"])
        except SchemaError as error:
            raise click.ClickException(str(error)) from error
    click.echo("The database is up to date.")
