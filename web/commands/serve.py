"""`review-desk serve`: the web processes."""

import os

import click

from web.application import create_app
from web.config import config_from
from web.installation import installation
from web.serving import DEFAULT_LISTEN, DEFAULT_PROCESSES, serve


@click.command()
def command() -> None:
    """Serve the pages on LISTEN with WEB_PROCESSES processes, until told to stop."""
    with installation(os.environ) as environment:
        serve(
            create_app(config_from(environment)),
            listen=environment.get("LISTEN") or DEFAULT_LISTEN,
            processes=int(environment.get("WEB_PROCESSES") or DEFAULT_PROCESSES),
        )
