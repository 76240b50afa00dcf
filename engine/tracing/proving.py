"""Prove a trace: take each carrier away, and see whether what cites its clauses notices.

A scenario or example that never comes by the carrier cannot notice, and is not played.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.decide import Tables
from engine.decision_examples import FOLDER as EXAMPLES
from engine.decision_examples import Examples, ask, read_examples
from engine.errors import EngineError
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario
from engine.scenarios import Does, Scenario, Starts
from engine.tracing.carriers import Carrier, Sort
from engine.tracing.taking_away import version_without
from engine.version import Version

# A case says what happens, not what is read on a page, in a document, or by whom.
_OF_TESTS: Final = (Sort.TEXT, Sort.DOCUMENT, Sort.ACCESS)


@dataclass(frozen=True, slots=True)
class Loss:
    """A carrier that was taken away, and for each of its clauses the file that noticed, or None."""

    carrier: Carrier
    noticed_by: Mapping[str, str | None]

    @property
    def unnoticed(self) -> tuple[str, ...]:
        """Return the clauses for which nothing noticed."""
        return tuple(clause for clause, file in self.noticed_by.items() if file is None)


@dataclass(frozen=True)
class Cases:
    """The scenarios and decision examples of a version, and what each comes by."""

    version: Version
    citing: Mapping[str, tuple[str, ...]] = field(repr=False)
    _cases: dict[str, Scenario | Examples] = field(default_factory=dict, repr=False)
    _trails: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def comes_by(self, path: str) -> frozenset[str]:
        """Return what the case in the file comes by: elements, forms and rows, as carriers are placed."""
        if path not in self._trails:
            self._trails[path] = frozenset(self._trail(self._case(path)))
        return self._trails[path]

    def _case(self, path: str) -> Scenario | Examples:
        if path not in self._cases:
            files = self.version.files
            read = read_examples if path.startswith(EXAMPLES) else read_scenario
            self._cases[path] = read(files, path)
        return self._cases[path]

    def notices(self, path: str, version: Version) -> bool:
        """Say whether the case or the examples in the file fail on another version."""
        return not self._holds(self._case(path), version)

    def _holds(self, case: Scenario | Examples, version: Version) -> bool:
        if isinstance(case, Examples):
            return not any(answer.differences for answer in ask(tables_of(version), case))
        try:
            return play(case, memory_desk(version, case)).as_expected
        except EngineError:
            # A called process that is played by itself cannot even be begun.
            return False

    def _trail(self, case: Scenario | Examples) -> Iterator[str]:
        if isinstance(case, Examples):
            for answer in ask(tables_of(self.version), case):
                yield from answer.rows
                yield from (f"{self.version.settings.contradictions}/{c}" for c in answer.refused)
            return
        desk = memory_desk(self.version, case)
        play(case, desk)
        for process, name in desk.case.taken:
            flow = self.version.diagram(process).flows[name]
            yield f"{process}/{flow.source}"
            yield f"{process}/{flow.target}"
        for made in desk.case.decisions:
            yield from made.rows
        for step in case.steps:
            if isinstance(step.act, Does | Starts):
                form = self._form_of(step.act)
                yield form
                yield from (_tried(form, needed) for needed in step.act.needs)
                yield from (_answered(form, path) for path in _paths(step.act.answers))
                if step.refused is not None:
                    yield _refused(form)

    def _form_of(self, act: Does | Starts) -> str:
        if isinstance(act, Does):
            return act.task
        begun = self.version.begun_on_cases()
        return begun[act.process].id if act.process in begun else act.process


def prove(cases: Cases, carriers: Iterable[Carrier], *, only: str | None = None) -> Iterator[Loss]:
    """Yield what the loss of each carrier leads to; `only` for one clause.

    What no case can notice is left to tests.
    """
    for carrier in carriers:
        clauses = [each for each in dict.fromkeys(carrier.clauses) if only in (None, each)]
        if clauses:
            yield Loss(carrier, _noticed(cases, carrier, clauses))


def _noticed(cases: Cases, carrier: Carrier, clauses: list[str]) -> Mapping[str, str | None]:
    if carrier.sort in _OF_TESTS:
        return dict.fromkeys(clauses)
    without = version_without(cases.version, carrier)
    known: dict[str, bool] = {}
    found: dict[str, str | None] = dict.fromkeys(clauses)
    for clause in clauses:
        for path in _likely_first(cases, cases.citing.get(clause, ()), carrier):
            if path not in known:
                known[path] = cases.notices(path, without)
            if known[path]:
                found[clause] = path
                break
    return found


def _likely_first(cases: Cases, paths: Iterable[str], carrier: Carrier) -> list[str]:
    """Return those that come by the carrier: examples, which take no time, and who tries without it."""
    tried = _tried(carrier.place.partition("/")[2], carrier.id)
    return sorted(
        (path for path in paths if _comes_by(cases, path, carrier)),
        key=lambda path: EXAMPLES not in path and tried not in cases.comes_by(path),
    )


def _asks(trail: frozenset[str], carrier: Carrier) -> bool:
    """Say whether a case that comes by the form could notice the loss of the question.

    Where it always answers, it cannot notice that it need not; where it never does, that it cannot.
    """
    form = carrier.place.partition("/")[2]
    if carrier.kind == "group" or carrier.id.startswith(("facts.", "case.")):
        return form in trail
    tried = _tried(form, carrier.id) in trail or _refused(form) in trail
    return tried or (carrier.kind != "required" and _answered(form, carrier.id) in trail)


def _tried(form: str, question: str) -> str:
    return f"{form} without {question}"


def _answered(form: str, question: str) -> str:
    return f"{form} answers {question}"


def _refused(form: str) -> str:
    return f"{form} is refused"


def _paths(answers: Mapping[str, Any], inside: str = "") -> Iterator[str]:
    """Yield the path of each answer, and of each group of them, as questions are placed."""
    for name, value in answers.items():
        path = f"{inside}{name}"
        yield path
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping):
                yield from _paths(each, f"{path}.")


def _comes_by(cases: Cases, path: str, carrier: Carrier) -> bool:
    trail = cases.comes_by(path)
    match carrier.sort:
        case Sort.ROW if carrier.place == cases.version.settings.contradictions:
            return True
        case Sort.QUESTION:
            return _asks(trail, carrier)
    return f"{carrier.place}/{carrier.id}" in trail


def tables_of(version: Version) -> Tables:
    """Return the tables of a version as `decide` takes them."""
    return Tables(version.models, version.settings.contradictions, version.settings.values())
