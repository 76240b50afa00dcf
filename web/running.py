"""`make run`: one process that starts the whole of Review Desk here, watches over it, and stops it all.

It imports the application once and then forks the web server and the worker, which is what
makes the second start quick.
"""

import os
import select
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from flask import Flask
from sqlalchemy import create_engine

from engine.deployment import read_folder
from engine.errors import DefinitionError
from web.application import create_app
from web.children import StoppedError, child, told_to_stop
from web.config import config_from
from web.demonstration import PEOPLE, add_people
from web.installation import installation, on_one_machine, var_folder
from web.jobs import work
from web.kept_secrets import kept_secret
from web.refusals import CannotStartError
from web.services import deployments, people
from web.serving import DEFAULT_PROCESSES, serve
from web.sign_in import password_hash
from web.store.database import db
from web.store.schema import SchemaError, is_up_to_date, migrate

_SECONDS_TO_ANSWER: Final = 30
_STANDARD_INPUT: Final = 0
_LOOK_EVERY_MS: Final = 1000
_BUNDLES: Final = Path(__file__).parent / "static" / "dist"

Say = Callable[[str], None]


class RunError(CannotStartError):
    """Review Desk could not be started here; the message says why and what to do."""


def run(environment: Mapping[str, str], *, folder: Path, say: Say) -> None:
    """Start everything, print the address and the sign-ins, and stop it all when told to."""
    _check_before_starting(environment)
    with told_to_stop():
        try:
            with ExitStack() as started:
                _start(started, environment, folder=folder, say=say)
        except StoppedError:
            say("Stopping")
        except SchemaError as error:
            raise RunError(str(error)) from error
    say("Stopped.")


def _start(started: ExitStack, environment: Mapping[str, str], *, folder: Path, say: Say) -> None:
    say("Starting the database")
    complete = on_one_machine(started.enter_context(installation(environment)))
    complete["DEMONSTRATION"] = "1"
    _migrate(complete, say=say)
    app = create_app(config_from(complete))
    password = kept_secret(var_folder(environment), "DEMONSTRATION_PASSWORD")
    with app.app_context():
        _deploy(folder, say=say)
        if add_people(people(), password_hash=lambda: password_hash(password)):
            say("Added the people of the demonstration")
        db.session.remove()
        db.engine.dispose()
    log = var_folder(environment) / "log"
    say(f"Starting the pages and the worker; what they log goes to {log}")
    processes = [
        started.enter_context(child("web", lambda: _serve(app, complete), log=log)),
        started.enter_context(child("worker", lambda: work(app), log=log)),
    ]
    _wait_for_the_first_page(complete["PUBLIC_ADDRESS"], processes)
    _print_sign_ins(complete["PUBLIC_ADDRESS"], password, say=say)
    _watch(processes)


def _serve(app: Flask, environment: Mapping[str, str]) -> None:
    serve(
        app,
        listen=environment["LISTEN"],
        processes=int(environment.get("WEB_PROCESSES") or DEFAULT_PROCESSES),
    )


def _check_before_starting(environment: Mapping[str, str]) -> None:
    if not (_BUNDLES / "manifest.json").is_file():
        raise RunError("The browser parts are not built. Build them first: make setup")
    port = int(environment["PORT"])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise RunError(
                f"Port {port} of this machine is in use. Stop what uses it,"
                f" or take another: make run PORT={port + 1}"
            ) from None


def _migrate(environment: Mapping[str, str], *, say: Say) -> None:
    engine = create_engine(environment["DATABASE_URL"])
    try:
        current = is_up_to_date(engine)
    finally:
        engine.dispose()
    if not current:
        say("Bringing the database up to date")
        migrate(environment["DATABASE_URL"], environment["DATABASE_APP_URL"])


def _deploy(folder: Path, *, say: Say) -> None:
    runs = next(iter(deployments().numbers()), None)
    try:
        deployed = deployments().deploy(read_folder(folder), by=None)
    except DefinitionError as error:
        for problem in error.problems:
            say(f"  {problem}")
        if runs is None:
            raise RunError(
                "The protocol cannot be deployed: correct the problems above."
            ) from error
        say(f"The files were not deployed because of the problems above. Version {runs} serves on.")
        return
    if deployed.number != runs:
        say(f"Deployed the protocol as version {deployed.number}")


def _wait_for_the_first_page(address: str, processes: list[ForkProcess]) -> None:
    give_up = time.monotonic() + _SECONDS_TO_ANSWER
    while time.monotonic() < give_up:
        _refuse_the_dead(processes)
        try:
            with urlopen(f"{address}/health", timeout=_SECONDS_TO_ANSWER):  # noqa: S310 (our own)
                return
        except OSError:
            time.sleep(0.05)
    raise RunError(f"The pages did not answer in {_SECONDS_TO_ANSWER} s.")


def _print_sign_ins(address: str, password: str, *, say: Say) -> None:
    widest = max(len(person.email) for person in PEOPLE)
    say("")
    say(f"Review Desk runs at {address}")
    say(f"Sign in as one of these invented people. The password of each is {password}")
    for person in PEOPLE:
        say(f"  {person.email:<{widest}}  {person.title}")
    say("Ctrl-C stops everything.")


def _watch(processes: list[ForkProcess]) -> None:
    """Wait until a process ends by itself, or the terminal is closed.

    A closed terminal tells the program that was typed into it. That may be make, which waits for us and
    passes nothing on.
    """
    poll = select.poll()
    for process in processes:
        poll.register(process.sentinel, select.POLLIN)
    terminal = _name_of_the_terminal(_STANDARD_INPUT)
    if os.isatty(_STANDARD_INPUT):
        poll.register(_STANDARD_INPUT, 0)  # No event but its end.
    ended = poll.poll(_LOOK_EVERY_MS)
    while not ended:
        # Some kernels in a sandbox tell nobody that a terminal was closed: they only take its name away.
        if terminal and not terminal.exists():
            raise StoppedError
        ended = poll.poll(_LOOK_EVERY_MS)
    if _STANDARD_INPUT in {descriptor for descriptor, _ in ended}:
        raise StoppedError
    _refuse_the_dead(processes)


def _name_of_the_terminal(descriptor: int) -> Path | None:
    """Name the terminal, or none where it is none or has no name in this file system."""
    try:
        terminal = Path(os.ttyname(descriptor))
    except OSError:
        return None
    return terminal if terminal.exists() else None


def _refuse_the_dead(processes: list[ForkProcess]) -> None:
    for process in processes:
        if not process.is_alive():
            raise RunError(
                f"The {process.name} process ended by itself with exit code {process.exitcode};"
                " the end of its log says why."
            )
