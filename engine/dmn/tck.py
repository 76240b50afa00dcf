"""Run the DMN compatibility kit: `python -m engine.dmn.tck FOLDER [--json]`.

The folder is the kit, or any part of it: case folders hold models (.dmn) and test files (.xml), and stand
in folders called `compliance-level-N`. Everything that cannot be read or answered counts as failed; only
cases whose model declares a Java or PMML function, and that fail, count as external.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

from engine.dmn.errors import ModelError
from engine.dmn.evaluation import Evaluation
from engine.dmn.external_functions import declares_external_function
from engine.dmn.model import Model
from engine.dmn.reader import read_models
from engine.dmn.tck_cases import ExpectedResult, KitCase, read_kit_file
from engine.feel import Budget
from engine.feel.text import text_of
from engine.feel.values import Value

Outcome = Literal["passed", "failed", "external"]

_LEVEL: Final = re.compile(r"compliance-level-(\d)")
_TOLERANCE: Final = Decimal("1E-8")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one case."""

    level: int
    file: str
    case: str
    outcome: Outcome
    detail: str


def run_kit(folder: Path) -> Iterator[CaseResult]:
    """Yield the result of every case of a folder of the kit, in order."""
    for test_file in sorted(folder.rglob("*.xml")):
        if any(test_file.parent.glob("*.dmn")) or _holds_cases(test_file):
            yield from _run_file(test_file, _level(test_file))


def _holds_cases(file: Path) -> bool:
    """Tell whether a file with no model beside it is a test file all the same: its cases then fail."""
    try:
        return bool(read_kit_file(file.read_bytes(), file=file.name).cases)
    except (ModelError, ValueError):
        return False


def _level(test_file: Path) -> int:
    """Return the level that a folder above the file names, or 0."""
    matches = filter(None, map(_LEVEL.fullmatch, test_file.resolve().parts))
    return max((int(match[1]) for match in matches), default=0)


def _run_file(test_file: Path, level: int) -> Iterator[CaseResult]:
    name = test_file.name
    try:
        kit_file = read_kit_file(test_file.read_bytes(), file=name)
    except (ModelError, ValueError) as error:
        yield CaseResult(level, name, "", "failed", f"the test file cannot be read: {error}")
        return
    try:
        model = _models(test_file.parent)[kit_file.model]
    except (ModelError, KeyError) as error:
        for case in kit_file.cases:
            detail = f"the model cannot be read: {error}"
            yield CaseResult(level, name, case.id, "failed", detail)
        return
    for case in kit_file.cases:
        detail = _failure(model, case)
        outcome: Outcome = "passed"
        if detail:
            outcome = "external" if declares_external_function(model) else "failed"
        yield CaseResult(level, name, case.id, outcome, detail)


def _models(folder: Path) -> dict[str, Model]:
    contents = {path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}
    return read_models(contents)


def _failure(model: Model, case: KitCase) -> str:
    """Return what is wrong with the answers to a case, or nothing."""
    inputs = _inputs(model, case)
    if case.service is not None:
        return _service_failure(model, case, case.service, inputs)
    for expected in case.expected:
        try:
            evaluation = model.evaluate(expected.name, inputs, strict=False)
        except KeyError:
            return f"there is no decision {expected.name!r}"
        detail = _difference(expected, evaluation.value, evaluation)
        if detail:
            return detail
    return ""


def _service_failure(model: Model, case: KitCase, service: str, inputs: Mapping[str, Value]) -> str:
    try:
        evaluation = model.invoke(service, inputs, strict=False)
    except KeyError:
        return f"there is no decision service {service!r}"
    for expected in case.expected:
        value = evaluation.value
        if len(case.expected) > 1 or (isinstance(value, dict) and expected.name in value):
            value = value.get(expected.name) if isinstance(value, dict) else None
        detail = _difference(expected, value, evaluation)
        if detail:
            return detail
    return ""


def _inputs(model: Model, case: KitCase) -> dict[str, Value]:
    """Return the inputs; those of an imported model stand under the name of the import."""
    prefixes = {each.model.namespace: each.name for each in model.imports}
    inputs: dict[str, Value] = {}
    for namespace, name, value in case.inputs:
        prefix = prefixes.get(namespace)
        if prefix:
            part = inputs.setdefault(prefix, {})
            if isinstance(part, dict):
                part[name] = value
        else:
            inputs[name] = value
    return inputs


def _difference(expected: ExpectedResult, value: Value, evaluation: Evaluation) -> str:
    wanted = None if expected.is_error else expected.value
    if same(wanted, value):
        return ""
    reasons = "; ".join(warning.sentence for warning in evaluation.warnings[:3])
    return f"{expected.name}: expected {_shown(wanted)}, found {_shown(value)} ({reasons})"


def same(expected: Value, value: Value) -> bool:
    """Tell whether a value is the expected one; numbers may differ by rounding beyond 8 places."""
    match expected, value:
        case bool(), _:
            return value is expected
        case Decimal(), Decimal():
            size = max(abs(expected), Decimal(1))
            return abs(expected - value) <= _TOLERANCE * size
        case list(), list():
            return len(expected) == len(value) and all(map(same, expected, value))
        case dict(), dict():
            return expected.keys() == value.keys() and all(
                same(expected[key], value[key]) for key in expected
            )
    return expected == value


def _shown(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else text_of(value, Budget())


def summary(results: Iterable[CaseResult]) -> dict[int, dict[str, int]]:
    """Return the number of cases per level and outcome."""
    levels: dict[int, dict[str, int]] = {}
    for result in results:
        level = levels.setdefault(result.level, {"passed": 0, "failed": 0, "external": 0})
        level[result.outcome] += 1
    return levels


def main(arguments: list[str]) -> int:
    """Run the kit and print; return 0 where no case failed, else 1, and 2 where none was found."""
    parser = argparse.ArgumentParser(prog="engine.dmn.tck", description="Run the DMN TCK.")
    parser.add_argument("folder", type=Path, help="the kit, or a part of it")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    options = parser.parse_args(arguments)
    results = list(run_kit(options.folder))
    levels = summary(results)
    _print_json(results, levels) if options.json else _print_lines(results, levels)
    if not results:
        sys.stderr.write(f"{options.folder} holds no case of the kit.\n")
        return 2
    return 1 if any(result.outcome == "failed" for result in results) else 0


def _print_lines(results: list[CaseResult], levels: dict[int, dict[str, int]]) -> None:
    for result in results:
        if result.outcome != "passed":
            place = f"level {result.level}: {result.file} {result.case}"
            sys.stdout.write(f"{place}: {result.outcome}: {result.detail}\n")
    for level, counts in sorted(levels.items()):
        total = sum(counts.values())
        share = 100 * counts["passed"] / total
        sys.stdout.write(
            f"level {level}: {counts['passed']:,} of {total:,} passed ({share:.1f} %), "
            f"{counts['failed']:,} failed, {counts['external']:,} external\n"
        )


def _print_json(results: list[CaseResult], levels: dict[int, dict[str, int]]) -> None:
    document = {
        "levels": {str(level): counts for level, counts in sorted(levels.items())},
        "cases": [asdict(result) for result in results],
    }
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
