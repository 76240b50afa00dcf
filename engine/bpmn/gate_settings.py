"""settings.yaml beside the tables: every fact has a default, every formula reads what there is."""

from engine.bpmn.gate_dataflow import FUNCTIONS, Dataflow
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_formulas import DAY
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_types import Choice, Fields
from engine.settings import Settings
from engine.version import Version


def check_settings(dataflow: Dataflow) -> Findings:
    """Return what is wrong with what settings.yaml says of facts and of the fields of ``case``."""
    version = dataflow.version
    settings = version.settings
    findings = Findings(settings.file)
    if settings.file in version.unreadable or not settings.file:
        return findings
    for key, entry in settings.case.items():
        if entry.formula is not None:
            wanted = DAY if entry.type == "date" else ()
            place = (f"case.{key}", None)
            reading = Inference(dataflow.shared, FUNCTIONS)
            dataflow.formulas.check(entry.formula, reading, findings, place, wanted=wanted)
    _check_clauses(version, findings)
    if any(path.endswith(".dmn") for path in version.unreadable):
        return findings
    facts = dataflow.decisions.vocabulary(settings.facts_type)
    if isinstance(facts, Fields):
        _check_defaults(settings, facts, findings)
    else:
        _refuse(findings, settings, "type", "unknown_type", name=settings.facts_type)
    known = [name for model in version.models.values() for name in model.decisions]
    if settings.contradictions is not None and settings.contradictions not in known:
        instead = offer(settings.contradictions, known)
        named = settings.contradictions
        _refuse(
            findings,
            settings,
            "contradictions",
            "unknown_decision",
            decision=named,
            instead=instead,
        )
    return findings


def _check_clauses(version: Version, findings: Findings) -> None:
    if "workflows/clauses.yaml" in version.unreadable:
        return
    for key, setting in version.settings.settings.items():
        for clause in setting.clauses:
            if clause not in version.clauses:
                instead = offer(clause, version.clauses)
                place = setting.line, f"settings.{key}", None
                findings.refuse("unknown_clause", *place, clause=clause, instead=instead)


def _check_defaults(settings: Settings, facts: Fields, findings: Findings) -> None:
    for name, value in settings.defaults.items():
        line = settings.lines.get(("facts", "defaults", name))
        place = line, f"facts.defaults.{name}", None
        known = facts.parts.get(name)
        if known is None:
            instead = offer(name, facts.parts)
            findings.refuse("unknown_fact", *place, kind="fact", name=name, instead=instead)
        elif isinstance(known, Choice) and value not in known.values:
            instead = offer(value, known.values)
            findings.refuse("fact_value", *place, name=name, value=value, instead=instead)
    for name in facts.parts:
        if name not in settings.defaults:
            _refuse(findings, settings, "defaults", "no_default_fact", name=name)


def _refuse(
    findings: Findings, settings: Settings, entry: str, code: str, **details: object
) -> None:
    line = settings.lines.get(("facts", entry))
    findings.refuse(code, line, f"facts.{entry}", None, **details)
