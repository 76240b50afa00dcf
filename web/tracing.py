"""The trace of a version with what the program itself adds: its access rules and its own tests."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

from engine.tracing.carriers import Carrier, Sort, parts_of
from engine.tracing.citations import Citation, cited_in_cases, cited_in_tests
from engine.tracing.trace import Trace, trace
from engine.version import Version
from web.access import SIGHT

TESTS: Final = Path(__file__).parent.parent / "tests"


_KEPT: Final = 4
_traces: dict[str, Trace] = {}
_writing: Final = Lock()


def trace_of(version: Version) -> Trace:
    """Return the trace of a version; the program's tests are part of it where they are installed.

    A version never changes, so its trace is worked out once and kept, for the last few that were asked.
    """
    with _writing:
        if version.digest not in _traces:
            while len(_traces) >= _KEPT:
                _traces.pop(next(iter(_traces)))
            _traces[version.digest] = trace(
                version.clauses,
                (*parts_of(version), *access_rules()),
                (*cited_in_cases(version.files), *own_tests()),
            )
        return _traces[version.digest]


def access_rules() -> Iterator[Carrier]:
    """Yield the rules of `web.access` as carriers."""
    for number, rule in enumerate(SIGHT, start=1):
        yield Carrier(
            sort=Sort.ACCESS,
            place="sight",
            id=rule.role,
            label=rule.which,
            file="web/access.py",
            line=number,
            clauses=rule.clauses,
            kind="rule",
        )


@cache
def own_tests() -> tuple[Citation, ...]:
    """Return what the program's own tests cite; they do not change while it runs."""
    return cited_in_tests(TESTS) if TESTS.is_dir() else ()
