"""The trace: every clause with what carries it and what shows it, and what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from engine.clauses import Clause
from engine.tracing.carriers import Carrier
from engine.tracing.citations import Citation

MOST_STATEMENTS: Final = 15


@dataclass(frozen=True, slots=True)
class Traced:
    """One clause, what carries it and what cites it."""

    clause: Clause
    carriers: tuple[Carrier, ...]
    citations: tuple[Citation, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return what is missing, in words."""
        if self.clause.statement:
            return (
                ("it is marked as a statement, yet something carries it",) if self.carriers else ()
            )
        found = [] if self.carriers else ["nothing carries it"]
        return (*found, *(() if self.citations else ("no scenario, example or test shows it",)))


@dataclass(frozen=True)
class Trace:
    """All clauses of a register, in its order, and the parts that cite none."""

    clauses: tuple[Traced, ...]
    uncited: tuple[Carrier, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Traced]:
        """Return each clause by its id."""
        return {each.clause.id: each for each in self.clauses}

    @property
    def statements(self) -> tuple[Traced, ...]:
        """Return the clauses that nothing but a page carries."""
        return tuple(each for each in self.clauses if each.clause.statement)

    def gaps(self) -> Iterator[str]:
        """Yield a sentence for each clause that lacks something, none where the trace is complete."""
        for each in self.clauses:
            for gap in each.gaps:
                yield f"{each.clause.id}: {gap}."
        if len(self.statements) > MOST_STATEMENTS:
            yield (
                f"{len(self.statements)} clauses are marked as statements; "
                f"at most {MOST_STATEMENTS} may be."
            )


def trace(
    clauses: Mapping[str, Clause], parts: Iterable[Carrier], citations: Iterable[Citation]
) -> Trace:
    """Put clauses, parts and citations together."""
    carriers: dict[str, list[Carrier]] = {each: [] for each in clauses}
    uncited: list[Carrier] = []
    for part in parts:
        for clause in dict.fromkeys(part.clauses):
            carriers.setdefault(clause, []).append(part)
        if not part.clauses:
            uncited.append(part)
    cited: dict[str, list[Citation]] = {each: [] for each in clauses}
    for citation in citations:
        cited.setdefault(citation.clause, []).append(citation)
    return Trace(
        tuple(
            Traced(clause, tuple(carriers[each]), tuple(dict.fromkeys(cited[each])))
            for each, clause in clauses.items()
        ),
        tuple(uncited),
    )
