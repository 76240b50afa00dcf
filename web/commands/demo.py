"""`review-desk demo`, which is `make demo`: fill a new installation here with a board to look at."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from web.demo.filling import Shown
from web.demo.installing import demonstrate


@click.command()
@click.option(
    "--folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where workflows/ and forms/ are.",
)
def command(folder: Path) -> None:
    """Fill a new database with invented cases of two years, and print what each shows.

    A database that holds cases is refused, and left as it is.
    """
    shown = demonstrate(os.environ, folder=folder, say=click.echo)
    click.echo("")
    click.echo("The board is filled. Look at it with: make run")
    _print(shown)


def _print(shown: Sequence[Shown]) -> None:
    for each in shown:
        stands = f" (stands at {', '.join(each.stands)})" if each.stands else ""
        click.echo(f"  {each.reference}  {each.shows}{stands}")
