"""`review-desk interpretation`: what a folder reads into the protocol, as the page docs/interpretation.md."""

from pathlib import Path
from typing import Final

import click

from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.interpretation import choices_in, page

PAGE: Final = Path("docs/interpretation.md")


@click.command("interpretation", short_help="Print what is read into the protocol.")
@click.option("--write", is_flag=True, help="Write docs/interpretation.md of FOLDER anew.")
@click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def command(*, write: bool, folder: Path) -> None:
    """Print every ambiguity as FOLDER reads it, and every step that it adds, each with what to change.

    The choices of drawing at the end are those of the page that is there. Exits with 1 where something
    named does not exist.
    """
    there = folder / PAGE
    choices = choices_in(there.read_text("utf-8")) if there.is_file() else ""
    try:
        written = page(build(read_folder(folder)), choices)
    except DefinitionError as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        raise SystemExit(1) from None
    if write:
        there.write_text(written, "utf-8")
    else:
        click.echo(written, nl=False)
