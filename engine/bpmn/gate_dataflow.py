"""Which variables a case can have at each element, on some path, and what is known of each.

The values of a process instance come from forms, decisions, mappings and loops; the flows carry them on.
Processes that call each other are worked through together until nothing changes any more; until then a
name that is not known yet counts as null, which says nothing about the variable it is mapped to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from engine.bpmn.gate_decisions import Decisions
from engine.bpmn.gate_formulas import Formulas, item_of
from engine.bpmn.gate_functions import CALENDAR, STANDARD, Function
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_process import is_too_long
from engine.bpmn.gate_types import (
    BOOLEAN,
    DATE,
    NULL,
    NUMBER,
    TEXT,
    UNKNOWN,
    Choice,
    Fields,
    ListOf,
    Type,
    either,
    nested,
)
from engine.bpmn.model import Diagram, Element, Kind, Transfer
from engine.forms import Form, RoutingType
from engine.settings import FIXED_CASE_FIELDS, Settings, SettingValue
from engine.version import Version

Names = Mapping[str, Type]

FUNCTIONS: Final[Mapping[str, Function]] = {**STANDARD, **CALENDAR}
_NAMES_OF_A_CASE: Final[Mapping[str, Type]] = {
    "text": TEXT,
    "date": DATE,
    "number": NUMBER,
    "boolean": BOOLEAN,
}


@dataclass(frozen=True, slots=True)
class Dataflow:
    """The variables before and after each element of each process, by (process, element)."""

    version: Version
    decisions: Decisions
    formulas: Formulas
    shared: Names
    before: dict[tuple[str, str], Names] = field(default_factory=dict)
    after: dict[tuple[str, str], Names] = field(default_factory=dict)
    # What a form answers depends on nothing else, and is asked each time round.
    _answered: dict[tuple[str, str], Type] = field(default_factory=dict)

    @classmethod
    def of(cls, version: Version, decisions: Decisions, formulas: Formulas) -> "Dataflow":
        """Work out the variables of all processes of a version."""
        flow = cls(version, decisions, formulas, _shared(version.settings, decisions))
        order = [item for item in version.diagrams.values() if not is_too_long(item)]
        # Each round carries what is known at least one call further.
        for _ in range(2 * len(order) + 4):
            known = dict(flow.after)
            for diagram in order:
                flow._work_through(diagram)
            if known == flow.after:
                break
        return flow

    def reading(self, element: Element, *, inside_loop: bool = True) -> Inference:
        """Return what a formula of the element may read; the list of its own loop stands outside it."""
        names = dict(self.before.get((element.process, element.id), {}))
        if inside_loop and element.loop is not None:
            names.update(self.loop_names(element, names))
        return Inference({**names, **self.shared}, FUNCTIONS, missing=NULL)

    def reading_results(self, element: Element) -> Inference:
        """Return what the output of the element's loop may read: also what the element itself found."""
        inner = self.reading(element)
        return inner.within(self._results(element, inner))

    def reading_at_end(self, process: str) -> Inference:
        """Return what an output mapping may read of a called process: all it knew at some end."""
        diagram = self.version.diagrams[process]
        ends = [
            self.after.get((process, element.id), {})
            for element in diagram.children(None)
            if element.kind is Kind.END_EVENT
        ]
        return Inference({**_together(ends), **self.shared}, FUNCTIONS, missing=NULL)

    def loop_names(self, element: Element, names: Names) -> Names:
        """Return the element of a multi-instance, which each of its instances reads."""
        if element.loop is None:
            return {}
        outside = Inference({**names, **self.shared}, FUNCTIONS, missing=NULL)
        known = self.formulas.infer(element.loop.collection, outside)
        return {element.loop.element: item_of(known)}

    def _work_through(self, diagram: Diagram) -> None:
        entry = self._at_entry(diagram)
        # Every element is looked at again as long as anything before it has changed.
        for _ in range(len(diagram.elements) + 2):
            passes = [self._pass(diagram, item, entry) for item in diagram.elements.values()]
            if not any(passes):
                break

    def _pass(self, diagram: Diagram, element: Element, entry: Names) -> bool:
        key = (diagram.id, element.id)
        before = self._arriving(diagram, element, entry)
        self.before[key] = before
        after = {**before, **self._written(element)}
        changed = self.after.get(key) != after
        self.after[key] = after
        return changed

    def _arriving(self, diagram: Diagram, element: Element, entry: Names) -> Names:
        if element.kind is Kind.START_EVENT:
            return entry if element.scope is None else self._entering(diagram, element.scope)
        if element.kind is Kind.BOUNDARY_EVENT:
            host = diagram.elements.get(element.attached_to or "")
            if host is None:
                return {}
            at_host = self.before.get((diagram.id, host.id), {})
            inside = () if host.loop is not None else diagram.children(host.id)
            known = [self.after.get((diagram.id, item.id), {}) for item in inside]
            return _together([at_host, *known])
        sources = [flow.source for flow in diagram.incoming(element.id)]
        return _together(self.after.get((diagram.id, source), {}) for source in sources)

    def _entering(self, diagram: Diagram, scope: str) -> Names:
        around = diagram.elements[scope]
        names = self.before.get((diagram.id, scope), {})
        return {**names, **self.loop_names(around, names)}

    def _at_entry(self, diagram: Diagram) -> Names:
        """Return what the calls of a process map in."""
        calls = [
            self._mapped_in(element)
            for caller in self.version.diagrams.values()
            for element in caller.elements.values()
            if element.calls is not None and element.calls.process == diagram.id
        ]
        return _together(calls)

    def _mapped_in(self, element: Element) -> Names:
        assert element.calls is not None  # noqa: S101  only calls are asked
        return self._mapped(element.calls.inputs, self.reading(element))

    def _mapped(self, transfers: Iterable[Transfer], reading: Inference) -> Names:
        return {each.target: self.formulas.infer(each.source, reading) for each in transfers}

    def _written(self, element: Element) -> Names:
        loop = element.loop
        if loop is None:
            return self._results(element, self.reading(element))
        if loop.output_collection is None or loop.output_element is None:
            return {}
        reading = self.reading_results(element)
        return {loop.output_collection: ListOf(self.formulas.infer(loop.output_element, reading))}

    def _results(self, element: Element, reading: Inference) -> Names:
        """Return what the element itself sets, in one instance where it has several."""
        if element.kind in (Kind.USER_TASK, Kind.START_EVENT) and element.form is not None:
            return {element.id: self._answers(element)}
        if element.decision is not None and element.decision.variable:
            return {element.decision.variable: self.decisions.result(element.decision.decision)}
        if element.calls is not None:
            if element.calls.process not in self.version.diagrams:
                return {each.target: UNKNOWN for each in element.calls.outputs}
            at_end = self.reading_at_end(element.calls.process)
            return self._mapped(element.calls.outputs, at_end)
        if element.kind is Kind.SUB_PROCESS:
            diagram = self.version.diagrams[element.process]
            inside = diagram.children(element.id)
            return _together(self.after.get((diagram.id, item.id), {}) for item in inside)
        return {}

    def _answers(self, element: Element) -> Type:
        task = (element.process, element.id)
        if task not in self._answered:
            form = self.version.form_of(element)
            self._answered[task] = UNKNOWN if form is None else answered(form)
        return self._answered[task]


