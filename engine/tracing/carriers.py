"""What carries a clause: every element, row, question, notice and document of a version that cites clauses.

Access rules are the program's own and not the version's; `web.tracing` adds them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.bpmn.called import called
from engine.bpmn.model import Kind
from engine.dmn.analysis import tables_of
from engine.forms.components import Group, Guidance, Question, Rows
from engine.forms.dependencies import every_component
from engine.version import Version


class Sort(StrEnum):
    """What a carrier is, in the words of lists."""

    ELEMENT = "element"
    NOTICE = "notice"
    ROW = "row"
    QUESTION = "question"
    TEXT = "text"
    DOCUMENT = "document"
    ACCESS = "access rule"


@dataclass(frozen=True, slots=True)
class Carrier:
    """One part that cites clauses; `clauses` is empty for one that cites none.

    `place` is the process, the form (`process/element`), the decision or whatever else holds it, `id`
    its name there: the element's id, the code of the row, the path of the question. `kind` says more
    closely what it is, `rule` is the id of a row in its file, `label` what people read.
    """

    sort: Sort
    place: str
    id: str
    label: str
    file: str
    line: int
    clauses: tuple[str, ...]
    kind: str = ""
    rule: str = ""

    @property
    def name(self) -> str:
        """Return the name that no other carrier has, for instance ``row review_type/RT-02``."""
        return f"{self.sort} {self.place}/{self.id}"


def parts_of(version: Version) -> Iterator[Carrier]:
    """Yield every part of the version that can cite a clause, whether it does or not."""
    yield from _elements(version)
    yield from _rows(version)
    yield from _questions(version)
    yield from _documents(version)


def _elements(version: Version) -> Iterator[Carrier]:
    for diagram in version.diagrams.values():
        for element in diagram.elements.values():
            yield Carrier(
                sort=Sort.NOTICE if element.kind is Kind.SEND_TASK else Sort.ELEMENT,
                place=diagram.id,
                id=element.id,
                label=called(diagram, element),
                file=diagram.file,
                line=element.line,
                clauses=element.clauses,
                kind=element.kind.value,
            )


def _documents(version: Version) -> Iterator[Carrier]:
    for name, template in version.documents.items():
        yield Carrier(
            sort=Sort.DOCUMENT,
            place="documents",
            id=name,
            label=template.title,
            file=template.file,
            line=template.lines["clauses"],
            clauses=template.clauses,
        )


def _rows(version: Version) -> Iterator[Carrier]:
    for model in version.models.values():
        for decision, table in tables_of(model):
            for rule in table.rules:
                yield Carrier(
                    sort=Sort.ROW,
                    place=decision,
                    id=rule.row,
                    label=_words_of(decision, model.decisions),
                    file=model.file,
                    line=rule.line,
                    clauses=rule.clauses,
                    kind="row",
                    rule=rule.id,
                )


def _words_of(decision: str, decisions: object) -> str:
    found = decisions.get(decision) if isinstance(decisions, dict) else None
    return str(getattr(found, "label", "") or decision.replace("_", " "))


def _questions(version: Version) -> Iterator[Carrier]:
    for (process, element), form in version.forms.items():
        for component in every_component(form.components):
            if isinstance(component, Question | Group | Rows):
                required = isinstance(component, Question) and component.required
                yield Carrier(
                    sort=Sort.QUESTION,
                    place=f"{process}/{element}",
                    # Several groups may hold parts of the same answers, so their path is no name.
                    id=f"line_{component.line}" if isinstance(component, Group) else component.path,
                    label=component.label,
                    file=form.file,
                    line=component.line,
                    clauses=component.clauses,
                    kind="required" if required else type(component).__name__.lower(),
                )
            if isinstance(component, Guidance) and component.clauses:
                yield Carrier(
                    sort=Sort.TEXT,
                    place=f"{process}/{element}",
                    id=f"line_{component.line}",
                    label=" ".join(component.text.split())[:60],
                    file=form.file,
                    line=component.line,
                    clauses=component.clauses,
                    kind="text",
                )
