"""Tasks: a form, a clause and guidance for what people do; a known decision, process or text for the rest."""

from typing import Final

from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_process import RESERVED
from engine.bpmn.model import Diagram, Element, Kind, Trigger
from engine.names import SNAKE_CASE
from engine.roles import ROLE_TITLES
from engine.version import Version

_CITING: Final = frozenset(
    {Kind.USER_TASK, Kind.SEND_TASK, Kind.BUSINESS_RULE_TASK, Kind.RECEIVE_TASK}
)
_REPEATABLE: Final = frozenset(
    {Kind.USER_TASK, Kind.SEND_TASK, Kind.CALL_ACTIVITY, Kind.SUB_PROCESS}
)
# Many people hold these roles, and each may see only what is their own.
_NARROWED: Final = frozenset({"agency_lead", "notifier"})


def check_tasks(diagram: Diagram, version: Version, findings: Findings) -> None:
    """Refuse tasks that nobody could do, that call what is not there, or that cannot be traced."""
    for element in diagram.elements.values():
        _check_clauses(element, version, findings)
        _check_form(element, diagram, version, findings)
        _check_loop(element, findings)
        _check_seen_by(element, findings)
        _check_shows(element, version, findings)
        _check_not_by(element, diagram, version, findings)
        if element.kind is Kind.USER_TASK:
            _check_user_task(element, findings)
        if element.kind is Kind.BUSINESS_RULE_TASK:
            _check_decision(element, version, findings)
        if element.kind is Kind.CALL_ACTIVITY:
            _check_call(element, version, findings)
        if element.kind is Kind.SEND_TASK:
            _check_notice(element, version, findings)


def _check_clauses(element: Element, version: Version, findings: Findings) -> None:
    if element.kind in _CITING and not element.clauses:
        findings.on("no_clause", element)
    if "workflows/clauses.yaml" in version.unreadable:
        return
    for clause in element.clauses:
        if clause not in version.clauses:
            instead = offer(clause, version.clauses)
            findings.on("unknown_clause", element, clause=clause, instead=instead)


def _check_user_task(element: Element, findings: Findings) -> None:
    if not element.documentation:
        findings.on("no_guidance", element)
    if element.role in _NARROWED and element.assignment is None:
        findings.on("no_assignment", element, title=element.lane)


def _check_form(element: Element, diagram: Diagram, version: Version, findings: Findings) -> None:
    if element.kind is Kind.USER_TASK and element.form != element.id:
        findings.on("no_form", element, id=element.id)
        return
    if element.form is None:
        return
    begins = element.kind is Kind.START_EVENT and element.scope is None
    if element.kind is not Kind.USER_TASK and not begins:
        findings.on("form_misplaced", element)
        return
    if element.form != element.id:
        findings.on("no_form", element, id=element.id)
        return
    path = f"forms/{diagram.id}/{element.id}.form"
    if path in version.unreadable:
        return
    form = version.forms.get((diagram.id, element.id))
    if form is None:
        known = [name for process, name in version.forms if process == diagram.id]
        drawn = set(diagram.elements)
        near = offer(element.id, set(known) - drawn, otherwise="")
        hint = f", or {near.replace('write', 'rename the form')} to this" if near else ""
        findings.on("form_file_missing", element, path=path, near=hint if '"' in hint else "")
    elif form.id != element.id:
        findings.on("form_id", element, path=path, id=form.id, expected=element.id)


def _check_seen_by(element: Element, findings: Findings) -> None:
    for role in element.properties.get("seen-by", "").split():
        if role not in ROLE_TITLES:
            findings.on("unknown_role", element, role=role, instead=offer(role, ROLE_TITLES))


def _check_shows(element: Element, version: Version, findings: Findings) -> None:
    words = element.properties.get("shows", "").split()
    if not words:
        return
    if element.notice is None or "notifier" not in element.notice.to:
        findings.on("shows_misplaced", element)
        return
    asked = {
        f"{task}.{question.path}"
        for (process, task), form in version.forms.items()
        if process == element.process
        for question in form.questions()
        if not question.in_rows
    }
    for word in words:
        if word not in asked:
            findings.on("unknown_answer", element, word=word, instead=offer(word, asked))


