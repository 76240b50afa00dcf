"""Processes that are started stop with whoever started them, even those that will not be asked."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil

from web.children import StoppedError, child, told_to_stop

ROOT = Path(__file__).parents[2]
NEVER_STOPS = """
    import os, signal, time
    from pathlib import Path
    from web import children

    def stubborn():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("stubborn", flush=True)
        time.sleep(600)

    children._SECONDS_TO_STOP = 1
    with children.child("stubborn", stubborn, log=Path({log!r})) as process:
        while b"stubborn" not in Path({log!r}).read_bytes():
            time.sleep(0.05)
        print(process.pid, flush=True)
        {then}
"""


def stubborn_child_of_a_process_that(then: str, tmp_path: Path) -> psutil.Process | None:
    log = tmp_path / "log"
    log.touch()
    program = textwrap.dedent(NEVER_STOPS).format(log=str(log), then=then)
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    pid = int(ran.stdout)
    return psutil.Process(pid) if psutil.pid_exists(pid) else None


def test_a_child_that_ignores_being_asked_is_ended(tmp_path):
    assert stubborn_child_of_a_process_that("pass", tmp_path) is None


def test_a_child_that_ignores_being_asked_outlives_no_killed_parent(tmp_path):
    left = stubborn_child_of_a_process_that("os.kill(os.getpid(), signal.SIGKILL)", tmp_path)

    _, alive = psutil.wait_procs([left] if left else [], timeout=30)
    assert alive == []


def test_what_a_child_writes_goes_to_its_log(tmp_path):
    def work() -> None:
        os.write(1, b"to the log\n")

    with child("writer", work, log=tmp_path / "log") as process:
        process.join(30)

    assert (tmp_path / "log").read_bytes() == b"to the log\n"
    assert process.exitcode == 0


def test_the_first_signal_stops_and_later_ones_do_not_disturb_the_stopping(tmp_path):
    steps = []
    try:
        with told_to_stop():
            try:
                os.kill(os.getpid(), signal.SIGHUP)
                time.sleep(30)
                steps.append("went on")
            finally:
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(0.1)
                steps.append("stopped in order")
    except StoppedError:
        steps.append("told to stop")

    assert steps == ["stopped in order", "told to stop"]
