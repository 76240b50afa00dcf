"""Every name a formula of a diagram reads, and every literal it compares: known at that point, or refused."""

from collections.abc import Iterator, Mapping

from engine.bpmn.gate_calls import check_call_inputs
from engine.bpmn.gate_dataflow import Dataflow, case_types
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_formulas import DAY, LIST, TRUTH, WORD, named
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_types import Choice, in_words, kind_of
from engine.bpmn.model import CalledProcess, Diagram, Element, Formula, Kind

Reads = tuple[Formula, Inference, tuple[str, ...]]


def check_names(diagram: Diagram, dataflow: Dataflow, findings: Findings) -> None:
    """Refuse formulas that read what is not there or compare with what cannot be."""
    for flow in diagram.flows.values():
        source = diagram.elements.get(flow.source)
        if flow.condition is None or source is None:
            continue
        after = dataflow.after.get((diagram.id, source.id), {})
        reading = dataflow.reading(source).within(after)
        place = (flow.id, flow.label)
        dataflow.formulas.check(flow.condition, reading, findings, place, wanted=TRUTH)
    for element in diagram.elements.values():
        for formula, reading, wanted in _formulas(element, dataflow):
            dataflow.formulas.check(formula, reading, findings, named(element), wanted=wanted)
        _check_loop_element(element, dataflow, findings)
        _check_decision_inputs(element, dataflow, findings)
        check_call_inputs(element, dataflow, findings)
        _check_kept(element, dataflow, findings)
        _check_recipients(element, dataflow, findings)
    _check_writers(diagram, findings)


def _formulas(element: Element, dataflow: Dataflow) -> Iterator[Reads]:
    inside = dataflow.reading(element)
    for written, wanted in (
        (element.due, DAY),
        (element.timer, DAY),
        (None if element.beginning is None else element.beginning.when, TRUTH),
    ):
        if written is not None:
            yield written, inside, wanted
    if element.assignment is not None:
        yield element.assignment.formula, inside, WORD
    if element.message is not None and element.message.correlation is not None:
        yield element.message.correlation, inside, ()
    if element.loop is not None:
        yield element.loop.collection, dataflow.reading(element, inside_loop=False), LIST
        if element.loop.output_element is not None:
            yield element.loop.output_element, dataflow.reading_results(element), ()
    if element.calls is not None:
        yield from _mappings(element.calls, inside, dataflow)
    inputs = () if element.decision is None else element.decision.inputs
    yield from ((transfer.source, inside, ()) for transfer in inputs)
    results = dataflow.reading_results(element)
    yield from ((transfer.source, results, ()) for transfer in element.keeps)


def _mappings(calls: CalledProcess, inside: Inference, dataflow: Dataflow) -> Iterator[Reads]:
    for transfer in calls.inputs:
        yield transfer.source, inside, ()
    if calls.process in dataflow.version.diagrams:
        at_end = dataflow.reading_at_end(calls.process)
        for transfer in calls.outputs:
            yield transfer.source, at_end, ()


def _check_loop_element(element: Element, dataflow: Dataflow, findings: Findings) -> None:
    if element.loop is None:
        return
    taken = dataflow.reading(element, inside_loop=False).names
    if element.loop.element in taken or element.loop.element == element.id:
        findings.on("loop_element_taken", element, name=element.loop.element)


def _check_decision_inputs(element: Element, dataflow: Dataflow, findings: Findings) -> None:
    if element.decision is None:
        return
    given = {transfer.target for transfer in element.decision.inputs}
    read = dataflow.decisions.inputs(element.decision.decision)
    for name in given - set(read) if read else ():
        findings.on(
            "decision_input_unread",
            element,
            decision=element.decision.decision,
            name=name,
            instead=offer(name, read),
        )
    reading = dataflow.reading(element)
    for transfer in element.decision.inputs:
        found, wanted = dataflow.formulas.infer(transfer.source, reading), read.get(transfer.target)
        if isinstance(found, Choice) and isinstance(wanted, Choice):
            for value in sorted(found.values - wanted.values):
                findings.on(
                    "decision_input_value",
                    element,
                    name=transfer.target,
                    value=value,
                    instead=offer(value, wanted.values),
                )
    known = {*reading.names, *given}
    for name in read:
        if name not in known:
            instead = offer(name, known, otherwise=f'set "{name}" before this task')
            called = element.decision.decision
            findings.on(
                "decision_input_missing", element, decision=called, name=name, instead=instead
            )


def _check_kept(element: Element, dataflow: Dataflow, findings: Findings) -> None:
    fields = case_types(dataflow.version.settings)
    settable = {name: fields[name] for name in dataflow.version.settings.case}
    for transfer in element.keeps:
        name = transfer.target
        if name not in settable:
            findings.on("unknown_field", element, name=name, instead=offer(name, settable))
            continue
        wanted = settable[name]
        found = dataflow.formulas.infer(transfer.source, dataflow.reading_results(element))
        kind = kind_of(found)
        if kind is not None and kind != kind_of(wanted):
            words = {"found": in_words(found), "wanted": in_words(wanted)}
            findings.on("field_kind", element, name=name, **words)
        elif isinstance(found, Choice) and isinstance(wanted, Choice):
            for value in sorted(found.values - wanted.values):
                instead = offer(value, wanted.values)
                findings.on("field_value", element, name=name, value=value, instead=instead)


def _check_recipients(element: Element, dataflow: Dataflow, findings: Findings) -> None:
    to = () if element.notice is None else element.notice.to
    if "agency" in to and "agency" not in dataflow.reading(element).names:
        findings.on("agency_unset", element)


def _check_writers(diagram: Diagram, findings: Findings) -> None:
    """Refuse a result that would overwrite what people answered, or a result of another kind."""
    writers: dict[str, tuple[str, str]] = {
        element.id: (element.id, f'the answers of "{element.label or element.id}"')
        for element in diagram.elements.values()
        if element.kind is Kind.USER_TASK or element.form is not None
    }
    for element in diagram.elements.values():
        for name, source in _results(element).items():
            words = f'"{element.label or element.id}"'
            owner, other = writers.setdefault(name, (source, words))
            if owner != source:
                findings.on("written_twice", element, name=name, other=other)


def _results(element: Element) -> Mapping[str, str]:
    """Return the names an element sets besides its answers, each with where the value comes from."""
    found: dict[str, str] = {}
    if element.decision is not None:
        found[element.decision.variable] = f"decision {element.decision.decision}"
    if element.loop is not None and element.loop.output_collection is not None:
        found[element.loop.output_collection] = f"results of {element.id}"
    if element.calls is not None and element.loop is None:
        for each in element.calls.outputs:
            found[each.target] = f"{element.calls.process}: {each.source.text}"
    return found
