"""Processes that this one starts, and that never outlive it."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType
from typing import Final

# What a terminal's Ctrl-C, `kill` and a closed terminal send.
STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SECONDS_TO_STOP: Final = 20
_PR_SET_PDEATHSIG: Final = 1


class StoppedError(BaseException):
    """Raised where the process was told to stop; like KeyboardInterrupt, no error that anybody handles."""


@contextmanager
def told_to_stop() -> Iterator[None]:
    """Raise StoppedError at the first signal to stop; later ones change nothing, as all is stopping."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for later in STOP_SIGNALS:
            signal.signal(later, signal.SIG_IGN)
        raise StoppedError

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def child(name: str, work: Callable[[], None], *, log: Path) -> Iterator[ForkProcess]:
    """Do the work in a process of its own, and stop it at the end: by SIGTERM, then by SIGKILL.

    What it writes is added to the file `log`. The process is a copy of this one, so that nothing is
    imported twice; start it before any thread.
    """
    process = get_context("fork").Process(target=_work_alone, args=(work, log), name=name)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(_SECONDS_TO_STOP)
        if process.is_alive():
            process.kill()
            process.join()


def die_with_parent(number: int) -> None:
    """Ask Linux to send this process a signal when its parent dies, even if it is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


def _work_alone(work: Callable[[], None], log: Path) -> None:
    # A group of its own: Ctrl-C reaches the parent alone, which then stops its children in order.
    os.setpgrp()
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    die_with_parent(signal.SIGTERM)
    threading.Thread(target=_outlive_no_parent, daemon=True).start()
    with log.open("ab") as file:
        for standard_output in (1, 2):
            os.dup2(file.fileno(), standard_output)
    work()


def _outlive_no_parent() -> None:
    """End the process some time after its parent, where being asked to stop was not enough.

    A worker whose database has gone too may wait for it for minutes.
    """
    parent = parent_process()
    if parent is None:
        return
    parent.join()
    time.sleep(_SECONDS_TO_STOP)
    os.kill(os.getpid(), signal.SIGKILL)
