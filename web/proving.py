"""Prove the trace of a folder: in memory by its cases, and by the program's own tests where none notices.

The tests run on a copy of the program in which the carrier is taken away, and without the gate: it would
refuse most of such a copy, and every test would seem to notice.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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
_LONGEST: Final = 300


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
    """A copy of the program, in which one file at a time is changed."""

    folder: Path

    def asked(self, loss: Loss, tests: Mapping[str, list[Citation]]) -> Loss:
        """Run the tests that cite the clauses which nobody has noticed."""
        file = self.folder / loss.carrier.file
        before = file.read_bytes()
        if loss.carrier.sort is Sort.DOCUMENT:
            file.unlink()
        else:
            file.write_bytes(_without(before, loss.carrier))
        try:
            noticed = {clause: self._failing(clause, cited) for clause, cited in tests.items()}
        finally:
            file.write_bytes(before)
        return Loss(loss.carrier, {**loss.noticed_by, **noticed})

    def _failing(self, clause: str, cited: list[Citation]) -> str | None:
        """Return the first test that fails; None where all pass."""
        for test in dict.fromkeys(f"{each.file}::{each.name}" for each in cited):
            if self._run(test) != 0:
                return test
        return None

    def _run(self, test: str) -> int:
        command = [sys.executable, "-m", "pytest", test, "-x", "-q", "-p", "no:cacheprovider"]
        ran = subprocess.run(
            [*command, "-p", "tests.without_gate"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
        if ran.returncode not in (0, 1):
            said = ran.stdout.decode()[-2000:]
            raise RuntimeError(f"{test} could not be run: {said}")
        return ran.returncode


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
