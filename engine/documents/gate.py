"""What a template names must be there: tasks, questions, fields, roles, clauses, decisions and messages."""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.bpmn.gate_dataflow import FUNCTIONS, Dataflow, answered, case_types
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_formulas import TRUTH
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_types import NULL, Fields, Type
from engine.bpmn.model import Formula
from engine.bpmn.model import Kind as ElementKind
from engine.documents.template import (
    Block,
    Decisions,
    Notices,
    Only,
    Place,
    Shape,
    Shown,
    Template,
    Whose,
    every_block,
    places_of,
)
from engine.feel import Expression
from engine.feel.syntax import Name, walk
from engine.forms import Form, Kind, Question, Rows
from engine.forms.dependencies import every_component
from engine.roles import ROLE_TITLES

_WHY: Final = "The document would be made without it, and nobody would notice."
_OF_A_YEAR: Final = (Shape.COUNT, Shape.COUNT_EVERY, Shape.DAYS_TO)


def check_template(template: Template, dataflow: Dataflow) -> Findings:
    """Return what is wrong with a template, seen together with the rest of its version."""
    checking = _Checking(template, dataflow)
    checking.head()
    for block in every_block(template.blocks):
        checking.block(block)
    checking.every_task_is_used()
    return checking.findings


class _Checking:
    """One template being checked."""

    def __init__(self, template: Template, dataflow: Dataflow) -> None:
        self._template, self._dataflow = template, dataflow
        self._version = dataflow.version
        self.findings = Findings(template.file)
        self._used: set[str] = set(template.needs)
        self._forms: dict[str, Form | None] = {}
        for process, element in template.tasks:
            self._forms[element] = self._version.forms.get((process, element))

    def head(self) -> None:
        """Check what stands between the dashes."""
        template, lines = self._template, self._template.lines
        if "workflows/clauses.yaml" not in self._version.unreadable:
            for clause in template.clauses:
                self._known(lines["clauses"], "clause", clause, self._version.clauses)
        for role in template.seen_by:
            self._known(lines["seen-by"], "role", role, ROLE_TITLES)
        for process, element in template.tasks:
            self._task(process, element)
        if template.when is not None:
            self._condition(template.when)

    def block(self, block: Block) -> None:
        """Check one block and the placeholders in it."""
        for place in places_of(block):
            self._place(place)
        match block:
            case Only():
                self._condition(block.condition)
            case Shown():
                self._shown(block)
            case Decisions() | Notices() if self._template.for_year:
                self._year(block.line)
            case Decisions():
                drawn = [
                    element.id
                    for diagram in self._version.diagrams.values()
                    for element in diagram.elements.values()
                    if element.kind is ElementKind.BUSINESS_RULE_TASK
                ]
                self._named(block.line, "business rule task", block.elements, drawn)
            case Notices():
                self._named(block.line, "message", block.messages, self._version.messages)

    def every_task_is_used(self) -> None:
        """Refuse a task that is listed and never read."""
        for process, element in self._template.tasks:
            if element not in self._used:
                self._say(
                    self._template.lines[f"{process}/{element}"],
                    f'The task "{element}" is listed, and the document reads nothing of it.',
                    "remove it from the list, or use it",
                    why="The list says what the document is made of.",
                )

    def _task(self, process: str, element: str) -> None:
        line = self._template.lines[f"{process}/{element}"]
        if f"workflows/{process}.bpmn" in self._version.unreadable:
            return
        if process not in self._version.diagrams:
            self._known(line, "process", process, self._version.diagrams)
        elif self._forms[element] is None:
            asked = [task for owner, task in self._version.forms if owner == process]
            self._known(line, f"task with a form in {process}", element, asked)

    def _place(self, place: Place) -> None:
        shared = {
            Whose.CASE: case_types(self._version.settings),
            Whose.SETTINGS: self._version.settings.settings,
        }
        if self._template.for_year and place.whose is not Whose.SETTINGS:
            self._year(place.line)
        elif place.whose in shared:
            kind = "field of the case" if place.whose is Whose.CASE else "setting"
            self._known(place.line, kind, place.name, shared[place.whose])
        elif place.whose is Whose.FACTS:
            facts = self._dataflow.shared["facts"]
            self._known(
                place.line, "fact", place.name, facts.parts if isinstance(facts, Fields) else ()
            )
        else:
            form = self._form(place.task, place.line)
            if form is not None and place.whose is Whose.ANSWER:
                self._question(form, place.name, place.line)

    def _shown(self, shown: Shown) -> None:
        if self._template.for_year != (shown.shape in _OF_A_YEAR):
            self._year(shown.line)
            return
        form = self._form(shown.task, shown.line)
        if form is None:
            return
        if shown.shape in (Shape.COUNT, Shape.COUNT_EVERY):
            self._counted(form, shown)
        elif shown.shape is Shape.MISSING:
            self._asked(shown)
        elif shown.rows:
            self._rows(form, shown)
        else:
            for column in shown.columns:
                self._question(form, column, shown.line)

    def _counted(self, form: Form, shown: Shown) -> None:
        question = self._question(form, shown.rows, shown.line)
        if question is not None and not (question.kind.chooses or question.kind is Kind.CHECKBOX):
            self._say(
                shown.line,
                f'"{shown.rows}" is not answered by choosing, and cannot be counted.',
                "count a question with choices",
            )

    def _asked(self, shown: Shown) -> None:
        """Check the question that says which agencies were asked."""
        form = self._form(shown.by, shown.line)
        question = self._question(form, shown.rows, shown.line) if form is not None else None
        if question is not None and question.register != "agencies":
            self._say(
                shown.line,
                f'"{shown.by}.{shown.rows}" is not answered with agencies.',
                "name the question by which agencies are asked",
            )

    def _rows(self, form: Form, shown: Shown) -> None:
        groups = {
            each.path: each for each in every_component(form.components) if isinstance(each, Rows)
        }
        rows = groups.get(shown.rows)
        if rows is None:
            self._known(shown.line, f"repeatable group of {shown.task}", shown.rows, groups)
            return
        columns = {
            each.path.removeprefix(f"{rows.path}."): each
            for each in every_component(rows.components)
            if isinstance(each, Question)
        }
        self._named(shown.line, f"question of {shown.task}.{rows.key}", shown.columns, columns)
        if shown.by:
            dates = [key for key, each in columns.items() if each.kind is Kind.DATE]
            self._known(shown.line, f"date of {shown.task}.{rows.key}", shown.by, dates)

    def _form(self, task: str, line: int) -> Form | None:
        self._used.add(task)
        if task not in self._forms:
            self._known(line, "task of this document", task, self._forms)
            return None
        return self._forms[task]

    def _question(self, form: Form, path: str, line: int) -> Question | None:
        asked = {each.path: each for each in form.questions() if not each.in_rows}
        self._known(line, f"question of {form.id}", path, asked)
        return asked.get(path)

    def _condition(self, formula: Formula) -> None:
        if self._template.for_year:
            self._year(formula.line)
            return
        types: dict[str, Type] = {
            task: answered(form) for task, form in self._forms.items() if form is not None
        }
        reading = Inference({**types, **self._dataflow.shared}, FUNCTIONS, missing=NULL)
        named = (self._template.name, self._template.title)
        self._dataflow.formulas.check(formula, reading, self.findings, named, wanted=TRUTH)
        parsed = self._dataflow.formulas.tree(formula)
        if isinstance(parsed, Expression):
            self._used |= {node.name for node in walk(parsed.tree) if isinstance(node, Name)}

    def _named(
        self,
        line: int,
        kind: str,
        written: Iterable[str],
        known: Iterable[str] | Mapping[str, object],
    ) -> None:
        listed = list(known)
        for name in written:
            self._known(line, kind, name, listed)

    def _known(
        self, line: int, kind: str, written: str, known: Iterable[str] | Mapping[str, object]
    ) -> None:
        names = list(known)
        if written not in names:
            self._say(
                line, f'There is no {kind} called "{written}".', offer(written, names), why=_WHY
            )

    def _year(self, line: int) -> None:
        self._say(
            line,
            "A document for a year counts over cases; one for a case shows what was entered in it.",
            "use {count ...} and {days to ...} in a document with `for: year`, and only there",
        )

    def _say(self, line: int, what: str, instead: str, *, why: str = _WHY) -> None:
        self.findings.say(
            line,
            self._template.name,
            self._template.title,
            what=what,
            why=why,
            instead=f"{instead}.",
        )
