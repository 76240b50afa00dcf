"""Ask a decision for its answer on given facts, outside of any case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.admission import Field, field_of_type, fields_of, unknown_names
from engine.contradictions import contradictions_in
from engine.dmn import DecisionError, Evaluation, Model, ModelError, read_model
from engine.dmn.reads import reads, required_inputs
from engine.errors import DefinitionError, NotFoundError
from engine.feel import to_json
from engine.feel.python_values import Json
from engine.names import nearest
from engine.problems import Problem
from engine.settings import SettingValue
from engine.settings_reader import read_settings

FACTS: Final = "facts"
"""The input that is given flat, as the facts of a case are."""

SETTINGS: Final = "settings"
"""The input that nobody gives: it is what the folder's settings say."""

_SETTINGS: Final = "workflows/settings.yaml"


@dataclass(frozen=True, slots=True)
class Tables:
    """The models of a folder by file, its settings, and the decision that finds contradictions, if any."""

    models: Mapping[str, Model]
    contradictions: str | None
    settings: Mapping[str, SettingValue]

    def model_of(self, decision_id: str) -> Model:
        """Return the model that holds the decision, or raise NotFoundError naming the nearest."""
        for model in self.models.values():
            if decision_id in model.decisions:
                return model
        near = nearest(decision_id, [one for m in self.models.values() for one in m.decisions])
        meant = f' Did you mean "{near}"?' if near else ""
        raise NotFoundError(f'There is no decision "{decision_id}".{meant}')


