"""What reads each setting: the elements, decisions, forms and fields of the case whose formulas name it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Final, Literal

from engine.bpmn.called import called, leads_to
from engine.bpmn.model import Diagram, Element, Formula
from engine.dmn.reads import reads
from engine.version import Version

_NAMED: Final = re.compile(r"\bsettings\.([a-z][a-z0-9_]*)")

Kind = Literal["element", "decision", "form", "field", "mail"]


@dataclass(frozen=True, slots=True)
class SettingReader:
    """Something that reads a setting.

    `where` is the process of an element or form, "" otherwise; `key` the id of the element, decision, form or
    field, or the setting's own for mails about tasks; `words` what people call it.
    """

    kind: Kind
    where: str
    key: str
    words: str


def setting_readers(version: Version) -> Mapping[str, tuple[SettingReader, ...]]:
    """Return what reads each setting of the version; nothing for one that no formula names."""
    found: dict[str, dict[SettingReader, None]] = {key: {} for key in version.settings.settings}
    for key, reader in _readings(version):
        if key in found:
            found[key][reader] = None
    return {key: tuple(readers) for key, readers in found.items()}


def asks_for_meetings(version: Version) -> tuple[SettingReader, ...]:
    """Return the elements whose date is that of a meeting: no setting says it."""
    return tuple(
        _of_element(diagram, element)
        for diagram in version.diagrams.values()
        for element in diagram.elements.values()
        if any("next meeting" in text for text in _texts(element))
    )


def _readings(version: Version) -> Iterator[tuple[str, SettingReader]]:
    for diagram in version.diagrams.values():
        yield from _of_diagram(diagram)
    for key, field in version.settings.case.items():
        reader = SettingReader("field", "", key, f"case: {key.replace('_', ' ')}")
        yield from ((name, reader) for name in _named(field.formula.text if field.formula else ""))
    for model in version.models.values():
        for decision in model.decisions.values():
            names = reads(model, decision.id).get("settings", frozenset()) or frozenset()
            words = decision.label or decision.name
            for name in sorted(names):
                yield name, SettingReader("decision", "", decision.id, words)
    for (process, element), form in version.forms.items():
        content = version.files.get(f"forms/{process}/{element}.form", b"").decode("utf-8")
        for name in _named(content):
            yield name, SettingReader("form", process, element, form.title)

    mails = version.settings.task_mails
    if mails is not None:
        yield mails.before, SettingReader("mail", "", mails.before, "mails before a task is due")
        yield mails.at, SettingReader("mail", "", mails.at, "the daily mail about tasks")


def _of_diagram(diagram: Diagram) -> Iterator[tuple[str, SettingReader]]:
    for element in diagram.elements.values():
        for text in _texts(element):
            yield from ((name, _of_element(diagram, element)) for name in _named(text))
    for flow in diagram.flows.values():
        words = flow.label or leads_to(diagram, flow)
        reader = SettingReader("element", diagram.id, flow.source, f"{_short(diagram)}: {words}")
        yield from (
            (name, reader) for name in _named(flow.condition.text if flow.condition else "")
        )


def _of_element(diagram: Diagram, element: Element) -> SettingReader:
    words = f"{_short(diagram)}: {called(diagram, element)}"
    return SettingReader("element", diagram.id, element.id, words)


def _short(diagram: Diagram) -> str:
    """Return the name of the diagram up to where it begins to explain itself."""
    return diagram.name.partition(",")[0]


def _texts(part: object) -> Iterator[str]:
    """Yield the text of every formula within an element."""
    if isinstance(part, Formula):
        yield part.text
    elif isinstance(part, tuple):
        for item in part:
            yield from _texts(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            yield from _texts(getattr(part, each.name))


def _named(text: str) -> Iterator[str]:
    yield from dict.fromkeys(_NAMED.findall(text))
