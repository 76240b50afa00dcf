"""What departures.yaml says fits the rest of the version, and every condition can be asked and be true."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.gate_clock import EXTENDABLE
from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_formulas import TRUTH
from engine.bpmn.gate_functions import CALENDAR, STANDARD, Function
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_registers import held_in
from engine.bpmn.gate_types import DATE, Fields, Type
from engine.bpmn.model import Element, Kind
from engine.departures.definition import ANYWHERE, DEPARTURES, AnswerAt, Moment, Place, Rule
from engine.forms.dependencies import every_component
from engine.registers import COUNTING
from engine.version import Version

_COUNTING: Final[Mapping[str, Function]] = {
    **STANDARD,
    **{name: CALENDAR[name] for name in COUNTING},
}
_TASK: Final[Mapping[Moment, Mapping[str, Type]]] = {
    Moment.COMPLETED: {"due": DATE, "done": DATE},
    Moment.OVERDUE: {"due": DATE},
    Moment.EXTENDED: {"due": DATE, "extended_to": DATE},
}
_OF_PEOPLE: Final = frozenset({Moment.COMPLETED, *ANYWHERE})
_WITH_A_DATE: Final = frozenset({Moment.OVERDUE, Moment.EXTENDED})


def check_departures(dataflow: Dataflow) -> Findings:
    """Return what is wrong with what departures.yaml says."""
    findings = Findings(DEPARTURES)
    checking = _Checking(dataflow, findings)
    for rule in dataflow.version.departures.values():
        for number, place in enumerate(rule.places):
            checking.place(rule, place)
            checking.order(rule, number)
    return findings


class _Checking:
    """One look at the file; what hangs on a file that cannot be read is not refused a second time."""

    def __init__(self, dataflow: Dataflow, findings: Findings) -> None:
        self._dataflow, self._findings = dataflow, findings
        self._version: Version = dataflow.version
        self._steps = {
            f"{diagram.id}/{element.id}": element
            for diagram in self._version.diagrams.values()
            for element in diagram.elements.values()
        }
        self._flows = {
            f"{diagram.id}/{flow.id}": diagram.elements.get(flow.source)
            for diagram in self._version.diagrams.values()
            for flow in diagram.flows.values()
        }

    def place(self, rule: Rule, place: Place) -> None:
        """Check one place of a kind."""
        if place.clause is not None and "workflows/clauses.yaml" not in self._version.unreadable:
            self._clause(rule, place, place.clause)
        reading = self._reading(rule, place)
        if reading is not None and place.when is not None:
            named = (rule.key, rule.title)
            self._dataflow.formulas.check(place.when, reading, self._findings, named, wanted=TRUTH)
        for answer in place.reason:
            self._reason(rule, place, answer)

    def order(self, rule: Rule, number: int) -> None:
        """Refuse a place that is never looked at, because one before it always counts there."""
        place = rule.places[number]
        for before in rule.places[:number]:
            if before.at in (None, place.at) and (
                before.when is None or (place.when and before.when.text == place.when.text)
            ):
                self._refuse("departure_shadowed", rule, place, at=place.at or "every step")
                return

    def _clause(self, rule: Rule, place: Place, clause: str) -> None:
        if clause not in self._version.clauses:
            instead = offer(clause, self._version.clauses)
            self._refuse("unknown_clause", rule, place, clause=clause, instead=instead)

    def _reading(self, rule: Rule, place: Place) -> Inference | None:
        """Return what the condition may read; None where what the place names is not there."""
        dataflow, beside = self._dataflow, _beside(rule.looks_at)
        settings = {"settings": dataflow.shared["settings"]}
        if rule.looks_at is Moment.WRITTEN:
            register = self._version.registers.get(place.at or "")
            if register is None:
                self._not_there(
                    "unknown_register", rule, place, self._version.registers, "register"
                )
                return None
            return Inference({**held_in(register), **settings}, _COUNTING)
        if place.at is None:
            return self._everywhere(rule, place, {**settings, **beside})
        if rule.looks_at is Moment.TAKEN:
            source = self._flows.get(place.at)
            if source is None:
                self._not_there("departure_unknown_flow", rule, place, self._flows, "word")
                return None
            return dataflow.reading(source).within(self._after(source))
        element = self._steps.get(place.at)
        if element is None:
            self._not_there("departure_unknown_step", rule, place, self._steps, "word")
            return None
        self._fits(rule, place, element)
        if rule.looks_at in (Moment.OVERDUE, Moment.CONFLICT):
            return Inference({**settings, **beside}, _COUNTING)
        if rule.looks_at is Moment.REACHED:
            return dataflow.reading(element)
        reading = dataflow.reading(element)
        known = self._after(element) if rule.looks_at is Moment.COMPLETED else {}
        return reading.within(known).within(beside)

    def _everywhere(self, rule: Rule, place: Place, names: Mapping[str, Type]) -> Inference | None:
        if rule.looks_at not in ANYWHERE:
            self._refuse("departure_everywhere", rule, place, looks_at=rule.looks_at.value)
            return None
        if rule.looks_at is not Moment.EXTENDED:
            return Inference(names, _COUNTING)
        return Inference({**self._dataflow.shared, **names}, {**STANDARD, **CALENDAR})

    def _after(self, element: Element) -> Mapping[str, Type]:
        """Return what one instance of a step sets too, which the dataflow keeps within its loop."""
        return self._dataflow.reading_results(element).names

    def _fits(self, rule: Rule, place: Place, element: Element) -> None:
        task = element.kind is Kind.USER_TASK
        dated = element.due is not None
        fixed = rule.looks_at is Moment.EXTENDED and element.properties.get(EXTENDABLE) == "no"
        if (
            (rule.looks_at in _OF_PEOPLE and not task)
            or (rule.looks_at in _WITH_A_DATE and not dated)
            or fixed
        ):
            looks_at = rule.looks_at.value
            self._refuse("departure_never_asked", rule, place, at=place.at, looks_at=looks_at)
        if place.clause is None and not element.clauses:
            self._refuse("departure_without_clause", rule, place, at=place.at)

    def _reason(self, rule: Rule, place: Place, answer: AnswerAt) -> None:
        form = self._version.forms.get((answer.process, answer.element))
        if form is None:
            forms = [f"{process}/{element}" for process, element in self._version.forms]
            instead = offer(answer.step, forms)
            self._refuse("departure_unknown_step", rule, place, word=answer.step, instead=instead)
            return
        asked = {
            component.path
            for component in every_component(form.components)
            if hasattr(component, "path") and component.path
        }
        if answer.question not in asked:
            instead = offer(answer.question, asked)
            word = str(answer)
            self._refuse("departure_unknown_answer", rule, place, word=word, instead=instead)

    def _not_there(
        self, code: str, rule: Rule, place: Place, known: Mapping[str, object], name: str
    ) -> None:
        if any(each.endswith(".bpmn") or "registers" in each for each in self._version.unreadable):
            return
        written = place.at or ""
        self._refuse(code, rule, place, **{name: written}, instead=offer(written, known))

    def _refuse(self, code: str, rule: Rule, place: Place, **details: object) -> None:
        self._findings.refuse(code, place.line, rule.key, rule.title, **details)


def _beside(looks_at: Moment) -> dict[str, Type]:
    task = _TASK.get(looks_at)
    return {} if task is None else {"task": Fields(dict(task))}
