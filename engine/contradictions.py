"""Facts that cannot all be right: found by a decision table that the owner keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.dmn import DecisionError, Model
from engine.dmn.boxed import DecisionTable, Rule
from engine.dmn.model import Decision
from engine.dmn.reads import read_by
from engine.errors import DefinitionError
from engine.feel.values import Value
from engine.problems import Problem


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A row that matched: its code, what to tell the person, and the names of the facts concerned."""

    code: str
    sentence: str
    facts: tuple[str, ...]


def contradictions_in(
    model: Model, decision_id: str, facts: Mapping[str, Value], *, missing: frozenset[str]
) -> tuple[Contradiction, ...]:
    """Return the contradictions in the facts that were given, in table order.

    ``facts`` holds a value for every fact; those named in ``missing`` are fillers, and rows that test
    one of them are left out. The values are of the vocabulary. Raises DefinitionError where the
    decision cannot find contradictions.
    """
    decision = model.decisions[decision_id]
    try:
        evaluation = _without_rows_on(model, decision, missing).evaluate(
            decision_id, {"facts": facts}, strict=True
        )
    except DecisionError as error:
        raise DefinitionError([_unusable(model, decision, error.sentence)]) from None
    return stated(model, decision_id, evaluation.value)


def stated(model: Model, decision_id: str, found: Value) -> tuple[Contradiction, ...]:
    """Return the contradictions that a value of the decision states.

    Raises DefinitionError where it is not the value of a decision that finds contradictions.
    """
    decision = model.decisions[decision_id]
    if not isinstance(found, list):
        raise DefinitionError([_unusable(model, decision, "It does not give a list.")])
    return tuple(_contradiction(model, decision, each) for each in found)


def _without_rows_on(model: Model, decision: Decision, missing: frozenset[str]) -> Model:
    table = decision.expression
    if not isinstance(table, DecisionTable):
        raise DefinitionError([_unusable(model, decision, "It is not a decision table.")])
    if not missing:
        return model
    tested = [read_by(model, decision, column.expression) for column in table.inputs]
    uncertain = [
        any(fields is None or fields & missing for fields in reads.values()) for reads in tested
    ]
    kept = tuple(rule for rule in table.rules if not _tests(rule, uncertain))
    reduced = replace(decision, expression=replace(table, rules=kept))
    return replace(model, decisions={**model.decisions, decision.id: reduced})


def _tests(rule: Rule, columns: list[bool]) -> bool:
    return any(
        uncertain and not (cell.tests is not None and cell.tests.tree.matches_anything)
        for cell, uncertain in zip(rule.inputs, columns, strict=True)
    )


def _contradiction(model: Model, decision: Decision, found: Value) -> Contradiction:
    if isinstance(found, dict):
        code, sentence, facts = found.get("code"), found.get("sentence"), found.get("facts")
        if isinstance(code, str) and isinstance(sentence, str) and isinstance(facts, list):
            return Contradiction(code, sentence, tuple(str(fact) for fact in facts))
    raise DefinitionError(
        [_unusable(model, decision, "A row does not give code, sentence and facts.")]
    )


def _unusable(model: Model, decision: Decision, what: str) -> Problem:
    return Problem(
        model.file,
        decision.line,
        decision.id,
        decision.label,
        what,
        "Facts that contradict each other could not be refused.",
        "a COLLECT table of three outputs: code, sentence, facts (a list of names).",
    )
