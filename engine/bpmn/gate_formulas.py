"""Formulas: parsed once each, checked against what is known where they stand."""

from dataclasses import dataclass, field

from engine.bpmn.gate_comparisons import Note
from engine.bpmn.gate_findings import Findings
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_types import UNKNOWN, ListOf, Type, in_words, kind_of
from engine.bpmn.model import Element, Formula
from engine.feel import Expression, FeelSyntaxError, parse
from engine.feel.syntax import Node


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of a version; each text is parsed once."""

    _parsed: dict[str, Expression | FeelSyntaxError] = field(default_factory=dict)

    def tree(self, formula: Formula) -> Expression | FeelSyntaxError:
        """Return the parsed formula, or why it could not be parsed."""
        if formula.text not in self._parsed:
            try:
                self._parsed[formula.text] = parse(formula.text)
            except FeelSyntaxError as error:
                self._parsed[formula.text] = error
        return self._parsed[formula.text]

    def infer(self, formula: Formula, reading: Inference) -> Type:
        """Return what is known of the formula's value, and note nothing."""
        parsed = self.tree(formula)
        return reading.infer(parsed.tree) if isinstance(parsed, Expression) else UNKNOWN

    def check(
        self,
        formula: Formula,
        reading: Inference,
        findings: Findings,
        named: tuple[str | None, str | None],
        *,
        wanted: tuple[str, ...] = (),
    ) -> Type:
        """Refuse what is wrong with the formula; ``wanted`` are the kinds its value may be of."""
        element, label = named
        parsed = self.tree(formula)
        if isinstance(parsed, FeelSyntaxError):
            findings.refuse(
                "syntax",
                formula.line + parsed.line - 1,
                element,
                label,
                where=formula.where,
                detail=f"{parsed.found} stands where {parsed.expected} is expected.",
                column=parsed.column,
            )
            return UNKNOWN
        note = noting(findings, formula.line, element, label, formula.where)
        found = Inference(reading.names, reading.functions, note).infer(parsed.tree)
        kind = kind_of(found)
        if wanted and kind is not None and kind not in wanted:
            findings.refuse(
                "wrong_result",
                formula.line,
                element,
                label,
                where=formula.where,
                found=in_words(found),
                expected=_WANTED[wanted],
            )
        return found


TRUTH = ("boolean",)
DAY = ("date", "date and time", "null")
LIST = ("list",)
WORD = ("text",)
WORDS = ("text", "number", "date", "list", "null")
COUNT = ("number",)
_WANTED = {
    TRUTH: "true or false",
    DAY: "a date, or a date and time",
    LIST: "a list",
    WORD: "a text",
    WORDS: "a text, a number, a date, or a list of them",
    COUNT: "a number",
}


def noting(
    findings: Findings, line: int | None, element: str | None, label: str | None, where: str
) -> Note:
    """Return what takes notes of a formula that begins on the line and words them as refusals.

    Without a line the formula knows its place in the file itself, as those of decision tables do.
    """

    def note(code: str, node: Node, **details: object) -> None:
        findings.refuse(
            code,
            node.at.line if line is None else line + node.at.line - 1,
            element,
            label,
            where=where,
            column=node.at.column,
            **details,
        )

    return note


def named(element: Element) -> tuple[str | None, str | None]:
    """Return the id and label of an element, for what is refused about it."""
    return element.id, element.label


def item_of(known: Type) -> Type:
    """Return what is known of the items of a list; of what is no list, what is known of it."""
    return known.item if isinstance(known, ListOf) else known
