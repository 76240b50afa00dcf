"""Notices: their text and whom they reach."""

from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.trap import Trap

_TO = 'value="role:sig_chair notifier body:police"'

TRAPS = (
    Trap(
        "a send task that is a job worker",
        "no_notice",
        "remind",
        INCIDENT,
        '<zeebe:taskDefinition type="notice" />',
        '<zeebe:taskDefinition type="send-mail" />',
    ),
    Trap(
        "a notice without a text",
        "unknown_message",
        "remind",
        INCIDENT,
        'key="message" value="reminder"',
        'key="message" value="remind"',
        offers='"reminder"',
    ),
    Trap("a notice to nobody", "no_recipient", "remind", INCIDENT, _TO, 'value=""'),
    Trap(
        "a notice to an unknown role",
        "unknown_recipient",
        "remind",
        INCIDENT,
        _TO,
        'value="role:sig_chiar"',
        offers='"role:sig_chair"',
    ),
    Trap(
        "a notice to an unknown body",
        "unknown_recipient",
        "remind",
        INCIDENT,
        _TO,
        'value="body:polis"',
        offers='"body:police"',
    ),
    Trap(
        "a notice to an agency that nothing has named",
        "agency_unset",
        "remind",
        INCIDENT,
        _TO,
        'value="agency"',
    ),
    Trap(
        "a notice that shows an answer nobody gives",
        "unknown_answer",
        "remind",
        INCIDENT,
        '<zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
        '<zeebe:properties><zeebe:property name="clause" value="T-01" />'
        '<zeebe:property name="shows" value="triage.outcom" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
        offers='"triage.outcome"',
    ),
    Trap(
        "a step that shows answers and tells the notifier nothing",
        "shows_misplaced",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        '<zeebe:property name="clause" value="N-01" />'
        '<zeebe:property name="shows" value="triage.outcome" />',
    ),
)