@dataclass(frozen=True, slots=True)
class Answer:
    """What the decision says, and the rows of every table that it rests on."""

    decision: str
    evaluation: Evaluation

    def as_json(self) -> dict[str, Json]:
        """Return decision, outputs, and the rows matched, required decisions first."""
        return {
            "decision": self.decision,
            "outputs": {name: to_json(value) for name, value in self.evaluation.outputs.items()},
            "matched": [
                {"decision": row.decision, "rule": row.rule, "clauses": list(row.clauses)}
                for row in self.evaluation.matched
            ],
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a refusal, and the names of the given or missing values that it concerns.

    `code` is that of the row which finds a contradiction, and empty for any other reason.
    """

    sentence: str
    names: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the given facts get no answer."""

    why: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return a sentence for each reason."""
        return tuple(reason.sentence for reason in self.why)


def read_tables(files: Mapping[str, bytes]) -> Tables:
    """Read the decision tables of a folder, and of its settings which decision finds contradictions.

    Only these are read, so that a table answers while a diagram beside it is being worked on. Raises
    DefinitionError with every problem found in them.
    """
    problems: list[Problem] = []
    models: dict[str, Model] = {}
    for file, content in sorted(files.items()):
        if file.endswith(".dmn"):
            try:
                models[file] = read_model(content, file=file)
            except ModelError as error:
                problems.append(_unreadable(error))
    problems += [problem for model in models.values() for problem in _problems_of(model)]
    if problems:
        raise DefinitionError(problems)
    if _SETTINGS not in files:
        return Tables(models, None, {})
    settings = read_settings(files[_SETTINGS], file=_SETTINGS)
    values = {key: each.value for key, each in settings.settings.items()}
    return Tables(models, settings.contradictions, values)


def wanted(tables: Tables, decision_id: str) -> tuple[Field, ...]:
    """Return the values that have to be given for the decision, in the order of the model.

    Raises NotFoundError for a decision that is not there.
    """
    asked = _Asked(tables, tables.model_of(decision_id), decision_id)
    return tuple(field for name, field in asked.known.items() if name in asked.read)


def decide(tables: Tables, decision_id: str, given: Json) -> Answer | Refusal:
    """Answer one set of facts, or refuse it.

    What is given is flat: the facts where the decision has the input `facts`, and its other inputs beside
    them, without `settings`, which are the folder's. Refused are an unknown name, a value that is not
    allowed, a value that is missing and read, contradictory facts, and whatever a strict evaluation
    refuses. Raises NotFoundError for a decision that is not there.
    """
    asked = _Asked(tables, tables.model_of(decision_id), decision_id)
    if not isinstance(given, dict):
        return Refusal((Reason("A set is an object of names and values."),))
    refusals = tuple(asked.refusals(given))
    if refusals:
        return Refusal(refusals)
    try:
        evaluation = asked.model.evaluate(decision_id, asked.context(given), strict=True)
    except DecisionError as error:
        return Refusal((Reason(str(error)),))
    return Answer(decision_id, evaluation)


class _Asked:
    """A decision that is asked: what it takes, and what of that it reads."""

    def __init__(self, tables: Tables, model: Model, decision_id: str) -> None:
        self.tables = tables
        self.model = model
        self.decision_id = decision_id
        read = reads(model, decision_id)
        inputs = required_inputs(model, decision_id) | set(read)
        self.takes_settings = SETTINGS in inputs
        inputs = inputs - {SETTINGS}
        facts = _facts_fields(model) if FACTS in inputs else None
        self.facts = frozenset(facts or ())
        beside = {
            each.name: field_of_type(model, each)
            for each in model.inputs.values()
            if each.name in (inputs if facts is None else inputs - {FACTS})
        }
        self.known = {**(facts or {}), **beside}
        named = read.get(FACTS, frozenset()) if self.facts else frozenset()
        self.read = (self.facts if named is None else named) | (frozenset(read) & frozenset(beside))

    def refusals(self, given: Mapping[str, Json]) -> Iterator[Reason]:
        unknown = (Reason(sentence) for sentence in unknown_names(given, self.known))
        wrong = [*unknown, *self._outside(given)]
        yield from wrong
        for name in self.known:
            if name in self.read and name not in given:
                yield Reason(f"{name} is missing, and {self.decision_id} reads it.", (name,))
        if self.facts and not wrong:
            yield from self._contradictions(given)

    def context(self, given: Mapping[str, Json]) -> dict[str, object]:
        """Bind what is given; a fact that is not read is filled in, as the type wants every fact."""
        values = {
            name: field.value(given[name]) if name in given else field.some_value()
            for name, field in self.known.items()
        }
        given_by_folder = {SETTINGS: dict(self.tables.settings)} if self.takes_settings else {}
        if self.facts:
            facts = {name: values.pop(name) for name in self.facts}
            return {FACTS: facts, **values, **given_by_folder}
        return {**values, **given_by_folder}

    def _outside(self, given: Mapping[str, Json]) -> Iterator[Reason]:
        for name, value in given.items():
            refusal = self.known[name].refusal(value) if name in self.known else None
            if refusal is not None:
                yield Reason(refusal, (name,))

    def _contradictions(self, given: Mapping[str, Json]) -> Iterator[Reason]:
        decision_id = self.tables.contradictions
        if decision_id is None:
            return
        model = self.tables.model_of(decision_id)
        values = {name: field.some_value() for name, field in (_facts_fields(model) or {}).items()}
        facts = {name: value for name, value in given.items() if name in self.facts}
        values |= {name: self.known[name].value(value) for name, value in facts.items()}
        missing = frozenset(values) - frozenset(facts)
        for found in contradictions_in(model, decision_id, values, missing=missing):
            sentence = f"{found.code}: {found.sentence} ({', '.join(found.facts)})"
            yield Reason(sentence, found.facts, found.code)


def _facts_fields(model: Model) -> Mapping[str, Field] | None:
    for each in model.inputs.values():
        if each.name == FACTS:
            return fields_of(model, each.type_ref)
    return None


def _problems_of(model: Model) -> Iterator[Problem]:
    for each in model.problems:
        yield Problem(
            model.file, each.line, each.element, each.label, each.what, each.why, each.instead
        )


def _unreadable(error: ModelError) -> Problem:
    return Problem(
        error.file,
        error.line,
        None,
        None,
        error.sentence,
        "No decision of it can be asked.",
        "save it again from a modeller.",
    )
