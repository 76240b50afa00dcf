"""`review-desk check`: look a folder over before it is put live."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from engine.deployment import Files, check, read_folder
from engine.errors import DefinitionError
from engine.problems import Problem

_KINDS = {
    ".bpmn": ("diagram", "diagrams"),
    ".dmn": ("table file", "table files"),
    ".form": ("form", "forms"),
    ".md": ("message text", "message texts"),
}


@click.command("check", short_help="Check the diagrams, tables, forms and texts of a folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
)
def command(*, as_json: bool, folder: Path) -> None:
    """Check the FOLDER that holds workflows/ and forms/ (without one, the folder you are in).

    Prints one line for each problem (where it is, what is wrong, why, and what to do instead) and exits
    with 1; without a problem it says what was checked and exits with 0.
    """
    try:
        files = read_folder(folder)
        problems = check(files)
    except DefinitionError as error:
        files, problems = {}, error.problems
    if as_json:
        click.echo(_document(files, problems))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(_summary(files, problems))
    raise SystemExit(1 if problems else 0)


def _document(files: Files, problems: tuple[Problem, ...]) -> str:
    found = {"checked": _counted(files), "problems": [asdict(problem) for problem in problems]}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _summary(files: Files, problems: tuple[Problem, ...]) -> str:
    looked_at = ", ".join(f"{count} {kind}" for kind, count in _counted(files).items())
    if not problems:
        return f"{looked_at}: no problem found."
    count = len(problems)
    found = f"{count} problem{'' if count == 1 else 's'} found"
    return f"{looked_at}: {found}." if looked_at else f"{found}."


def _counted(files: Files) -> dict[str, int]:
    counts = Counter(Path(path).suffix for path in files)
    return {
        words[0 if counts[suffix] == 1 else 1]: counts[suffix]
        for suffix, words in _KINDS.items()
        if counts[suffix]
    }