def _check_not_by(element: Element, diagram: Diagram, version: Version, findings: Findings) -> None:
    if "not-by" not in element.properties:
        return
    if element.kind is not Kind.USER_TASK:
        findings.on("not_by_misplaced", element)
        return
    known = {
        (process, task.id): task.id if process == diagram.id else f"{process}/{task.id}"
        for process, drawn in version.diagrams.items()
        for task in drawn.elements.values()
        if task.form is not None and (process, task.id) != (diagram.id, element.id)
    }
    for named in diagram.not_by(element):
        unread = f"workflows/{named[0]}.bpmn" in version.unreadable
        if named not in known and not unread:
            word = named[1] if named[0] == diagram.id else "/".join(named)
            near = offer(word, known.values(), otherwise="name a task or start that shows a form")
            findings.on("unknown_task", element, word=word, instead=near)


def _check_loop(element: Element, findings: Findings) -> None:
    loop = element.loop
    if loop is None:
        return
    if element.kind not in _REPEATABLE:
        findings.on("loop_misplaced", element, kind=element.kind.value.replace("_", " "))
    if not loop.element:
        findings.on("loop_parts", element, detail="its input element")
    else:
        _check_variable(element, loop.element, "input element", findings)
    if (loop.output_collection is None) != (loop.output_element is None):
        lacking = "collection" if loop.output_collection is None else "element"
        findings.on("loop_parts", element, detail=f"its output {lacking}")
    if loop.output_collection is not None:
        _check_variable(element, loop.output_collection, "output collection", findings)


def _check_decision(element: Element, version: Version, findings: Findings) -> None:
    called = element.decision
    if called is None or not called.decision:
        findings.on("no_decision", element)
        return
    _check_variable(element, called.variable, "result variable", findings)
    known = {decision for model in version.models.values() for decision in model.decisions}
    unread = any(path.endswith(".dmn") for path in version.unreadable)
    if called.decision not in known and not unread:
        instead = offer(called.decision, known)
        findings.on("unknown_decision", element, decision=called.decision, instead=instead)


def _check_call(element: Element, version: Version, findings: Findings) -> None:
    calls = element.calls
    if calls is None or not calls.process:
        findings.on("no_call", element)
        return
    if not calls.inputs and not calls.outputs:
        findings.on("no_mappings", element)
    for transfer in (*calls.inputs, *calls.outputs):
        _check_variable(element, transfer.target, "target of the mapping", findings)
    if calls.process not in version.diagrams:
        if f"workflows/{calls.process}.bpmn" not in version.unreadable:
            others = set(version.diagrams) - {element.process}
            instead = offer(calls.process, others, otherwise=f'draw "{calls.process}"')
            findings.on("unknown_process", element, process=calls.process, instead=instead)
        return
    chain = _way_back(element.process, calls.process, version)
    if chain is not None:
        findings.on("recursive_call", element, detail=" calls ".join((element.process, *chain)))
    for start in version.diagrams[calls.process].start_events():
        if start.form is not None or start.trigger is not Trigger.NONE:
            detail = "a form" if start.form is not None else f"a {start.trigger.value}"
            findings.on("called_start", element, process=calls.process, detail=detail)


def _way_back(home: str, process: str, version: Version) -> tuple[str, ...] | None:
    """Return the chain of calls that leads from the process back home; None where none does."""
    waiting: list[tuple[str, ...]] = [(process,)]
    seen: set[str] = set()
    while waiting:
        chain = waiting.pop()
        if chain[-1] == home:
            return chain
        if chain[-1] in seen or chain[-1] not in version.diagrams:
            continue
        seen.add(chain[-1])
        waiting.extend(
            (*chain, element.calls.process)
            for element in version.diagrams[chain[-1]].elements.values()
            if element.calls is not None
        )
    return None


def _check_notice(element: Element, version: Version, findings: Findings) -> None:
    notice = element.notice
    if notice is None or not notice.message:
        findings.on("no_notice", element)
        return
    path = f"workflows/messages/{notice.message}.md"
    if notice.message not in version.messages and path not in version.unreadable:
        instead = offer(notice.message, version.messages)
        findings.on("unknown_message", element, message=notice.message, instead=instead)
    if not notice.to:
        findings.on("no_recipient", element)
    known = {f"role:{role}" for role in ROLE_TITLES} | {"notifier", "notifier_agency", "agency"}
    known |= {f"body:{body}" for body in version.settings.bodies}
    for word in notice.to:
        if word not in known:
            otherwise = "write role:<key>, notifier, notifier_agency, agency or body:<key>"
            instead = offer(word, known, otherwise=otherwise)
            findings.on("unknown_recipient", element, word=word, instead=instead)


def _check_variable(element: Element, name: str, role: str, findings: Findings) -> None:
    if not SNAKE_CASE.fullmatch(name) or name in RESERVED:
        findings.on("no_variable", element, role=role, name=name)
