"""Where the page of a dossier leads to from a clause or a meeting: the places of it that show the same."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from engine.compliance.standing import Evidence, Place, Shown
from web.dossier.contents import Contents, Kept
from web.dossier.picturing import at_the_end


class Leads:
    """Finds the place of the page, or the file, that shows something; all are of one dossier."""

    def __init__(self, contents: Contents) -> None:
        """Take what the dossier holds."""
        self._submissions = _numbered(contents.submissions)
        self._decisions = _numbered(contents.decisions)
        self._papers = _numbered(contents.papers)
        self._pictures = {
            (each.course.process, each.course.run): each.file for each in at_the_end(contents)
        }

    def submission(self, submission: UUID) -> str | None:
        """Return where something that was entered stands; None of what the receiver may not read."""
        return self._at("submission", self._submissions, submission)

    def picture(self, at: Place | None) -> str | None:
        """Return the picture on which a step is drawn; None where the case has not come to its diagram."""
        if at is None or at.run is None:
            return None
        return self._pictures.get((at.process, at.run))

    def proof(self, evidence: Evidence) -> str | None:
        """Return where that stands which shows that a clause was met, beside the step on its diagram."""
        if evidence.shown is Shown.NOTICE:
            return "#notices"
        if evidence.of is None:
            return None
        if evidence.shown is Shown.ROW:
            return self._at("decision", self._decisions, evidence.of)
        if evidence.shown is Shown.DOCUMENT:
            return self._at("paper", self._papers, evidence.of) or "#left-out"
        return self.submission(evidence.of) or "#left-out"

    @staticmethod
    def _at(what: str, numbers: Mapping[UUID, int], one: UUID) -> str | None:
        return f"#{what}-{numbers[one]}" if one in numbers else None


class Identified(Protocol):
    """What the page shows of something that is kept under an id."""

    @property
    def id(self) -> UUID | None:
        """Return the id that it is kept under."""


_Seen = TypeVar("_Seen", bound=Identified)


def _numbered(kept: Sequence[Kept[_Seen]]) -> Mapping[UUID, int]:
    """Return the number by which the page counts each, from 1."""
    return {
        each.view.id: number
        for number, each in enumerate(kept, start=1)
        if each.view is not None and each.view.id is not None
    }
