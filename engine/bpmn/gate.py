"""The gate: nothing is deployed that would run differently from how it reads."""

from engine.bpmn.gate_events import check_events
from engine.bpmn.gate_findings import Findings
from engine.bpmn.gate_flows import check_flows
from engine.bpmn.gate_process import check_process
from engine.bpmn.gate_tasks import check_tasks
from engine.bpmn.model import Diagram
from engine.problems import Problem
from engine.version import Version


def check_version(version: Version) -> list[Problem]:
    """Return what is wrong with the diagrams, tables and forms of a version, seen together."""
    return [
        problem
        for diagram in version.diagrams.values()
        for problem in check_diagram(diagram, version)
    ]


def check_diagram(diagram: Diagram, version: Version) -> list[Problem]:
    """Return what is wrong with one diagram, given the rest of the version."""
    findings = Findings(diagram.file)
    check_process(diagram, findings)
    check_flows(diagram, findings)
    check_events(diagram, version, findings)
    check_tasks(diagram, version, findings)
    return findings.problems
