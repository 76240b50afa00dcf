"""What people begin on a case, the end of all of it, and forms that open with earlier answers."""

from tests.engine.gate.tiny_diagrams import FOLLOW_UP, INCIDENT, RETURNS, WITHDRAWAL
from tests.engine.gate.trap import Trap

_BY = '<zeebe:property name="begun-by" value="sig_chair author" />'
_WHEN = "=case.lead = &quot;none_yet&quot;"
_CLOSED = '<bpmn:endEvent id="closed" name="Closed" />'
_REFUSED = '<bpmn:endEvent id="refused" name="Refused">'


def _property(name: str, value: str) -> str:
    return (
        "<bpmn:extensionElements><zeebe:properties>"
        f'<zeebe:property name="{name}" value="{value}" />'
        "</zeebe:properties></bpmn:extensionElements>"
    )


_TRIAGE = '<zeebe:property name="clause" value="N-01, T-01" />'


def _opening(with_what: str) -> str:
    return f'{_TRIAGE}<zeebe:property name="opens-with" value="{with_what}" />'


TRAPS = (
    Trap(
        "a form that opens with the answers to a task that is not there",
        "opens_with_unknown",
        "triage",
        INCIDENT,
        _TRIAGE,
        _opening("heer"),
        offers='"hear"',
    ),
    Trap(
        "a notice that opens with answers",
        "opens_with_misplaced",
        "remind",
        INCIDENT,
        '<zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
        '<zeebe:properties><zeebe:property name="clause" value="T-01" />'
        '<zeebe:property name="opens-with" value="triage" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
    ),
    Trap(
        "a form that opens with one of several answers given side by side",
        "opens_with_misplaced",
        "answer",
        RETURNS,
        '<zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>',
        '<zeebe:properties><zeebe:property name="clause" value="T-01" />'
        '<zeebe:property name="opens-with" value="answer" /></zeebe:properties>',
        swap=('<zeebe:assignmentDefinition candidateGroups="=agency" />', ""),
    ),
    Trap(
        "a step taken at a meeting that nobody holds",
        "taken_at_unknown",
        "triage",
        INCIDENT,
        _TRIAGE,
        f'{_TRIAGE}<zeebe:property name="taken-at" value="SGI" />',
        offers='"SIG"',
    ),
    Trap(
        "a notice that is taken at a meeting",
        "taken_at_misplaced",
        "remind",
        INCIDENT,
        '<zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
        '<zeebe:properties><zeebe:property name="clause" value="T-01" />'
        '<zeebe:property name="taken-at" value="SIG" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
    ),
    Trap(
        "a message that would start what begins with a form",
        "message_asks",
        "follow_up_begun",
        INCIDENT,
        '<bpmn:message id="message_follow_up" name="follow_up" />',
        '<bpmn:message id="message_follow_up" name="withdrawal" />',
    ),
    Trap(
        "what people begin on a case, without a label",
        "beginning_incomplete",
        "withdrawal_asked",
        WITHDRAWAL,
        'id="withdrawal_asked" name="The case is withdrawn"',
        'id="withdrawal_asked"',
    ),
    Trap(
        "what people begin on a case, without guidance",
        "beginning_incomplete",
        "withdrawal_asked",
        WITHDRAWAL,
        "<bpmn:documentation>Ask for the case to be ended. Say why.</bpmn:documentation>",
        "",
    ),
    Trap(
        "what people begin on a case, without a clause",
        "beginning_incomplete",
        "withdrawal_asked",
        WITHDRAWAL,
        '<zeebe:property name="clause" value="N-01" />',
        "",
    ),
    Trap(
        "what people begin on a case, without its form",
        "form_file_missing",
        "withdrawal_asked",
        WITHDRAWAL,
        _BY,
        _BY,
        remove="forms/withdrawal/withdrawal_asked.form",
    ),
    Trap(
        "what nobody of that role could begin",
        "unknown_role",
        "withdrawal_asked",
        WITHDRAWAL,
        _BY,
        _BY.replace("author", "auther"),
        offers='"author"',
    ),
    Trap(
        "who begins a process, on a message start event without a form",
        "beginning_misplaced",
        "wanted",
        FOLLOW_UP,
        '<bpmn:startEvent id="wanted" name="Follow-up wanted">',
        '<bpmn:startEvent id="wanted" name="Follow-up wanted">' + _property("begun-by", "author"),
    ),
    Trap(
        "a process that may be begun again, said on a task",
        "beginning_misplaced",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        '<zeebe:property name="clause" value="N-01, T-01" />'
        '<zeebe:property name="again" value="yes" />',
    ),
    Trap(
        "a process that may be begun on a closed case, perhaps",
        "not_yes",
        "withdrawal_asked",
        WITHDRAWAL,
        'name="also-closed" value="yes"',
        'name="also-closed" value="true"',
    ),
    Trap(
        "a misspelt field in when a process may be begun",
        "unknown_part",
        "withdrawal_asked",
        WITHDRAWAL,
        _WHEN,
        "=case.laed = &quot;none_yet&quot;",
        offers='"lead"',
    ),
    Trap(
        "a misspelt value in when a process may be begun",
        "unknown_value",
        "withdrawal_asked",
        WITHDRAWAL,
        _WHEN,
        "=case.lead = &quot;none&quot;",
        offers='"none_yet"',
    ),
    Trap(
        "when a process may be begun, as a text",
        "wrong_result",
        "withdrawal_asked",
        WITHDRAWAL,
        _WHEN,
        "=case.lead",
    ),
    Trap(
        "when a process may be begun, without the sign of a formula",
        "not_a_formula",
        "withdrawal_asked",
        WITHDRAWAL,
        _WHEN,
        "always",
    ),
    Trap(
        "the end of the whole case in a process that people do not begin on it",
        "ends_misplaced",
        "closed",
        INCIDENT,
        _CLOSED,
        _CLOSED.replace(" />", ">") + _property("ends", "case") + "</bpmn:endEvent>",
    ),
    Trap(
        "the end of the whole case inside a sub-process",
        "ends_misplaced",
        "refused",
        INCIDENT,
        _REFUSED,
        _REFUSED + _property("ends", "case"),
    ),
    Trap(
        "the end of something else than the case",
        "ends_misplaced",
        "withdrawn",
        WITHDRAWAL,
        'name="ends" value="case"',
        'name="ends" value="everything"',
    ),
)
