"""A problem: what is wrong in a file that a process owner edits, where, why, and what to do instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One refusal, in words a process owner can act on.

    ``file`` is relative to the checked folder (``workflows/serious_incident.bpmn``); ``line`` counts
    from 1 and is None where a file has no lines to speak of; ``element`` is the id of a diagram
    element, table row or form question and ``label`` its label as drawn.
    """

    file: str
    line: int | None
    element: str | None
    label: str | None
    what: str
    why: str
    instead: str

    def __str__(self) -> str:
        """Return the one line that `review-desk check` prints."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        named = " ".join(
            part for part in (self.element, f'"{self.label}"' if self.label else None) if part
        )
        subject = f"{place}: {named}: " if named else f"{place}: "
        return f"{subject}{self.what} {self.why} Instead: {self.instead}"
