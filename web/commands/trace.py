"""`review-desk trace`: what carries each clause, what shows it, what is missing, and whether it is missed."""

import sys
from pathlib import Path
from typing import Final

import click

from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.tracing.carriers import Carrier, Sort
from engine.tracing.citations import check_citations
from engine.tracing.proving import Loss
from engine.tracing.taking_away import words_for
from engine.tracing.trace import Trace, Traced
from engine.version import Version
from web.proving import prove_trace
from web.tracing import trace_of

_INCOMPLETE: Final = 1


@click.command("trace", short_help="Print what carries each clause, and what shows it.")
@click.option("--clause", "only", help="One clause, for instance N-08.")
@click.option("--gaps", is_flag=True, help="Print only what is missing.")
@click.option(
    "--prove", "proving", is_flag=True, help="Take each carrier away and see who notices."
)
@click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def command(*, only: str | None, gaps: bool, proving: bool, folder: Path) -> None:
    """Print every clause with the parts of FOLDER that carry it and what shows that they do.

    Exits with 1 where a clause has no carrier, or no scenario, decision example or test. With --prove
    each carrier is taken away on a copy, and what cites its clauses is played or run: exits with 1 and
    lists every clause that nothing missed.
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
    if proving:
        raise SystemExit(_INCOMPLETE if _prove(version, found, only, folder) else 0)
    if not gaps:
        for each in found.clauses if only is None else (found.by_id[only],):
            _print(each)
    if only is None:
        _print_gaps(found)
    missing = found.gaps() if only is None else found.by_id[only].gaps
    raise SystemExit(_INCOMPLETE if any(missing) else 0)


def _prove(version: Version, found: Trace, only: str | None, folder: Path) -> int:
    """Print who notices what; return how many losses nobody notices."""
    unnoticed: list[tuple[str, Carrier]] = []
    count = 0
    for count, loss in enumerate(prove_trace(version, found, only=only, folder=folder), start=1):
        unnoticed += [(clause, loss.carrier) for clause in loss.unnoticed]
        if only is not None:
            _print_loss(loss)
        elif sys.stderr.isatty() or count % 100 == 0:
            said = f"{count} carriers taken away, {len(unnoticed)} losses unnoticed"
            click.echo(f"\r{said}", nl=not sys.stderr.isatty(), err=True)
    click.echo(f"{count} carriers were taken away; {len(unnoticed)} losses went unnoticed.")
    for clause, carrier in unnoticed:
        click.echo(f"  {clause}: {carrier.name} ({words_for(carrier)}): {carrier.label}")
    return len(unnoticed)


def _print_loss(loss: Loss) -> None:
    click.echo(f"{loss.carrier.name} ({words_for(loss.carrier)}): {loss.carrier.label}")
    for clause, file in loss.noticed_by.items():
        click.echo(f"    {clause}: {'NOBODY notices' if file is None else f'noticed by {file}'}")


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
