"""A tiny folder that the gate accepts, and one change at a time that it must refuse."""

import json
from collections.abc import Mapping

from engine.deployment import check
from engine.problems import Problem
from tests.engine.gate.drawing import drawn
from tests.engine.gate.tiny_diagrams import DIAGRAMS

TABLES = "workflows/decisions/criteria.dmn"
SETTINGS = "workflows/settings.yaml"
REGISTERS = "workflows/registers.yaml"
DEPARTURES = "workflows/departures.yaml"
ANNUAL_REPORT = "workflows/annual_report.yaml"

_TABLES = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="criteria" name="criteria"
  namespace="https://example.invalid/criteria">
  <itemDefinition id="type_facts" name="tFacts">
    <itemComponent id="type_outcome" name="outcome">
      <typeRef>string</typeRef>
      <allowedValues><text>"died","harmed","unknown"</text></allowedValues>
    </itemComponent>
    <itemComponent id="type_abuse" name="abuse">
      <typeRef>string</typeRef>
      <allowedValues><text>"yes","no","unknown"</text></allowedValues>
    </itemComponent>
  </itemDefinition>
  <inputData id="facts_input" name="facts">
    <variable id="facts_variable" name="facts" typeRef="tFacts" />
  </inputData>
  <decision id="harm_level" name="harm_level">
    <variable id="harm_variable" name="harm_level" typeRef="string" />
    <informationRequirement id="needs_facts"><requiredInput href="#facts_input" />
    </informationRequirement>
    <decisionTable id="harm_table" hitPolicy="UNIQUE">
      <input id="in_1" label="Outcome">
        <inputExpression id="in_1_text" typeRef="string"><text>facts.outcome</text></inputExpression>
      </input>
      <output id="out_1" name="harm_level" typeRef="string">
        <outputValues id="out_1_values"><text>"serious","slight"</text></outputValues>
      </output>
      <annotation name="row" />
      <annotation name="clause" />
      <rule id="rule_1">
        <inputEntry id="r1i"><text>"died","harmed"</text></inputEntry>
        <outputEntry id="r1o"><text>"serious"</text></outputEntry>
        <annotationEntry><text>HL-1</text></annotationEntry>
        <annotationEntry><text>N-01</text></annotationEntry>
      </rule>
      <rule id="rule_2">
        <inputEntry id="r2i"><text>"unknown"</text></inputEntry>
        <outputEntry id="r2o"><text>"slight"</text></outputEntry>
        <annotationEntry><text>HL-2</text></annotationEntry>
        <annotationEntry><text>N-01</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""

_SETTINGS = """
facts:
  type: tFacts
  defaults: {outcome: unknown, abuse: unknown}
case:
  lead: {type: choice, values: {none_yet: No answer yet, taken: Taken}, initial: none_yet}
  triage_due: {type: date, value: "=working days after(case.date_received, settings.triage_days)"}
  review_type: {type: choice, values: {full: Full review, short: Short review}}
settings:
  triage_days: {value: 3, unit: working days, source: invented for this test}
bodies:
  police: {name: Example Police, email: police@example.invalid}
"""

_REGISTERS = """
actions:
  title: Actions
  one: action
  about: What follows from a case.
  clause: T-01
  fields:
    done: {label: Done, type: choice, values: {"yes": "Yes", "no": "No"}}
    asked_on: {label: Asked on, type: date, listed: true}
    progress: {label: Progress, type: choice, values: {over: Over}}
  states: {open: Open, over: Over}
  state: '=if progress = null then "open" else progress'
  due: '=if progress = null then asked_on else null'
"""

_DEPARTURES = """
late:
  title: Late step
  looks_at: overdue
  places:
    - {step: incident/triage, when: '=today() > task.due', sentence: Triage is late., clause: T-01}
    - {step: every step, when: '=task.due < today()', sentence: It is late., clause: of the step}
convened:
  title: Convened
  looks_at: completed
  places:
    - step: incident/triage
      when: '=triage.outcome = "convene"'
      sentence: The group meets.
      clause: N-01
      reason: incident/triage/outcome
willing:
  title: Refused
  looks_at: flow taken
  places:
    - {flow: incident/they_are_not, sentence: They refused., clause: T-01}
ended:
  title: Ended
  looks_at: reached
  places:
    - {step: incident/finished, sentence: It ended., clause: T-01}
over:
  title: Over
  looks_at: register written
  places:
    - {register: actions, when: '=progress = "over"', sentence: It is over., clause: T-01}
"""

