"""Decision examples: facts, and the rows and result that an owner expects of a decision for them.

They stand in workflows/scenarios/decisions, a file for each decision (docs/scenarios.md). An example
states every row that answers, so that a row that is altered or taken away is noticed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.decide import Answer, Refusal, Tables, decide
from engine.errors import DefinitionError
from engine.feel import to_json
from engine.plays import Difference, as_written
from engine.yaml_text import YamlText, read_yaml

FOLDER: Final = "workflows/scenarios/decisions/"
_WHY: Final = "Nothing could be asked."
_OF_AN_EXAMPLE: Final = ("title", "clauses", "given", "rows", "result", "refused")


@dataclass(frozen=True, slots=True)
class Example:
    """One set of values and what the decision must say of them.

    `rows` are named ``table/row``, in the order in which they answer, those of required tables first;
    `refused` are the codes of the contradictions, or the sentences, with which it is refused instead.
    """

    title: str
    line: int
    clauses: tuple[str, ...]
    given: Mapping[str, str] = field(repr=False)
    rows: Any
    result: Any
    refused: Any


@dataclass(frozen=True, slots=True)
class Examples:
    """A file of examples, all of one decision."""

    file: str
    decision: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the decision said to one example, as a file writes it."""

    example: Example
    rows: list[str]
    result: Any
    refused: list[str]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return what it said otherwise than stated."""
        stated = {
            "rows": self.example.rows or [],
            "result": self.example.result,
            "refused": self.example.refused or [],
        }
        found = {"rows": self.rows, "result": self.result, "refused": self.refused}
        return tuple(
            Difference(about, stated[about], found[about])
            for about in stated
            if stated[about] != found[about]
        )


def example_paths(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths of the files of examples among the files of a folder, in order."""
    return tuple(
        path for path in sorted(files) if path.startswith(FOLDER) and path.endswith(".yaml")
    )


def read_examples(files: Mapping[str, bytes], path: str) -> Examples:
    """Read one file of examples; raise DefinitionError for what is not understood."""
    text = read_yaml(files[path], file=path, as_written=True)
    reading = _Reading(text)
    root = reading.mapping((), text.value)
    reading.only((), root, ("decision", "about", "usually", "examples"))
    if not isinstance(root.get("decision"), str):
        raise reading.refusal((), 'The file names no "decision".', 'write "decision: review_type".')
    usually = reading.values(("usually",), root.get("usually", {}))
    written = root.get("examples")
    if not isinstance(written, list) or not written:
        raise reading.refusal((), "There are no examples.", 'list them under "examples:".')
    return Examples(
        path,
        str(root["decision"]),
        tuple(reading.example(number, each, usually) for number, each in enumerate(written)),
    )


def ask(tables: Tables, examples: Examples) -> tuple[Asked, ...]:
    """Ask the decision for each example; NotFoundError where there is no such decision."""
    return tuple(_asked(tables, examples.decision, each) for each in examples.examples)


def _asked(tables: Tables, decision: str, example: Example) -> Asked:
    answer: Answer | Refusal = decide(tables, decision, dict(example.given))
    if isinstance(answer, Refusal):
        return Asked(example, [], None, [each.code or each.sentence for each in answer.why])
    evaluation = answer.evaluation
    rows = [f"{row.decision}/{row.rule}" for row in evaluation.matched]
    return Asked(example, rows, as_written(to_json(evaluation.value)), [])


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of one file."""

    text: YamlText

    def example(self, number: int, written: object, usually: Mapping[str, str]) -> Example:
        path = ("examples", number)
        entry = self.mapping(path, written)
        self.only(path, entry, _OF_AN_EXAMPLE)
        if not entry.get("title"):
            raise self.refusal(path, 'The example has no "title".', "say in a line what it shows.")
        if ("refused" in entry) == ("rows" in entry or "result" in entry):
            raise self.refusal(
                path,
                "It is unclear what the decision must say.",
                'write "rows:" and "result:", or "refused:" with the codes of the contradictions.',
            )
        clauses = entry.get("clauses", [])
        if not isinstance(clauses, list):
            raise self.refusal((*path, "clauses"), "This is no list.", 'write "clauses: [N-08]".')
        return Example(
            title=str(entry["title"]),
            line=self.text.line(*path),
            clauses=tuple(str(each) for each in clauses),
            given={**usually, **self.values((*path, "given"), entry.get("given", {}))},
            rows=entry.get("rows"),
            result=entry.get("result"),
            refused=entry.get("refused"),
        )

    def values(self, path: tuple[str | int, ...], written: object) -> dict[str, str]:
        return {key: str(value) for key, value in self.mapping(path, written).items()}

    def mapping(self, path: tuple[str | int, ...], written: object) -> dict[str, Any]:
        if not isinstance(written, dict):
            raise self.refusal(path, "Named values are needed here.", "write name: value.")
        return written

    def only(
        self, path: tuple[str | int, ...], written: Mapping[str, object], known: tuple[str, ...]
    ) -> None:
        for key in written:
            if key not in known:
                said = ", ".join(known)
                raise self.refusal((*path, key), f'"{key}" means nothing here.', f"use {said}.")

    def refusal(self, path: tuple[str | int, ...], what: str, instead: str) -> DefinitionError:
        return DefinitionError([self.text.problem(path, what, _WHY, instead)])
