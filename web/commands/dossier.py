"""`review-desk dossier`: make the dossier of a case, and verify one on any machine."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from web.dossier.archive import DossierTooLargeError
from web.dossier.verifying import Verdict, verify


@click.group()
def command() -> None:
    """Make the dossier of a case for somebody, and verify one on any machine."""


@command.command("make")
@click.argument("reference")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--for",
    "receiver",
    metavar="EMAIL",
    help="For whom: it holds what this person may read, and the audit trail records them. Without it, for"
    " the one person who reads every case and acts on none (governance).",
)
def make(reference: str, file: Path, receiver: str | None) -> None:
    """Write the dossier of the case REFERENCE to FILE, and print its digest.

    Pass the digest on by another way than the file: with it, anybody can show that nothing was altered.
    """
    # Imported here: to verify a dossier needs neither the web nor a database.
    from engine.errors import NotFoundError, NotPermittedError
    from web.application import create_app
    from web.config import config_from
    from web.installation import installation
    from web.services import dossiers

    if file.exists():
        raise click.ClickException(f"{file} is there already. Name a file that is not.")
    if not file.parent.is_dir():
        raise click.ClickException(f"There is no folder {file.parent}. Make it first.")
    with (
        installation(os.environ) as environment,
        create_app(config_from(environment)).app_context(),
        _replacing(file) as stream,
    ):
        receiver = receiver or _the_only(dossiers().inspectors())
        try:
            written = dossiers().write(
                reference, receiver=receiver, stream=stream, progress=_progress
            )
        except NotFoundError:
            raise click.ClickException(
                f"There is no case {reference} that somebody with the address {receiver} may know of."
            ) from None
        except NotPermittedError:
            raise click.ClickException(
                f"{receiver} sees of {reference} only a request or a status. A dossier is for who sees all"
                " of a case, or what is reported of it to the Board."
            ) from None
        except DossierTooLargeError as error:
            raise click.ClickException(str(error)) from None
    left_out = (
        f" {written.redacted} entries are left out, each with its digest."
        if written.redacted
        else ""
    )
    click.echo(f"{file}: {written.files} files for {receiver}.{left_out}")
    click.echo(f"SHA-256 {written.digest.hex()}")
    click.echo("Pass this digest on by another way than the file. The audit trail keeps it.")


def _the_only(inspectors: Sequence[str]) -> str:
    if len(inspectors) == 1:
        return inspectors[0]
    found = "Several people here read" if inspectors else "Nobody here reads"
    raise click.ClickException(
        f"{found} every case and act on none. Say for whom the dossier is, with --for EMAIL: it holds what"
        " that person may read."
    )


@command.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--digest", metavar="D", help="The digest that was shown when the dossier was made.")
def verify_(file: Path, digest: str | None) -> None:
    """Look through a dossier, on any machine; exits with 1 and the first thing wrong.

    With the digest that was shown when it was made, this shows that nothing was altered, left out or added.
    Without it, only that the file agrees with itself.
    """
    verdict = verify(file, None if digest is None else _read(digest))
    if verdict.wrong:
        click.echo(verdict.wrong, err=True)
        raise SystemExit(1)
    for line in _said(file, verdict):
        click.echo(line)


def _said(file: Path, verdict: Verdict) -> Iterator[str]:
    events = "no audit trail" if verdict.events is None else f"{verdict.events} events"
    yield (
        f"{file}: dossier of {verdict.reference} for {verdict.receiver}, {verdict.files} files,"
        f" {events}, {verdict.entries} entries ({verdict.redacted} left out)."
    )
    if verdict.proven:
        yield "It is the dossier with this digest: nothing was altered, left out or added."
        return
    yield (
        "It agrees with itself. That does not show that it is what was made: compare with the digest that"
        " was shown then (--digest)."
    )
    yield f"SHA-256 {verdict.digest}"


def _read(digest: str) -> str:
    """Return the digest as it is compared; spaces and capitals do not matter."""
    read = re.sub(r"\s", "", digest).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", read):
        raise click.ClickException(
            "The digest has 64 letters and figures, 0 to 9 and a to f. Check that all of it is there."
        )
    return read


@contextmanager
def _replacing(file: Path) -> Iterator[BinaryIO]:
    """Yield a stream to a file of another name, which takes the name once all of it is written."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)


def _progress(done: int, files: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {files} files", err=True, nl=done == files)
