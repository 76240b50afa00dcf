"""`review-desk decide`: ask a decision table for its answer on facts in a file."""

import json
from pathlib import Path
from typing import Final, NoReturn

import click

import web
from engine.decide import Answer, Refusal, Tables, decide, read_tables
from engine.deployment import read_folder
from engine.errors import DefinitionError, NotFoundError
from engine.feel.python_values import Json

REFUSED: Final = 2
UNUSABLE: Final = 1


@click.command()
@click.argument("decision")
@click.option(
    "--facts",
    "facts_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with one set of facts, or a list of sets.",
)
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that holds workflows/ (without it: this one, else the installed protocol).",
)
@click.pass_context
def command(context: click.Context, decision: str, facts_file: Path, folder: Path | None) -> None:
    """Print what DECISION answers for facts, and the rows and clauses it rests on.

    One line of JSON for each set. A set that cannot be answered is named on the error output by its
    number, counted from 1, and the command ends with 2.
    """
    tables = _tables(context, folder or _usual_folder())
    try:
        tables.model_of(decision)
    except NotFoundError as error:
        click.echo(str(error), err=True)
        context.exit(REFUSED)
    refused = False
    for number, given in enumerate(_sets(context, facts_file), start=1):
        answer = _answer(context, tables, decision, given)
        if isinstance(answer, Refusal):
            refused = True
            for reason in answer.reasons:
                click.echo(f"Set {number}: {reason}", err=True)
        else:
            click.echo(json.dumps(answer.as_json(), ensure_ascii=False))
    context.exit(REFUSED if refused else 0)


def _usual_folder() -> Path:
    here = Path.cwd()
    return here if (here / "workflows").is_dir() else Path(web.__file__).parent.parent


def _tables(context: click.Context, folder: Path) -> Tables:
    try:
        return read_tables(read_folder(folder))
    except DefinitionError as error:
        _unusable(context, error)


def _sets(context: click.Context, file: Path) -> list[Json]:
    try:
        content: Json = json.loads(
            file.read_bytes(), object_pairs_hook=_each_name_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        click.echo(f"{file.name} cannot be read as JSON: {reason}.", err=True)
        context.exit(REFUSED)
    return content if isinstance(content, list) else [content]


def _each_name_once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Refuse a name that stands twice: JSON would keep the last in silence."""
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f'"{name}" stands twice in one set')
        found[name] = value
    return found


def _no_number(written: str) -> Json:
    raise ValueError(f"{written} is not a number")


def _answer(context: click.Context, tables: Tables, decision: str, given: Json) -> Answer | Refusal:
    try:
        return decide(tables, decision, given)
    except DefinitionError as error:
        _unusable(context, error)


def _unusable(context: click.Context, error: DefinitionError) -> NoReturn:
    for problem in error.problems:
        click.echo(str(problem), err=True)
    context.exit(UNUSABLE)
