"""The embedded PostgreSQL lets nobody in without a password, copes with what it finds, and stops."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from web.postgres import DATABASE, OWNER, Server, embedded_postgres

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's own: see the fixture `postgres`.
    with tempfile.TemporaryDirectory(prefix="review-desk-tests-") as name:
        yield Path(name)


def servers_of(folder: Path) -> list[int]:
    data = str(folder / "data")
    return [
        process.pid
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "postgres" and data in (process.info["cmdline"] or [])
    ]


@contextmanager
def starter(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that starts the server, says so, and waits."""
    program = f"""
        import time
        from pathlib import Path
        from web.postgres import embedded_postgres
        with embedded_postgres(Path({str(folder)!r})):
            print("started", flush=True)
            time.sleep(60)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        yield process
        process.kill()


def connect(server: Server, *, user: str, password: str | None) -> None:
    with psycopg.connect(
        host=str(server.socket_folder), user=user, password=password, dbname=DATABASE
    ):
        pass


@pytest.mark.parametrize("role", ["postgres", OWNER])
def test_no_role_signs_in_without_its_password(postgres, role):
    connect(postgres, user=role, password=postgres.passwords[role])

    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        connect(postgres, user=role, password=None)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(postgres, user=role, password="guessed")


def test_the_owner_makes_roles_and_is_no_superuser(postgres):
    with psycopg.connect(postgres.url().replace("+psycopg", "")) as connection:
        row = connection.execute(
            "select rolcreaterole, rolsuper, rolcreatedb from pg_roles where rolname = current_user"
        ).fetchone()

    assert row == (True, False, False)


def test_nothing_listens_on_the_network(postgres):
    with psycopg.connect(postgres.url().replace("+psycopg", "")) as connection:
        row = connection.execute("show listen_addresses").fetchone()

    assert row == ("",)


def test_passwords_are_kept_for_this_account_only(folder):
    with embedded_postgres(folder):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.password")}

    assert modes == {"postgres.password": 0o600, f"{OWNER}.password": 0o600}


def test_the_server_and_its_data_outlive_nothing_but_a_stop(folder):
    with embedded_postgres(folder) as server:
        with psycopg.connect(server.url().replace("+psycopg", "")) as connection:
            connection.execute("create table kept as select 42 as answer")
        assert servers_of(folder)
    assert servers_of(folder) == []

    with (
        embedded_postgres(folder) as server,
        psycopg.connect(server.url().replace("+psycopg", "")) as connection,
    ):
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_the_server_stops_when_the_work_beside_it_fails(folder):
    with pytest.raises(ZeroDivisionError), embedded_postgres(folder):
        raise ZeroDivisionError

    assert servers_of(folder) == []


def test_a_second_process_uses_the_running_server_and_leaves_it_running(folder):
    with starter(folder) as first:
        with embedded_postgres(folder) as server:
            connect(server, user=OWNER, password=server.passwords[OWNER])

        assert servers_of(folder)
        first.send_signal(signal.SIGINT)
        first.wait(30)

    assert servers_of(folder) == []


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process of its parent's death"
)
def test_a_starter_that_is_killed_takes_its_server_with_it(folder):
    with starter(folder) as killed:
        server = psutil.Process(_postmaster(folder))

        killed.kill()
        killed.wait(30)

    psutil.wait_procs([server], timeout=30)
    assert servers_of(folder) == []


def test_a_server_left_behind_is_stopped_and_another_started(folder):
    with embedded_postgres(folder) as server:
        running = psutil.Process(_postmaster(folder))
        command, user, group = running.cmdline(), running.uids().real, running.gids().real
    account = {"user": user, "group": group} if os.geteuid() == 0 else {}
    left_behind = subprocess.Popen(command, start_new_session=True, **account)
    _wait_until_it_answers(server)

    with embedded_postgres(folder) as server:
        assert left_behind.wait(30) is not None
        connect(server, user=OWNER, password=server.passwords[OWNER])

    assert servers_of(folder) == []


def test_a_server_killed_a_moment_ago_does_not_keep_the_next_from_starting(folder):
    for _ in range(3):
        with starter(folder) as killed:
            started = psutil.Process(killed.pid).children(recursive=True)

            killed.kill()
            killed.wait(30)
            for process in started:
                with suppress(psutil.NoSuchProcess):
                    process.kill()

    with embedded_postgres(folder) as server:
        connect(server, user=OWNER, password=server.passwords[OWNER])


def test_a_data_folder_with_a_long_path_gets_a_socket_nobody_else_reaches(folder):
    with embedded_postgres(folder / ("long" * 20) / ("longer" * 10)) as server:
        connect(server, user=OWNER, password=server.passwords[OWNER])
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700

    assert not server.socket_folder.exists()


def _postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def _wait_until_it_answers(server: Server) -> None:
    for _ in range(600):
        try:
            connect(server, user=OWNER, password=server.passwords[OWNER])
        except psycopg.OperationalError:
            psutil.wait_procs([], timeout=0.05)
        else:
            return
    raise AssertionError("the server that was left behind never answered")
