"""The register of clauses: every requirement of the protocol that a diagram, table or form may cite."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.errors import DefinitionError
from engine.problems import Problem
from engine.yaml_text import YamlText, read_yaml

_MEMBERS: Final = {"section", "actor", "requirement", "gap", "statement"}
_PAGE: Final = re.compile(r"docs/[a-z0-9-]+\.md")


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement in our own words; ``gap`` marks what the protocol is silent about.

    ``statement`` names the page below docs/ that states a clause which asks nobody to do anything (a
    purpose, an erratum): nothing else carries it.
    """

    id: str
    section: str
    actor: str
    requirement: str
    gap: bool
    line: int
    statement: str | None = None


def read_clauses(content: bytes, *, file: str) -> Mapping[str, Clause]:
    """Read workflows/clauses.yaml: a mapping of clause id to requirement, actor, section and ``gap``.

    Raises DefinitionError with every problem found.
    """
    text = read_yaml(content, file=file)
    if not isinstance(text.value, dict):
        raise DefinitionError(
            [text.problem((), "The register is empty.", "Every step cites a clause.", "list them.")]
        )
    problems: list[Problem] = []
    found: dict[str, Clause] = {}
    for clause_id, entry in text.value.items():
        clause = _clause(text, clause_id, entry, problems)
        if clause is not None:
            found[clause_id] = clause
    if problems:
        raise DefinitionError(problems)
    return found


def cited(text: str | None) -> tuple[str, ...]:
    """Return the clause ids that a property or annotation names, separated by commas or spaces."""
    return tuple((text or "").replace(",", " ").split())


def _clause(
    text: YamlText, clause_id: str, entry: object, problems: list[Problem]
) -> Clause | None:
    words = entry if isinstance(entry, dict) else {}
    missing = [
        name for name in ("section", "actor", "requirement") if not isinstance(words.get(name), str)
    ]
    unknown = sorted(set(words) - _MEMBERS)
    if missing:
        problems.append(
            text.problem(
                (clause_id,),
                f"The clause lacks {', '.join(missing)}.",
                "Whoever reads the reason for a step reads these words.",
                "give section, actor and requirement as text.",
            )
        )
    if unknown:
        problems.append(
            text.problem(
                (clause_id, unknown[0]),
                f'A clause has no "{unknown[0]}".',
                "What is not read would be missed in silence.",
                "use section, actor, requirement, gap and statement.",
            )
        )
    statement = words.get("statement")
    misplaced = statement is not None and not _PAGE.fullmatch(str(statement))
    if misplaced:
        problems.append(
            text.problem(
                (clause_id, "statement"),
                f'"{statement}" is no page.',
                "Whoever asks what carries the clause is sent there.",
                "name the page that states it, for instance docs/interpretation.md.",
            )
        )
    if missing or unknown or misplaced:
        return None
    return Clause(
        clause_id,
        section=words["section"],
        actor=words["actor"],
        requirement=words["requirement"],
        gap=words.get("gap") is True,
        line=text.line(clause_id),
        statement=statement,
    )
