"""`review-desk coverage`: whether every flow and every row is gone through by a case or an example."""

from pathlib import Path

import click

from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.tracing.coverage import Coverage, coverage


@click.command("coverage", short_help="Print which flows and rows no worked case goes through.")
@click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def command(*, folder: Path) -> None:
    """Play every scenario of FOLDER and ask every decision example.

    Exits with 1 where a sequence flow is taken by no scenario, or a row matched by none and by no example.
    """
    try:
        found = coverage(build(read_folder(folder)))
    except DefinitionError as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        raise SystemExit(1) from None
    _print(found)
    raise SystemExit(1 if found.missed else 0)


def _print(found: Coverage) -> None:
    for words, there in (("flows", found.flows), ("rows", found.rows)):
        reached = sum(1 for by in there.values() if by)
        click.echo(f"{reached} of {len(there)} {words} are gone through.")
    for sentence in found.missed:
        click.echo(f"  {sentence}")
