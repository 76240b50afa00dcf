"""`make run`, with real processes: what it shows, and that nothing of it is left when it is stopped."""

import contextlib
import fcntl
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 120
SECONDS_TO_STOP = 40
SECONDS_TO_NOTICE = 5


def _take_the_terminal() -> None:
    """Make standard input this process's terminal, of whose end it hears even if its parent does not."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


_IN_ITS_OWN_TERMINAL = {"start_new_session": True, "preexec_fn": _take_the_terminal}


@dataclass
class Terminal:
    """A terminal of its own in which `make run` was typed."""

    process: subprocess.Popen[bytes]
    screen: int
    port: int
    started: float
    shown: str = ""
    processes: list[psutil.Process] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def read_until(self, text: str) -> None:
        """Read what is shown until the text is there, and remember the processes that run then."""
        give_up = time.monotonic() + SECONDS_TO_START
        while text not in self.shown:
            assert time.monotonic() < give_up, self.shown
            with contextlib.suppress(OSError):
                self.shown += os.read(self.screen, 65536).decode()
            assert self.process.poll() is None, self.shown
        top = psutil.Process(self.process.pid)
        self.processes = [top, *top.children(recursive=True)]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self.screen)

    def left_running(self) -> list[str]:
        """Say what of it still runs, after it had time to stop."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_STOP)
        _, alive = psutil.wait_procs(self.processes, timeout=SECONDS_TO_STOP)
        return [f"{process.pid} {process.name()}" for process in alive]


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    # Not pytest's own folder: see the fixture `postgres`.
    with tempfile.TemporaryDirectory(prefix="review-desk-tests-") as name:
        yield Path(name)


@pytest.fixture
def run(var) -> Iterator[Callable[[], Terminal]]:
    """Type `make run` in a new terminal; whatever happens, nothing of it outlives the test."""
    opened: list[Terminal] = []

    def type_make_run() -> Terminal:
        port = _free_port()
        screen, keyboard = pty.openpty()
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=ROOT,
            env={**os.environ, "REVIEW_DESK_VAR": str(var)},
            stdin=keyboard,
            stdout=keyboard,
            stderr=keyboard,
            **_IN_ITS_OWN_TERMINAL,
        )
        os.close(keyboard)
        opened.append(Terminal(process, screen, port, time.monotonic()))
        return opened[-1]

    yield type_make_run
    for terminal in opened:
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
        for process in terminal.processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        terminal.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_page(terminal: Terminal) -> str:
    with urlopen(f"{terminal.address}/sign-in", timeout=30) as page:
        return page.read().decode()


def test_it_says_what_it_does_and_shows_the_address_and_the_sign_ins(run):
    terminal = run()

    terminal.read_until("Ctrl-C stops everything")

    assert "Starting the database" in terminal.shown
    assert f"Review Desk runs at {terminal.address}" in terminal.shown
    assert re.search(r"bea\.managerexample@example\.invalid +Business Manager", terminal.shown)
    assert "<h1" in first_page(terminal)
    names = sorted({process.name() for process in terminal.processes})
    assert "postgres" in names
    print(f"\nfirst start: {time.monotonic() - terminal.started:.1f} s to the first page")


def test_the_second_start_deploys_and_adds_nothing_again(run):
    terminal = run()

    terminal.read_until("Ctrl-C stops everything")

    first_page(terminal)
    print(f"\nsecond start: {time.monotonic() - terminal.started:.1f} s to the first page")
    assert "Deployed" not in terminal.shown
    assert "Added" not in terminal.shown


def press_ctrl_c(terminal: Terminal) -> None:
    os.write(terminal.screen, b"\x03")


def terminate(terminal: Terminal) -> None:
    terminal.process.terminate()


def hang_up(terminal: Terminal) -> None:
    """Do what a terminal does that is closed: tell every process that was typed into it."""
    os.killpg(terminal.process.pid, signal.SIGHUP)


def close_the_terminal(terminal: Terminal) -> None:
    """Close it, and leave the telling to the kernel."""
    if not _a_closed_terminal_is_noticed():
        pytest.skip("this kernel tells nobody that a terminal was closed; hang_up tests the rest")
    terminal.close()


def _a_closed_terminal_is_noticed() -> bool:
    """Say whether a program that only waits for its terminal's end learns of it here.

    Sandboxes exist whose kernel sends no SIGHUP for a closed terminal, and no end of file.
    """
    screen, keyboard = pty.openpty()
    waiting = subprocess.Popen(["cat"], stdin=keyboard, stdout=keyboard, **_IN_ITS_OWN_TERMINAL)
    os.close(keyboard)
    os.close(screen)
    try:
        waiting.wait(SECONDS_TO_NOTICE)
    except subprocess.TimeoutExpired:
        waiting.kill()
        waiting.wait()
        return False
    return True


@pytest.mark.parametrize("stop", [press_ctrl_c, terminate, hang_up, close_the_terminal])
def test_nothing_is_left_running(run, stop):
    terminal = run()
    terminal.read_until("Ctrl-C stops everything")
    assert len(terminal.processes) >= 5

    stop(terminal)

    assert terminal.left_running() == []
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", terminal.port), timeout=5)


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process of its parent's death"
)
def test_nothing_is_left_running_when_it_is_killed_outright(run):
    terminal = run()
    terminal.read_until("Ctrl-C stops everything")
    [program] = psutil.Process(terminal.process.pid).children()

    program.kill()

    assert terminal.left_running() == []


def test_a_port_in_use_is_refused_in_words(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = subprocess.run(
            [
                Path(sys.executable).with_name("review-desk"),
                "run",
                "--port",
                str(taken.getsockname()[1]),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert refused.returncode == 1
    assert "is in use" in refused.stderr
