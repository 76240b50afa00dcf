"""User tasks: their forms, clauses and guidance, and who may do them."""

from tests.engine.gate.tiny_diagrams import INCIDENT, RETURNS
from tests.engine.gate.tiny_folder import SETTINGS
from tests.engine.gate.trap import Trap

_TRIAGE = "forms/incident/triage.form"

TRAPS = (
    Trap(
        "a user task without a form",
        "no_form",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        "",
    ),
    Trap(
        "a user task with the form of another",
        "no_form",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="hear" />',
    ),
    Trap(
        "a form on the start event of a sub-process",
        "form_misplaced",
        "hearing_begun",
        INCIDENT,
        '<bpmn:startEvent id="hearing_begun" name="Hearing begun" />',
        '<bpmn:startEvent id="hearing_begun" name="Hearing begun"><bpmn:extensionElements>'
        '<zeebe:formDefinition formId="hearing_begun" /></bpmn:extensionElements></bpmn:startEvent>',
    ),
    Trap(
        "a user task whose form file is missing",
        "form_file_missing",
        "hear",
        INCIDENT,
        "<zeebe:userTask />\n        <zeebe:formDefinition",
        "<zeebe:userTask />\n        <zeebe:formDefinition",
        remove="forms/incident/hear.form",
    ),
    Trap(
        "a form that calls itself otherwise",
        "form_id",
        "hear",
        "forms/incident/hear.form",
        '"id": "hear"',
        '"id": "listen"',
    ),
    Trap(
        "a task that cites no clause",
        "no_clause",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        "",
    ),
    Trap(
        "a clause that is not in the register",
        "unknown_clause",
        "triage",
        INCIDENT,
        'value="N-01, T-01"',
        'value="N-01, T-011"',
        offers='"T-01"',
    ),
    Trap(
        "a user task without guidance",
        "no_guidance",
        "triage",
        INCIDENT,
        "<bpmn:documentation>Decide whether the group meets.</bpmn:documentation>",
        "",
    ),
    Trap(
        "an agency's task open to every agency",
        "no_assignment",
        "answer",
        RETURNS,
        '<zeebe:assignmentDefinition candidateGroups="=agency" />',
        "",
    ),
    Trap(
        "a step seen by an unknown role",
        "unknown_role",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        '<zeebe:property name="clause" value="N-01" />'
        '<zeebe:property name="seen-by" value="board_members" />',
        offers='"board_member"',
    ),
    Trap(
        "a step of which it is unclear whether it begins or ends a hold",
        "clock_value",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        '<zeebe:property name="clause" value="N-01" /><zeebe:property name="hold" value="begin" />',
        offers='"begins"',
    ),
    Trap(
        "a notice whose deadline could be extended",
        "clock_misplaced",
        "remind",
        INCIDENT,
        '<zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
        '<zeebe:properties><zeebe:property name="clause" value="T-01" />'
        '<zeebe:property name="extendable" value="yes" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
    ),
    Trap(
        "a task kept from whoever did one that is misspelt",
        "unknown_task",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        '<zeebe:property name="clause" value="N-01" />'
        '<zeebe:property name="not-by" value="heard" />',
        offers='"hear"',
    ),
    Trap(
        "a task kept from whoever did that very task",
        "unknown_task",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        '<zeebe:property name="clause" value="N-01" />'
        '<zeebe:property name="not-by" value="triage" />',
    ),
    Trap(
        "a notice that somebody may not do",
        "not_by_misplaced",
        "remind",
        INCIDENT,
        '<zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
        '<zeebe:properties><zeebe:property name="clause" value="T-01" />'
        '<zeebe:property name="not-by" value="triage" /></zeebe:properties>\n'
        "    </bpmn:extensionElements>\n  </bpmn:sendTask>",
    ),
    Trap(
        "somebody not from agencies under review, which no form lists",
        "nothing_under_review",
        "agencies",
        _TRIAGE,
        '"key": "agencies",\n   "label": "Agencies",\n   "valuesKey": "agencies",',
        '"key": "agencies",\n   "label": "Agencies",\n   "valuesKey": "people",\n'
        '   "properties": {"not-from": "agencies under review"},',
        swap=('"type": "checklist"', '"type": "select"'),
    ),
    Trap(
        "a setting that cites an unknown clause",
        "unknown_clause",
        "settings.triage_days",
        SETTINGS,
        "source: invented for this test",
        "source: invented for this test, clause: T-10",
        offers='"T-01"',
    ),
)
