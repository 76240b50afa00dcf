"""A version: everything a process owner edits, read, checked and hashed as one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.bpmn.model import Diagram, Element
from engine.clauses import Clause
from engine.dmn import Model
from engine.errors import NotFoundError
from engine.forms import Form
from engine.messages import MessageText
from engine.problems import Problem
from engine.settings import Settings

Files = Mapping[str, bytes]
"""The files of a folder: path relative to it, with forward slashes, to content."""


@dataclass(frozen=True, slots=True)
class Version:
    """Everything that is deployed together; the same files give the same ``digest``.

    ``diagrams`` are by process id, ``models`` (DMN) and ``messages`` by file name without its ending,
    ``forms`` by (process id, element id), ``clauses`` by clause id. ``files`` are the bytes as deployed.
    """

    digest: str
    files: Files = field(repr=False)
    diagrams: Mapping[str, Diagram]
    models: Mapping[str, Model]
    forms: Mapping[tuple[str, str], Form]
    messages: Mapping[str, MessageText]
    settings: Settings
    clauses: Mapping[str, Clause]

    def diagram(self, process: str) -> Diagram:
        """Return the diagram of the process, or raise NotFoundError."""
        ...

    def diagram_of(self, element: Element) -> Diagram:
        """Return the diagram that the element stands in."""
        ...

    def element(self, process: str, element_id: str) -> Element:
        """Return the element, or raise NotFoundError."""
        ...

    def form_of(self, element: Element) -> Form | None:
        """Return the form of a user task or of the start event that has one."""
        ...

    def model_of(self, decision: str) -> Model:
        """Return the DMN model that holds the decision, or raise NotFoundError."""
        ...

    def started_by_message(self, message: str) -> Diagram | None:
        """Return the diagram whose start event takes the message of that name."""
        ...


def read_folder(path: Path) -> Files:
    """Read what can be deployed below a folder that holds workflows/ and forms/.

    Only the files that a version is made of are read (DEPLOYABLE); symbolic links are not followed.
    """
    ...


def digest(files: Files) -> str:
    """Return the SHA-256 of the files, hexadecimal: over path and content, in the order of the paths."""
    ...


def check(files: Files) -> tuple[Problem, ...]:
    """Return every problem of the files, in the order of files and lines; none means deployable."""
    ...


def build(files: Files) -> Version:
    """Return the version, or raise DefinitionError with every problem of the files."""
    ...
