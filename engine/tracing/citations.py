"""What shows that a clause is carried out: scenarios, decision examples and tests that cite it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.clauses import Clause
from engine.decision_examples import example_paths, read_examples
from engine.errors import DefinitionError
from engine.names import nearest
from engine.problems import Problem
from engine.scenario_reader import read_scenario, scenario_paths


class Proof(StrEnum):
    """What cites a clause, in the words of lists."""

    SCENARIO = "scenario"
    EXAMPLE = "decision example"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Citation:
    """One thing that cites a clause: `name` is its title or the function's name, `file` where it stands."""

    clause: str
    proof: Proof
    name: str
    file: str
    line: int


def cited_in_cases(files: Mapping[str, bytes]) -> tuple[Citation, ...]:
    """Return what the scenarios and decision examples of a folder cite, in the order of files."""
    return (*_in_scenarios(files), *_in_examples(files))


def cited_in_tests(folder: Path) -> tuple[Citation, ...]:
    """Return what the tests below the folder cite by ``pytest.mark.clause("N-08", ...)``.

    They are read and not run, so the ids must be written out there: DefinitionError names a mark whose
    ids are worked out. A folder that is not there has none.
    """
    found: list[Citation] = []
    for path in sorted(folder.rglob("test_*.py")):
        file = path.relative_to(folder.parent).as_posix()
        tree = ast.parse(path.read_bytes())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found += _in_function(node, file)
    return tuple(found)


def check_citations(
    citations: tuple[Citation, ...], clauses: Mapping[str, Clause]
) -> tuple[Problem, ...]:
    """Return a problem for each citation of a clause that the register does not have."""
    return tuple(_unknown(each, clauses) for each in citations if each.clause not in clauses)


def _in_scenarios(files: Mapping[str, bytes]) -> Iterator[Citation]:
    for path in scenario_paths(files):
        scenario = read_scenario(files, path)
        for clause in scenario.clauses:
            yield Citation(clause, Proof.SCENARIO, scenario.title, path, 1)


def _in_examples(files: Mapping[str, bytes]) -> Iterator[Citation]:
    for path in example_paths(files):
        for example in read_examples(files, path).examples:
            for clause in example.clauses:
                yield Citation(clause, Proof.EXAMPLE, example.title, path, example.line)


def _in_function(function: ast.FunctionDef, file: str) -> Iterator[Citation]:
    for decorator in function.decorator_list:
        for node in ast.walk(decorator):
            if isinstance(node, ast.Call) and _is_mark(node.func):
                for clause in _written_out(node, file, function.name):
                    yield Citation(clause, Proof.TEST, function.name, file, function.lineno)


def _written_out(mark: ast.Call, file: str, test: str) -> Iterator[str]:
    for argument in mark.args:
        each = argument.value if isinstance(argument, ast.Starred) else argument
        try:
            value = ast.literal_eval(each)
        except ValueError:
            raise DefinitionError([_worked_out(file, mark.lineno, test)]) from None
        yield from (value,) if isinstance(value, str) else value


def _is_mark(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and called.attr == "clause"


def _worked_out(file: str, line: int, test: str) -> Problem:
    return Problem(
        file,
        line,
        test,
        None,
        "The clauses that the test cites are worked out when it runs.",
        "Tests are read and not run to find out what they cite.",
        'write them out, for instance pytest.mark.clause("N-08").',
    )


def _unknown(citation: Citation, clauses: Mapping[str, Clause]) -> Problem:
    near = nearest(citation.clause, clauses)
    return Problem(
        citation.file,
        citation.line,
        None,
        citation.name,
        f'There is no clause "{citation.clause}".',
        "What it shows could not be looked up.",
        f'cite "{near}", or another clause of workflows/clauses.yaml.'
        if near
        else "cite a clause of workflows/clauses.yaml.",
    )
