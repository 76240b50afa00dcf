"""Forms that open with what was answered before: the earlier answers must be those of one task."""

from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Diagram, Element, Kind
from engine.version import Version


def check_opening(diagram: Diagram, version: Version, findings: Findings) -> None:
    """Refuse a form that would open with nobody's answers, or with somebody else's."""
    for element in diagram.elements.values():
        if "opens-with" not in element.properties:
            continue
        named = diagram.opens_with(element)
        known = {
            (process, task.id): task
            for process, drawn in version.diagrams.items()
            for task in drawn.user_tasks()
        }
        if named is None or (
            named not in known and f"workflows/{named[0]}.bpmn" not in version.unreadable
        ):
            names = [
                name if process == diagram.id else f"{process}/{name}" for process, name in known
            ]
            word = element.properties["opens-with"]
            findings.on("opens_with_unknown", element, word=word, instead=offer(word, names))
            continue
        for task in (element, known.get(named)):
            if task is not None and not _is_one_at_a_time(task, version):
                findings.on("opens_with_misplaced", element, detail=task.label or task.id)
                break


def _is_one_at_a_time(task: Element, version: Version) -> bool:
    """Say whether a case holds one newest set of answers to the task, or one for each agency."""
    if task.kind is not Kind.USER_TASK:
        return False
    if task.assignment is not None and task.assignment.narrows_to == "agency":
        return True
    elements = version.diagrams[task.process].elements
    around: Element | None = task
    while around is not None:
        if around.loop is not None:
            return False
        around = elements.get(around.scope or "")
    return not _is_called_side_by_side(task.process, version)


def _is_called_side_by_side(process: str, version: Version) -> bool:
    return any(
        element.calls is not None and element.calls.process == process and element.loop is not None
        for diagram in version.diagrams.values()
        for element in diagram.elements.values()
    )
