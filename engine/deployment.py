"""A folder that can be deployed: read it, check it as a whole, make a version of it."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from engine.annual import ANNUAL_REPORT, Figure, read_annual_report
from engine.bpmn.gate import check_version
from engine.bpmn.model import Diagram
from engine.bpmn.reader import read_diagram
from engine.clauses import Clause, read_clauses
from engine.departures import DEPARTURES, Rule, read_departures
from engine.dmn import ModelError, read_model
from engine.documents.reader import read_template
from engine.errors import DefinitionError
from engine.flowchart import check_flowchart
from engine.forms import read_form
from engine.messages import read_message
from engine.problems import Problem
from engine.registers import REGISTERS, Register, read_registers
from engine.row_gate import check_rows
from engine.settings import Settings
from engine.settings_reader import read_settings
from engine.table_gate import check_tables
from engine.table_proofs import check_rules
from engine.table_rules import RULES, TableRule, read_table_rules
from engine.task_mails import check_task_mails
from engine.version import Files, Version

__all__ = ["Files", "Version", "build", "check", "digest", "examine", "load", "read_folder"]

SETTINGS: Final = "workflows/settings.yaml"
CLAUSES: Final = "workflows/clauses.yaml"
LARGEST_FOLDER: Final = 50_000_000

_DEPLOYABLE: Final = re.compile(
    r"workflows/[^/.][^/]*\.(bpmn|yaml)"
    r"|workflows/decisions/[^/.][^/]*\.dmn"
    r"|workflows/messages/[^/.][^/]*\.md"
    r"|workflows/documents/[^/.][^/]*\.md"
    r"|workflows/scenarios/(decisions/)?[^/.][^/]*\.yaml"
    r"|forms/[^/]+/[^/.][^/]*\.form"
)
_NOTHING_SET: Final = Settings("", "", None, {}, {}, {}, {}, {})

Read = TypeVar("Read")


def read_folder(path: Path) -> Files:
    """Read what can be deployed below a folder that holds workflows/ and forms/.

    Hidden files, symbolic links and whatever else lies there are passed over. Raises DefinitionError where
    neither folder is there, or where they hold more than LARGEST_FOLDER bytes.
    """
    found: dict[str, bytes] = {}
    size = 0
    for place in ("workflows", "forms"):
        for file in sorted((path / place).rglob("*")):
            name = file.relative_to(path).as_posix()
            if file.is_symlink() or not file.is_file() or not _DEPLOYABLE.fullmatch(name):
                continue
            size += file.stat().st_size
            if size > LARGEST_FOLDER:
                raise DefinitionError([_too_large()])
            found[name] = file.read_bytes()
    if not found:
        raise DefinitionError([_nothing_there()])
    return found


def digest(files: Files) -> str:
    """Return the SHA-256 of the files in hexadecimal, over paths and contents in the order of paths."""
    total = hashlib.sha256()
    for path in sorted(files):
        content = files[path]
        total.update(f"{len(path.encode())}:{path}{len(content)}:".encode())
        total.update(content)
    return total.hexdigest()


def examine(files: Files) -> tuple[Version, tuple[Problem, ...]]:
    """Return what could be read of the files, and every problem of them in the order of files and lines.

    Where there are problems, the version lacks what could not be read; it must not be run.
    """
    loading = _Loading(files)
    version = _read(loading)
    rules = _table_rules(loading)
    problems = [
        *loading.problems,
        *check_version(version),
        *check_rows(version.models, version.clauses),
        *check_flowchart(version),
        *check_task_mails(version),
        *(check_tables(version.models) or _check_rules(version, rules)),
    ]
    return version, tuple(sorted(set(problems), key=_in_order_of_files))


def check(files: Files) -> tuple[Problem, ...]:
    """Return every problem of the files, in the order of files and lines; none means deployable."""
    return examine(files)[1]


def build(files: Files) -> Version:
    """Return the version, or raise DefinitionError with every problem of the files.

    The last two are remembered: a version is never changed, so the same files are examined once.
    """
    return _built(tuple(sorted(files.items())))


@lru_cache(maxsize=2)
def _built(files: tuple[tuple[str, bytes], ...]) -> Version:
    version, problems = examine(dict(files))
    if problems:
        raise DefinitionError(problems)
    return version


def load(files: Files) -> Version:
    """Return a version that was built before, without checking it again.

    A later program may refuse more than the one that deployed the files, and the cases on them go on.
    Raises DefinitionError only where a file cannot be read at all.
    """
    loading = _Loading(files)
    version = _read(loading)
    if loading.problems:
        raise DefinitionError(loading.problems)
    return version


@dataclass(frozen=True, slots=True)
class _Loading:
    """Files being read one by one; what cannot be read is noted and left out."""

    files: Files
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)

    def read(self, path: str, reader: Callable[[bytes, str], Read]) -> Read | None:
        """Return what the reader makes of the file; None where it refuses it."""
        try:
            return reader(self.files[path], path)
        except DefinitionError as error:
            self.problems.extend(error.problems)
        except ModelError as error:
            self.problems.append(_unreadable_model(path, error))
        self.unreadable.add(path)
        return None

    def all(self, start: str, end: str, reader: Callable[[bytes, str], Read]) -> dict[str, Read]:
        """Return what the reader makes of each file between start and end, by path."""
        read = {
            path: self.read(path, reader)
            for path in sorted(self.files)
            if path.startswith(start) and path.endswith(end)
        }
        return {path: value for path, value in read.items() if value is not None}


def _read(loading: _Loading) -> Version:
    files = loading.files
    diagrams = loading.all("workflows/", ".bpmn", lambda data, file: read_diagram(data, file=file))
    models = loading.all("workflows/", ".dmn", lambda data, file: read_model(data, file=file))
    forms = loading.all("forms/", ".form", lambda data, file: read_form(data, file=file))
    messages = loading.all("workflows/messages/", ".md", lambda d, file: read_message(d, file=file))
    documents = loading.all(
        "workflows/documents/", ".md", lambda d, file: read_template(d, file=file)
    )
    return Version(
        digest=digest(files),
        files=dict(files),
        diagrams=_by_process(diagrams.values(), loading.problems),
        models={_stem(path): model for path, model in models.items()},
        forms={_element_of(path): form for path, form in forms.items()},
        messages={_stem(path): message for path, message in messages.items()},
        documents={_stem(path): document for path, document in documents.items()},
        settings=_settings(loading),
        clauses=_clauses(loading),
        registers=_registers(loading),
        departures=_departures(loading),
        figures=_figures(loading),
        unreadable=frozenset(loading.unreadable),
    )


def _settings(loading: _Loading) -> Settings:
    if SETTINGS not in loading.files:
        loading.problems.append(_missing(SETTINGS, "what facts there are and what may be set"))
        loading.unreadable.add(SETTINGS)
        return _NOTHING_SET
    return loading.read(SETTINGS, lambda d, file: read_settings(d, file=file)) or _NOTHING_SET


def _check_rules(version: Version, rules: tuple[TableRule, ...]) -> list[Problem]:
    """Prove the rules; only of sound tables, since a gap would break each of them."""
    contradictions = version.settings.contradictions
    return check_rules(version.models, rules, contradictions=contradictions)


def _table_rules(loading: _Loading) -> tuple[TableRule, ...]:
    if RULES not in loading.files:
        return ()
    return loading.read(RULES, lambda data, file: read_table_rules(data, file=file)) or ()


def _clauses(loading: _Loading) -> Mapping[str, Clause]:
    if CLAUSES not in loading.files:
        loading.problems.append(_missing(CLAUSES, "the clauses that every step cites"))
        loading.unreadable.add(CLAUSES)
        return {}
    return loading.read(CLAUSES, lambda data, file: read_clauses(data, file=file)) or {}


def _registers(loading: _Loading) -> Mapping[str, Register]:
    if REGISTERS not in loading.files:
        return {}
    return loading.read(REGISTERS, lambda data, file: read_registers(data, file=file)) or {}


def _departures(loading: _Loading) -> Mapping[str, Rule]:
    if DEPARTURES not in loading.files:
        return {}
    return loading.read(DEPARTURES, lambda data, file: read_departures(data, file=file)) or {}


def _figures(loading: _Loading) -> Mapping[str, Figure]:
    if ANNUAL_REPORT not in loading.files:
        return {}
    return loading.read(ANNUAL_REPORT, lambda d, file: read_annual_report(d, file=file)) or {}


def _by_process(diagrams: Iterable[Diagram], problems: list[Problem]) -> Mapping[str, Diagram]:
    found: dict[str, Diagram] = {}
    for diagram in diagrams:
        if diagram.id in found:
            problems.append(_drawn_twice(diagram, found[diagram.id]))
        found.setdefault(diagram.id, diagram)
    return found


def _stem(path: str) -> str:
    return Path(path).stem


def _element_of(path: str) -> tuple[str, str]:
    return Path(path).parent.name, _stem(path)


def _in_order_of_files(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.line or 0, problem.element or "", problem.what


def _unreadable_model(path: str, error: ModelError) -> Problem:
    return Problem(
        path,
        error.line,
        None,
        None,
        f"The decision tables cannot be read: {error.sentence}",
        "No decision in this file can be evaluated.",
        "save the file again from the table editor.",
    )


def _drawn_twice(diagram: Diagram, other: Diagram) -> Problem:
    return Problem(
        diagram.file,
        diagram.line,
        diagram.id,
        None,
        f"{other.file} holds a process of the same id.",
        "Which of the two a call or message means is unknown.",
        "give one of them an id and file name of its own.",
    )


def _missing(path: str, holds: str) -> Problem:
    return Problem(
        path, None, None, None, "The file is missing.", f"It holds {holds}.", "write it."
    )


def _nothing_there() -> Problem:
    return Problem(
        "workflows",
        None,
        None,
        None,
        "There is nothing to deploy here.",
        "A folder that is deployed holds workflows/ and forms/.",
        "name the folder that holds both.",
    )


def _too_large() -> Problem:
    return Problem(
        "workflows",
        None,
        None,
        None,
        f"The folder holds more than {LARGEST_FOLDER:,} bytes.",
        "A version is kept whole for as long as a case runs on it.",
        "keep only diagrams, tables, forms and texts there.",
    )
