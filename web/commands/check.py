"""`review-desk check`: look a folder over before it is put live."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from engine.bpmn.gate_document import refusals_as_markdown
from engine.deployment import Version, examine, read_folder
from engine.dmn.boxed import DecisionTable
from engine.errors import DefinitionError
from engine.problems import Problem


@click.command("check", short_help="Check the diagrams, tables, forms and texts of a folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.option("--refusals", is_flag=True, help="Print what is refused, and what to draw instead.")
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
)
def command(*, as_json: bool, refusals: bool, folder: Path) -> None:
    """Check the FOLDER that holds workflows/ and forms/ (without one, the folder you are in).

    Prints one line for each problem (where it is, what is wrong, why, and what to do instead) and exits
    with 1; without a problem it says what was checked and exits with 0.
    """
    if refusals:
        click.echo(refusals_as_markdown(), nl=False)
        return
    try:
        version, problems = examine(read_folder(folder))
        checked = _counted(version)
    except DefinitionError as error:
        checked, problems = {}, error.problems
    if as_json:
        found = {"checked": checked, "problems": [asdict(problem) for problem in problems]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(_summary(checked, problems))
    raise SystemExit(1 if problems else 0)


def _counted(version: Version) -> Mapping[str, int]:
    tables = [
        decision
        for model in version.models.values()
        for decision in model.decisions.values()
        if isinstance(decision.expression, DecisionTable)
    ]
    return {
        "diagrams": len(version.diagrams),
        "tables": len(tables),
        "forms": len(version.forms),
        "texts": len(version.messages),
        "documents": len(version.documents),
    }


def _summary(checked: Mapping[str, int], problems: tuple[Problem, ...]) -> str:
    looked_at = ", ".join(_count(count, kind) for kind, count in checked.items())
    found = _count(len(problems), "problems") if problems else "no problem"
    return f"{looked_at}: {found} found." if looked_at else f"{found} found."


def _count(count: int, kind: str) -> str:
    return f"{count} {kind.removesuffix('s') if count == 1 else kind}"
