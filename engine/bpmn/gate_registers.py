"""Registers: what is written into them fits, and how their rows stand can be worked out."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.bpmn.gate_answers import answer_of, answers_of
from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_formulas import COUNT, DAY, WORD
from engine.bpmn.gate_functions import CALENDAR, STANDARD, Function
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_types import (
    DATE,
    NUMBER,
    TEXT,
    Choice,
    ListOf,
    Type,
    in_words,
    kind_of,
)
from engine.bpmn.model import Diagram, Formula
from engine.feel import Expression
from engine.feel.syntax import If, Name, Node, StringLiteral
from engine.forms import Condition, Form, Group, Rows
from engine.forms.entries import asked_in, entries_in
from engine.registers import COUNTING, REGISTERS, Register, RegisterField
from engine.registers.writing import PROPERTY, ROW_PROPERTY
from engine.version import Version

_HELD: Final[Mapping[str, Type]] = {
    "text": TEXT,
    "date": DATE,
    "number": NUMBER,
    "agencies": ListOf(TEXT),
}


_FUNCTIONS: Final[Mapping[str, Function]] = {
    **STANDARD,
    **{name: CALENDAR[name] for name in COUNTING},
}


def check_registers(dataflow: Dataflow) -> Findings:
    """Return what is wrong with what registers.yaml says by itself and of the rest of the version."""
    findings = Findings(REGISTERS)
    version = dataflow.version
    written = _written(version)
    for register in version.registers.values():
        reading = Inference(
            {**dataflow.shared, **held_in(register)},
            _FUNCTIONS,
        )
        _check_formulas(register, reading, dataflow, findings)
        for clause in register.clauses:
            if clause not in version.clauses and not _unreadable(version):
                place = register.line, register.key, register.title
                instead = offer(clause, version.clauses)
                findings.refuse("unknown_clause", *place, clause=clause, instead=instead)
        for field in register.fields.values():
            if (register.key, field.key) not in written and not version.unreadable:
                place = field.line, f"{register.key}.{field.key}", field.label
                findings.refuse("field_unwritten", *place, name=field.key, register=register.key)
    return findings


def held_in(register: Register) -> dict[str, Type]:
    """Return what is known of each field of a register."""
    return {key: _holds(each) for key, each in register.fields.items()}


def check_entries(form: Form, reading: Inference, dataflow: Dataflow, findings: Findings) -> None:
    """Refuse what a form writes that its register does not hold."""
    reading = Inference(reading.names, _FUNCTIONS)
    for component in entries_in(form.components):
        entry = component.entry
        if entry is None:
            continue
        place = entry.line, component.path or None, component.label
        register = dataflow.version.registers.get(entry.register)
        if register is None:
            instead = offer(entry.register, dataflow.version.registers)
            findings.refuse("unknown_register", *place, register=entry.register, instead=instead)
            continue
        inner = reading
        if isinstance(component, Rows):
            inner = reading.within(answers_of(component.components))
        for question in asked_in(component):
            beside = question.line, question.path, question.label
            _check_written(register, question.key, answer_of(question), beside, findings)
        for name, condition in entry.sets.items():
            found = _checked(condition, f'value of "{name}"', inner, dataflow, findings, component)
            _check_written(register, name, found, place, findings)
        if entry.row is not None:
            _checked(
                entry.row, "number of the row", inner, dataflow, findings, component, wanted=COUNT
            )


def check_standing(diagram: Diagram, dataflow: Dataflow, findings: Findings) -> None:
    """Refuse an element that writes what no register holds."""
    for element in diagram.elements.values():
        if PROPERTY not in element.properties:
            if ROW_PROPERTY in element.properties:
                findings.on("row_alone", element)
            continue
        write = element.writes
        if write is None:
            findings.on("standing_unclear", element)
            continue
        register = dataflow.version.registers.get(write.register)
        if register is None:
            instead = offer(write.register, dataflow.version.registers)
            findings.on("unknown_register", element, register=write.register, instead=instead)
            continue
        if write.row is not None:
            reading, place = dataflow.reading(element), (element.id, element.label)
            dataflow.formulas.check(write.row, reading, findings, place, wanted=COUNT)
        for name, value in write.fields.items():
            at = element.line, element.id, element.label
            _check_written(register, name, Choice(frozenset({value})), at, findings)


def _check_formulas(
    register: Register, reading: Inference, dataflow: Dataflow, findings: Findings
) -> None:
    place = register.key, register.title
    dataflow.formulas.check(register.state, reading, findings, place, wanted=WORD)
    if register.due is not None:
        dataflow.formulas.check(register.due, reading, findings, place, wanted=DAY)
    yields = set(_texts_yielded(dataflow, register))
    if not yields:
        return
    for value in sorted(yields - set(register.states)):
        instead = offer(value, register.states)
        findings.refuse(
            "state_unknown",
            register.state.line,
            *place,
            register=register.key,
            value=value,
            instead=instead,
        )
    for value in register.states:
        if value not in yields:
            line = register.state.line
            findings.refuse("state_unused", line, *place, register=register.key, value=value)


def _texts_yielded(dataflow: Dataflow, register: Register) -> Iterator[str]:
    """Yield the texts that the formula of the state may have for a value, where that is written in it."""
    parsed = dataflow.formulas.tree(register.state)
    if not isinstance(parsed, Expression):
        return
    for node in _results(parsed.tree):
        if isinstance(node, StringLiteral):
            yield node.value
        elif isinstance(node, Name) and node.name in register.fields:
            yield from register.fields[node.name].values


def _results(node: Node) -> Iterator[Node]:
    if isinstance(node, If):
        yield from _results(node.consequence)
        yield from _results(node.alternative)
    else:
        yield node


def _check_written(
    register: Register,
    name: str,
    found: Type,
    place: tuple[int | None, str | None, str | None],
    findings: Findings,
) -> None:
    field = register.fields.get(name)
    if field is None:
        instead = offer(name, register.fields)
        findings.refuse(
            "unknown_register_field", *place, register=register.key, name=name, instead=instead
        )
        return
    held = _holds(field)
    kind = kind_of(found)
    if kind not in (None, "null", kind_of(held)):
        findings.refuse(
            "register_field_kind",
            *place,
            register=register.key,
            name=name,
            asked=in_words(found),
            wanted=in_words(held),
        )
    if isinstance(found, Choice) and isinstance(held, Choice):
        for value in sorted(found.values - held.values):
            instead = offer(value, held.values)
            findings.refuse(
                "register_field_value",
                *place,
                register=register.key,
                name=name,
                value=value,
                instead=instead,
            )


def _checked(
    condition: Condition,
    where: str,
    reading: Inference,
    dataflow: Dataflow,
    findings: Findings,
    component: Group | Rows,
    wanted: tuple[str, ...] = (),
) -> Type:
    formula = Formula(condition.text, condition.line, where)
    place = component.path or None, component.label
    return dataflow.formulas.check(formula, reading, findings, place, wanted=wanted)


def _holds(field: RegisterField) -> Type:
    return Choice(frozenset(field.values)) if field.values else _HELD.get(field.type, TEXT)


def _written(version: Version) -> set[tuple[str, str]]:
    """Return every field of a register that a form or a diagram writes."""
    found: set[tuple[str, str]] = set()
    for form in version.forms.values():
        for component in entries_in(form.components):
            if component.entry is not None:
                named = [question.key for question in asked_in(component)]
                found |= {
                    (component.entry.register, key) for key in (*named, *component.entry.sets)
                }
    for diagram in version.diagrams.values():
        for element in diagram.elements.values():
            if element.writes is not None:
                found |= {(element.writes.register, key) for key in element.writes.fields}
    return found


def _unreadable(version: Version) -> bool:
    return "workflows/clauses.yaml" in version.unreadable
