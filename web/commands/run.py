"""`review-desk run`, which is `make run`: everything on this machine, to look at and try out."""

import os
from contextlib import suppress
from pathlib import Path

import click

from web.running import run


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where workflows/ and forms/ are.",
)
def command(port: int, folder: Path) -> None:
    """Start the database, the pages and the worker, with invented people, until told to stop."""
    run({**os.environ, "PORT": str(port)}, folder=folder, say=_say)


def _say(text: str) -> None:
    # A terminal that was closed takes no last words, and stopping goes on without them.
    with suppress(OSError):
        click.echo(text)
