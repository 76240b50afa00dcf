"""`review-desk worker`: what happens by itself: due timers, notices, upkeep."""

import os

import click

from web.application import create_app
from web.config import config_from
from web.installation import installation
from web.jobs import work


@click.command()
def command() -> None:
    """Do the jobs of the queue until told to stop. Any number of workers may run."""
    with installation(os.environ) as environment:
        work(create_app(config_from(environment)))
