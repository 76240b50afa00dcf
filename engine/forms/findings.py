"""What is wrong in a form file, collected until the whole file has been read."""

from dataclasses import dataclass, field

from engine.errors import DefinitionError
from engine.problems import Problem


@dataclass(slots=True)
class Findings:
    """The problems of one file so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(
        self,
        line: int,
        what: str,
        why: str,
        instead: str,
        *,
        element: str | None = None,
        label: str | None = None,
    ) -> None:
        """Keep one problem, in three sentences."""
        self.problems.append(Problem(self.file, line, element, label or None, what, why, instead))

    def refuse_if_any(self) -> None:
        """Raise DefinitionError with everything found, in the order of lines."""
        if self.problems:
            raise DefinitionError(sorted(self.problems, key=lambda problem: problem.line or 0))
