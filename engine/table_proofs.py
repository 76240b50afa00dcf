"""The gate for rules about decision tables: each is proved, or the facts that break it are shown."""

import json
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Final

from engine.admission import fields_of
from engine.dmn import Model
from engine.dmn.choice_trees import TooManyTreesError
from engine.dmn.conditions import listed
from engine.dmn.proofs import Claim, Counterexample, Prover, Said
from engine.dmn.symbolic import SymbolicModel
from engine.dmn.symbolic_values import REFUSED, BeyondProofError
from engine.names import nearest
from engine.problems import Problem
from engine.table_rules import FACTS, RULES, Implies, Monotone, TableRule, UnknownNeverGives

UNKNOWN: Final = "unknown"


def check_rules(
    models: Mapping[str, Model],
    rules: Sequence[TableRule],
    *,
    contradictions: str | None = None,
    file: str = RULES,
) -> list[Problem]:
    """Return a problem for each rule that does not hold or cannot be proved, in the order of the file.

    ``contradictions`` is the decision that lists what contradicts itself in the facts: facts without
    contradictions are shown where such facts break a rule.
    """
    proofs = _Proofs(models, contradictions, file)
    return [problem for rule in rules for problem in proofs.of(rule)]


class _Proofs:
    """The proofs of one folder; what the decisions say of the facts is worked out once."""

    def __init__(self, models: Mapping[str, Model], contradictions: str | None, file: str) -> None:
        self.models = models
        self.contradictions = contradictions
        self.file = file
        self._prover = cache(self._new_prover)

    def of(self, rule: TableRule) -> list[Problem]:
        try:
            found = self._counterexample(rule)
        except (BeyondProofError, TooManyTreesError) as refusal:
            reason = str(refusal) or "there are too many cases"
            return [self._problem(rule, f"This cannot be proved: {reason}.", _SIMPLER)]
        if found is None:
            return []
        return [self._problem(rule, _shown(found), "correct the tables, or this rule.")]

    def _counterexample(self, rule: TableRule) -> Counterexample | None:
        prover = self._prover_for(rule)
        match rule:
            case Monotone():
                return prover.monotone(rule.said, rule.output_order, rule.fact, rule.input_order)
            case Implies():
                return prover.implies(rule.given, rule.then)
            case UnknownNeverGives():
                return prover.unknown_never_gives(rule.said, rule.value, unknown=UNKNOWN)

    def _prover_for(self, rule: TableRule) -> Prover:
        files = {self._file_of(said.decision) for said in _said_by(rule)}
        if len(files) != 1:
            raise BeyondProofError("its decisions stand in different files")
        return self._prover(files.pop(), isinstance(rule, Monotone) and rule.known_only)

    def _file_of(self, decision: str) -> str:
        for file, model in self.models.items():
            if decision in model.decisions:
                return file
        near = nearest(decision, [each for m in self.models.values() for each in m.decisions])
        meant = f'; did you mean "{near}"' if near else ""
        raise BeyondProofError(f'there is no decision "{decision}"{meant}')

    def _new_prover(self, file: str, known_only: bool) -> Prover:
        model = self.models[file]
        symbolic = SymbolicModel(model, FACTS, _values(model, known_only=known_only))
        found = self.contradictions in model.decisions
        return Prover(symbolic, self.contradictions if found else None)

    def _problem(self, rule: TableRule, what: str, instead: str) -> Problem:
        label = ".".join([_said_by(rule)[-1].decision, *_said_by(rule)[-1].path])
        return Problem(self.file, rule.line, label, None, what, rule.because, instead)


_SIMPLER: Final = "use tables over choices and plain FEEL, or take the rule out."


def _said_by(rule: TableRule) -> list[Said]:
    if isinstance(rule, Implies):
        claims = (*rule.given, rule.then)
        return [claim.said for claim in claims if isinstance(claim, Claim)]
    return [rule.said]


def _values(model: Model, *, known_only: bool) -> dict[str, list[Hashable]]:
    """Return the facts with the values of each; raise BeyondProofError where they are not listed."""
    source = next((each for each in model.inputs.values() if each.name == FACTS), None)
    fields = fields_of(model, source.type_ref) if source is not None else None
    if not fields:
        raise BeyondProofError(f'the file has no input "{FACTS}" with named parts')
    found: dict[str, list[Hashable]] = {}
    for name, field in fields.items():
        values = [value for value in listed(field.allowed) or [] if isinstance(value, Hashable)]
        if not values:
            raise BeyondProofError(f"the values of {name} are not listed")
        found[name] = [value for value in values if not (known_only and value == UNKNOWN)]
    return found


def _shown(found: Counterexample) -> str:
    sets = "; and with ".join(
        f"{json.dumps(dict(facts), ensure_ascii=False)} the answer is {_word(answer)}"
        for facts, answer in zip(found.facts, found.answers, strict=True)
    )
    return f"This does not hold: with {sets}."


def _word(answer: Hashable) -> str:
    if answer is REFUSED:
        return "none at all"
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