def answered(form: Form) -> Fields:
    """Return what is known of the variable of a task that shows the form."""
    asked = {
        name: of_routing(routing)
        for name, routing in form.routing_types().items()
        if not name.startswith(("facts.", "case."))
    }
    return Fields({**nested(asked).parts, "round": NUMBER})


def of_routing(routing: RoutingType) -> Type:
    """Return what is known of one routing answer."""
    one: Type = Choice(frozenset(routing.choices)) if routing.choices else TEXT
    match routing.kind:
        case "choice":
            return one
        case "choices":
            return ListOf(one)
        case "number":
            return NUMBER
        case "date":
            return DATE
        case "rows":
            parts = {key: of_routing(part) for key, part in routing.parts.items()}
            return ListOf(Fields({"row": NUMBER, **parts}))
    return BOOLEAN


def _shared(settings: Settings, decisions: Decisions) -> Names:
    """Return what every formula may read: facts, case and settings."""
    facts = decisions.vocabulary(settings.facts_type)
    return {
        "facts": UNKNOWN if facts is None else facts,
        "case": Fields(case_types(settings)),
        "settings": Fields(
            {key: _of_setting(setting.value) for key, setting in settings.settings.items()}
        ),
    }


def case_types(settings: Settings) -> dict[str, Type]:
    """Return what is known of each field of ``case``."""
    fixed = {name: _NAMES_OF_A_CASE[kind] for name, kind in FIXED_CASE_FIELDS.items()}
    named: dict[str, Type] = {}
    for key, entry in settings.case.items():
        named[key] = (
            Choice(frozenset(entry.values))
            if entry.values
            else _NAMES_OF_A_CASE.get(entry.type, TEXT)
        )
    return {**fixed, **named}


def _of_setting(value: SettingValue) -> Type:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return TEXT
    return NUMBER if isinstance(value, Decimal) else DATE


def _together(several: Iterable[Names]) -> Names:
    """Return the names of any of them; of a name that several know, what all of them say."""
    found: dict[str, Type] = {}
    for names in several:
        for name, known in names.items():
            found[name] = either(found[name], known) if name in found else known
    return found
