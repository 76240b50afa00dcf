"""`review-desk trace`: what carries each clause, what shows it, and what is missing."""

from pathlib import Path
from typing import Final

import click

from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.tracing.carriers import Carrier, Sort
from engine.tracing.citations import check_citations
from engine.tracing.trace import Trace, Traced
from web.tracing import trace_of

_INCOMPLETE: Final = 1


@click.command("trace", short_help="Print what carries each clause, and what shows it.")
@click.option("--clause", "only", help="One clause, for instance N-08.")
@click.option("--gaps", is_flag=True, help="Print only what is missing.")
@click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def command(*, only: str | None, gaps: bool, folder: Path) -> None:
    """Print every clause with the parts of FOLDER that carry it and what shows that they do.

    Exits with 1 where a clause has no carrier, or no scenario, decision example or test.
    """
    try:
        version = build(read_folder(folder))
        found = trace_of(version)
        citations = tuple(cited for each in found.clauses for cited in each.citations)
        unknown = check_citations(citations, version.clauses)
        if unknown:
            raise DefinitionError(unknown)
    except DefinitionError as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        raise SystemExit(_INCOMPLETE) from None
    if only is not None and only not in found.by_id:
        raise click.BadParameter(f"There is no clause {only}.", param_hint="--clause")
    if not gaps:
        for each in found.clauses if only is None else (found.by_id[only],):
            _print(each)
    if only is None:
        _print_gaps(found)
    missing = found.gaps() if only is None else found.by_id[only].gaps
    raise SystemExit(_INCOMPLETE if any(missing) else 0)


def _print(traced: Traced) -> None:
    clause = traced.clause
    click.echo(f"{clause.id}  {clause.requirement}")
    if clause.statement:
        click.echo(f"    stated in {clause.statement}")
    for carrier in traced.carriers:
        click.echo(f"    carried by {carrier.name}: {carrier.label}")
    for citation in traced.citations:
        click.echo(f"    shown by {citation.proof} {citation.file}: {citation.name}")
    for gap in traced.gaps:
        click.echo(f"    MISSING: {gap}")


def _print_gaps(found: Trace) -> None:
    missing = list(found.gaps())
    click.echo(f"\n{len(found.clauses)} clauses, {len(missing)} gaps.")
    for gap in missing:
        click.echo(f"  {gap}")
    click.echo(f"\n{len(found.uncited)} parts cite no clause:")
    for part in found.uncited:
        click.echo(f"  {_named(part)}")


def _named(part: Carrier) -> str:
    kind = f" ({part.kind.replace('_', ' ')})" if part.sort is Sort.ELEMENT else ""
    return f"{part.file}:{part.line}: {part.name}{kind}: {part.label}"
