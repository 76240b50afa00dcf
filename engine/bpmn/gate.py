"""The gate: nothing is deployed that would run differently from how it reads."""

from engine.annual.gate import check_annual_report
from engine.bpmn.gate_beginnings import check_beginnings
from engine.bpmn.gate_clock import check_clock
from engine.bpmn.gate_corrections import check_corrections
from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_decisions import Decisions
from engine.bpmn.gate_events import check_events
from engine.bpmn.gate_findings import Findings
from engine.bpmn.gate_flows import check_flows
from engine.bpmn.gate_forms import check_form
from engine.bpmn.gate_formulas import Formulas
from engine.bpmn.gate_meetings import check_meetings
from engine.bpmn.gate_names import check_names
from engine.bpmn.gate_opening import check_opening
from engine.bpmn.gate_process import check_process, is_too_long
from engine.bpmn.gate_reads import check_results_are_read
from engine.bpmn.gate_registers import check_registers, check_standing
from engine.bpmn.gate_settings import check_settings
from engine.bpmn.gate_tasks import check_tasks
from engine.bpmn.gate_tokens import check_tokens
from engine.bpmn.model import Diagram
from engine.departures.gate import check_departures
from engine.documents.gate import check_template
from engine.problems import Problem
from engine.version import Version


def check_version(version: Version) -> list[Problem]:
    """Return what is wrong with the diagrams, tables, forms and settings of a version, seen together."""
    dataflow = Dataflow.of(version, Decisions(version), Formulas())
    problems = [
        *check_settings(dataflow).problems,
        *check_registers(dataflow).problems,
        *check_departures(dataflow).problems,
        *check_annual_report(dataflow).problems,
    ]
    for diagram in version.diagrams.values():
        problems += _check(diagram, dataflow)
    for model in version.models.values():
        findings = Findings(model.file)
        dataflow.decisions.check(model, findings)
        problems += findings.problems
    for (process, element_id), form in version.forms.items():
        diagram_of = version.diagrams.get(process)
        element = diagram_of.elements.get(element_id) if diagram_of is not None else None
        shown = element if element is not None and element.form is not None else None
        if f"workflows/{process}.bpmn" not in version.unreadable:
            problems += check_form(shown, form, dataflow).problems
    for template in version.documents.values():
        problems += check_template(template, dataflow).problems
    return problems


def check_diagram(diagram: Diagram, version: Version) -> list[Problem]:
    """Return what is wrong with one diagram, given the rest of the version."""
    return _check(diagram, Dataflow.of(version, Decisions(version), Formulas()))


def _check(diagram: Diagram, dataflow: Dataflow) -> list[Problem]:
    findings = Findings(diagram.file)
    check_process(diagram, findings)
    if is_too_long(diagram):
        return findings.problems
    sound = len(findings.problems)
    check_flows(diagram, findings)
    if len(findings.problems) == sound:
        # Only flows that lead somewhere can be played.
        check_tokens(diagram, findings)
    check_events(diagram, dataflow.version, findings)
    check_tasks(diagram, dataflow.version, findings)
    check_clock(diagram, findings)
    check_beginnings(diagram, findings)
    check_corrections(diagram, dataflow.version, findings)
    check_opening(diagram, dataflow.version, findings)
    check_meetings(diagram, findings)
    check_standing(diagram, dataflow, findings)
    check_names(diagram, dataflow, findings)
    check_results_are_read(diagram, dataflow, findings)
    return findings.problems
