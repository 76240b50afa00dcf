"""A worker that is killed neither loses nor doubles a notice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

from sqlalchemy import text
from sqlalchemy.engine import Engine

from tests.store.office import Office
from web.store import queue

DOOMED = Path(__file__).parent / "doomed_worker.py"


def kill_a_worker_at(office: Office, moment: str) -> None:
    """Start a real worker process, wait until it is at the moment, and kill it with -9."""
    worker = subprocess.Popen(
        [sys.executable, str(DOOMED), office.url, moment],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert worker.stdout is not None
    too_late = Timer(60, worker.terminate)
    too_late.start()
    try:
        with worker.stdout as said:
            reached = any(line.strip() == moment for line in said)
    finally:
        too_late.cancel()
        worker.send_signal(signal.SIGKILL)
        ended = worker.wait(10)
    assert reached, f"the worker never was {moment}"
    assert ended == -signal.SIGKILL


def let_time_pass_since_its_heartbeat(owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(
            text(
                "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 hour'"
            )
        )


def rescue(office: Office) -> None:
    """What the minute's periodic task does, now."""
    with office.store.transaction() as session:
        queue.defer(session, "rescue_jobs", at=None, timestamp=0)
    office.work()
    office.work()


def jobs(office: Office) -> list[tuple[str, str]]:
    return office.rows(
        "select task_name, status::text from procrastinate_jobs where task_name = 'send_notice'"
    )


def wait_for_its_connection_to_go(office: Office) -> None:
    """A killed process' transaction is undone as soon as the server notices that it is gone."""
    for _ in range(500):
        with office.engine.connect() as connection:
            busy = connection.scalar(
                text("select count(*) from pg_stat_activity where application_name = 'doomed'")
            )
        if not busy:
            return
        time.sleep(0.01)
    raise AssertionError("the killed worker's connection stayed")


def test_a_worker_killed_before_it_commits_loses_no_notice(office: Office, owner: Engine):
    office.notify()
    kill_a_worker_at(office, "handed over")
    wait_for_its_connection_to_go(office)
    assert ("send_notice", "doing") in jobs(office)
    assert office.rows("select count(*) from notice where sent_at_utc is not null") == [(0,)]

    let_time_pass_since_its_heartbeat(owner)
    rescue(office)

    assert len(office.mails()) == 2
    assert jobs(office) == []


def test_a_worker_killed_after_it_committed_doubles_no_notice(office: Office, owner: Engine):
    office.notify()
    kill_a_worker_at(office, "committed")
    wait_for_its_connection_to_go(office)
    assert ("send_notice", "doing") in jobs(office)
    assert office.rows("select count(*) from notice where sent_at_utc is not null") == [(1,)]

    let_time_pass_since_its_heartbeat(owner)
    rescue(office)

    assert len(office.mails()) == 2
    assert jobs(office) == []


def test_control_without_the_rescue_the_notice_would_be_lost(office: Office, owner: Engine):
    office.notify()
    kill_a_worker_at(office, "handed over")
    wait_for_its_connection_to_go(office)

    office.work()

    assert len(office.mails()) < 2