_ANNUAL_REPORT = """
triaged:
  title: Triaged
  about: Incidents that were triaged.
  clause: T-01
  by: review_type
  total: true
  lines:
    triaged: {label: Triaged, left: incident/triage}
    followed: {label: Followed up, taken: follow_up/h1}
  awaited:
    reminded:
      {label: Reminded, to: "role:sig_chair", since: incident/triage, until: incident/remind, due: triage_due}
actions:
  title: Actions
  about: What follows from cases.
  clause: T-01
  lines:
    over: {label: Over, came: actions/over}
    open: {label: Open, standing: actions/open}
in_time:
  title: In time
  about: Whether incidents were triaged in time.
  clause: T-01
  lines:
    triage: {label: Triage, deadline: incident/triage}
"""

_CLAUSES = """
N-01: {section: Notification, actor: Notifier, requirement: Say what happened.}
T-01: {section: Triage, actor: SIG Chair, requirement: Decide.}
"""


def radio(key: str, *values: str, **more: object) -> dict[str, object]:
    """Return a question with choices."""
    return {
        "type": "radio",
        "id": f"field_{key}",
        "key": key,
        "label": key.capitalize(),
        "values": [{"label": value.capitalize(), "value": value} for value in values],
        "validate": {"required": True},
        **more,
    }


def form(form_id: str, *components: object) -> bytes:
    """Return a form file."""
    return json.dumps(
        {"type": "default", "id": form_id, "schemaVersion": 18, "components": list(components)},
        indent=1,
    ).encode()


def _facts(*components: object) -> dict[str, object]:
    return {
        "type": "group",
        "id": "group_facts",
        "label": "Facts",
        "path": "facts",
        "components": list(components),
    }


_AGENCIES = {
    "type": "checklist",
    "id": "field_agencies",
    "key": "agencies",
    "label": "Agencies",
    "valuesKey": "agencies",
    "conditional": {"hide": '=outcome != "convene"'},
}


OTHERS: Mapping[str, bytes] = {
    TABLES: _TABLES.encode(),
    SETTINGS: _SETTINGS.encode(),
    "workflows/clauses.yaml": _CLAUSES.encode(),
    "workflows/messages/reminder.md": b"# Reminder: {reference}\n\n{task} is due on {due}.\n",
    "forms/incident/incident_notified.form": form(
        "incident_notified", _facts(radio("outcome", "died", "harmed", "unknown"))
    ),
    "forms/incident/triage.form": form("triage", radio("outcome", "convene", "nothing"), _AGENCIES),
    "forms/incident/hear.form": form("hear", radio("willing", "yes", "no")),
    "forms/returns/answer.form": form("answer", radio("known", "yes", "no")),
    "forms/withdrawal/withdrawal_asked.form": form("withdrawal_asked", radio("sure", "yes", "no")),
    REGISTERS: _REGISTERS.encode(),
    ANNUAL_REPORT: _ANNUAL_REPORT.encode(),
    DEPARTURES: _DEPARTURES.encode(),
    "forms/follow_up/look_after.form": form(
        "look_after",
        {
            "type": "group",
            "id": "entry",
            "label": "",
            "path": "",
            "components": [radio("done", "yes", "no")],
            "properties": {"register": "actions", "row": "=1", "set.asked_on": "=today()"},
        },
    ),
}


def tiny_folder() -> dict[str, bytes]:
    """Return the files of the folder that the gate accepts."""
    return {**{path: drawn(body) for path, body in DIAGRAMS.items()}, **OTHERS}


def changed(path: str, old: str, new: str, swap: tuple[str, str] | None = None) -> dict[str, bytes]:
    """Return the folder with one or two texts of one file replaced; each must stand there just once."""
    text = DIAGRAMS[path] if path in DIAGRAMS else OTHERS[path].decode()
    for before, after in ((old, new), *([swap] if swap else [])):
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {path}"
        text = text.replace(before, after)
    return {**tiny_folder(), path: drawn(text) if path in DIAGRAMS else text.encode()}


def problems(files: Mapping[str, bytes]) -> list[Problem]:
    """Return what the gate finds wrong."""
    return list(check(files))
