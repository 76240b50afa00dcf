"""Prove the trace of a folder: in memory by its cases, and by the program's own tests where none notices.

The tests run on a copy of the program in which the carrier is taken away, and without the gate: it would
refuse most of such a copy, and every test would seem to notice.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.tracing.carriers import Carrier, Sort
from engine.tracing.citations import Citation, Proof
from engine.tracing.proving import Cases, Loss, prove
from engine.tracing.taking_away import content_without
from engine.tracing.trace import Trace
from engine.version import Version
from web.tracing import TESTS

_PROGRAM: Final = TESTS.parent
_COPIED: Final = ("engine", "web", "workflows", "forms", "tests", "docs", "scripts", "bench")
_LINKED: Final = ("frontend",)
_SINGLE: Final = ("pyproject.toml", "Makefile", "README.md", "CHANGELOG.md")
_LONGEST: Final = 900
_PLUGINS: Final = ("-p", "no:cacheprovider", "-p", "tests.without_gate")
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+::\S+)", re.MULTILINE)


def prove_trace(
    version: Version, found: Trace, *, only: str | None, folder: Path
) -> Iterator[Loss]:
    """Yield the loss of each carrier, and who notices; `only` for one clause.

    The tests are asked only where no case notices, and only of the program's own folder.
    """
    stated = {each.clause.id for each in found.statements}
    citing: dict[str, list[str]] = {}
    tests: dict[str, list[Citation]] = {}
    for traced in found.clauses:
        for each in traced.citations:
            if each.proof is Proof.TEST:
                tests.setdefault(each.clause, []).append(each)
            else:
                citing.setdefault(each.clause, []).append(each.file)
    cases = Cases(version, {clause: tuple(files) for clause, files in citing.items()})
    carriers = {
        carrier.name: carrier
        for traced in found.clauses
        if traced.clause.id not in stated
        for carrier in traced.carriers
    }
    own = folder.resolve() == _PROGRAM
    with ExitStack() as stack:
        copy: _Copy | None = None
        for loss in prove(cases, carriers.values(), only=only):
            asked = {each: tests[each] for each in loss.unnoticed if own and each in tests}
            if asked and copy is None:
                copy = stack.enter_context(_copied())
            yield copy.asked(loss, asked) if asked and copy else loss


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of the program, in which one file at a time is changed.

    `sound` says of each test that failed on a changed copy whether it passes on an unchanged one.
    """

    folder: Path
    sound: dict[str, bool] = field(default_factory=dict)

    def asked(self, loss: Loss, tests: Mapping[str, list[Citation]]) -> Loss:
        """Run the tests that cite the clauses which nobody has noticed."""
        file = self.folder / loss.carrier.file
        before = file.read_bytes()
        if loss.carrier.sort is Sort.DOCUMENT:
            file.unlink()
        else:
            file.write_bytes(_without(before, loss.carrier))
        try:
            failed = self._failing({_id_of(each) for cited in tests.values() for each in cited})
        finally:
            file.write_bytes(before)
        noticed_it = self._sound(failed)
        noticed = {
            clause: next((_id_of(each) for each in cited if _id_of(each) in noticed_it), None)
            for clause, cited in tests.items()
        }
        return Loss(loss.carrier, {**loss.noticed_by, **noticed})

    def _sound(self, failed: set[str]) -> set[str]:
        """Return those of the tests that pass where nothing is taken away: others notice nothing."""
        unknown = failed - self.sound.keys()
        if unknown:
            broken = self._failing(unknown)
            self.sound.update({test: test not in broken for test in unknown})
        return {test for test in failed if self.sound[test]}

    def _failing(self, tests: set[str]) -> set[str]:
        """Run the tests together; return those that fail, or cannot even be set up."""
        files = sorted({test.partition("::")[0] for test in tests})
        names = " or ".join(sorted({test.rpartition("::")[2] for test in tests}))
        command = [sys.executable, "-m", "pytest", *files, "-k", names, "-q", "--tb=no", "-rfE"]
        ran = subprocess.run(
            [*command, "--continue-on-collection-errors", *_PLUGINS],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
        said = ran.stdout.decode("utf-8")
        if ran.returncode not in (0, 1):
            raise RuntimeError(f"the tests could not be run: {said[-2000:]}")
        return {_plain(each) for each in _FAILED.findall(said)}


def _id_of(citation: Citation) -> str:
    return f"{citation.file}::{citation.name}"


def _plain(node: str) -> str:
    """Return a test's id without its parameters and the class that it stands in."""
    file, *names = node.partition("[")[0].split("::")
    return f"{file}::{names[-1]}"


@contextmanager
def _copied() -> Iterator[_Copy]:
    with tempfile.TemporaryDirectory(prefix="review-desk-trace-") as name:
        folder = Path(name)
        for each in _COPIED:
            ignore = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(_PROGRAM / each, folder / each, ignore=ignore)
        for each in _LINKED:
            (folder / each).symlink_to(_PROGRAM / each)
        for each in _SINGLE:
            shutil.copy(_PROGRAM / each, folder / each)
        yield _Copy(folder)


def _without(content: bytes, carrier: Carrier) -> bytes:
    if carrier.sort is Sort.ACCESS:
        return opened(content.decode("utf-8"), carrier.id).encode("utf-8")
    return content_without(content, carrier)


def opened(source: str, role: str) -> str:
    """Return the source of web/access.py with the rule of the role opened to everything.

    LookupError where it has no such rule.
    """
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Rule"
        ):
            first = node.args[0]
            if isinstance(first, ast.Constant) and first.value == role:
                written = ast.get_source_segment(source, node) or ""
                return source.replace(written, f'Rule({role!r}, "every", Sight.ALL, "Every case")')
    raise LookupError(role)
