"""One change to the tiny folder, and the refusal that it must meet."""

import re
from dataclasses import dataclass, field
from string import Formatter

from engine.bpmn.refusals import REFUSALS
from engine.problems import Problem
from tests.engine.gate.tiny_folder import changed


@dataclass(frozen=True)
class Trap:
    """``sentence`` says what is drawn, ``code`` names its refusal, ``element`` what the problem points at.

    ``old`` becomes ``new`` in the file; then ``swap`` replaces a second text, ``drop_ref`` takes an element
    out of its lane and ``remove`` takes a file away. ``offers`` is what the refusal must offer instead.
    """

    sentence: str
    code: str
    element: str | None
    path: str
    old: str = field(repr=False)
    new: str = field(repr=False)
    swap: tuple[str, str] | None = None
    drop_ref: str | None = None
    remove: str | None = None
    offers: str = ""

    def files(self) -> dict[str, bytes]:
        """Return the folder with the change made."""
        files = changed(self.path, self.old, self.new, self.swap)
        if self.drop_ref is not None:
            reference = f"<bpmn:flowNodeRef>{self.drop_ref}</bpmn:flowNodeRef>".encode()
            assert reference in files[self.path]
            files[self.path] = files[self.path].replace(reference, b"")
        if self.remove is not None:
            del files[self.remove]
        return files


def is_refusal(problem: Problem, code: str) -> bool:
    """Say whether the problem is worded by the refusal of that code."""
    pattern = "".join(
        re.escape(text) + (".*" if name is not None else "")
        for text, name, _, _ in Formatter().parse(REFUSALS[code].what)
    )
    return re.fullmatch(pattern, problem.what, re.S) is not None
