"""By when: a formula in words, and its day where that can be told before the step is done."""

from decimal import Decimal
from typing import Any, Final

from engine.bpmn.called import called
from engine.bpmn.model import Diagram, Element, Formula, Kind
from engine.calendar import day_of
from engine.day_words import counted, day_in_words, duration_in_words
from engine.deadline_reasons import reads_the_clock
from engine.feel import syntax
from engine.feel.expressions import expression_of
from engine.feel.syntax import Node
from engine.what_next.symbols import Names, Parts, Sums, Symbol, Unsaid, UnsaidError, Worked, parsed
from engine.what_next.told import Atom, Due, Reminder

_DONE: Final = "this is done"
_COUNTING: Final = ("working days after", "working days before", "months after")


def due_of(formula: Formula | None, diagram: Diagram, names: Names, sums: Sums) -> Due | None:
    """Return by when something that is reached as soon as the form is submitted is due."""
    if formula is None:
        return None
    words = _Words(diagram, names, sums).of(parsed(formula.text).tree)
    from_today = _counts_from_today(formula.text, names)
    on = day_of(_value(formula.text, names, sums)) if sums.dated else None
    return Due(words or "", on, from_today and on is not None)


def reminders_of(
    diagram: Diagram, element: Element, names: Names, sums: Sums
) -> tuple[Reminder, ...]:
    """Return what happens while the task stays open: the timers on its edge and whom each tells first."""
    found = []
    for event in diagram.boundary_events(element.id):
        due = due_of(event.timer, diagram, names, sums)
        if due is None:
            continue
        following = [diagram.elements[flow.target] for flow in diagram.outgoing(event.id)]
        notice = next((each.notice for each in following if each.kind is Kind.SEND_TASK), None)
        found.append(
            Reminder(
                event.id,
                called(diagram, event),
                due,
                notice.message if notice else "",
                notice.to if notice else (),
                event.interrupting,
            )
        )
    return tuple(found)


class _Words:
    """Says a formula that yields a day; what cannot be told is said as what the step works out."""

    def __init__(self, diagram: Diagram, names: Names, sums: Sums) -> None:
        self._diagram, self._names, self._sums = diagram, names, sums

    def of(self, node: Node) -> str:
        """Return a phrase like "3 working days after this is done"; "" where nothing can be told."""
        match node:
            case syntax.Call(function=syntax.Name(name="today" | "now"), arguments=()):
                return _DONE
            case syntax.Call(function=syntax.Name(name="date"), arguments=(argument,)):
                return self.of(argument)
            case syntax.Call(function=syntax.Name(name=name), arguments=(day, count)) if (
                name in _COUNTING
            ):
                return self._counted(name, day, count)
            case syntax.Call(function=syntax.Name(name="next meeting"), arguments=(kind, day)):
                since = "" if self._is_today(day) else f" on or after {self.of(day)}"
                return f"the first {self._text(kind)} meeting{since}"
            case syntax.If(condition=condition, consequence=first, alternative=second):
                holds = self._known(condition)
                return "" if holds is None else self.of(first if holds is True else second)
            case syntax.Arithmetic(operator="+", left=left, right=right):
                length = duration_in_words(self._known(right))
                first_day = self.of(left)
                return f"{length} after {first_day}" if length and first_day else ""
        symbol = self._sums.symbol_of(node, self._names)
        if isinstance(symbol, Worked):
            within = _Words(self._diagram, symbol.names, self._sums)
            return within.of(parsed(symbol.text).tree)
        on = day_of(self._known(node))
        return self._named(node) if on is None else day_in_words(on)

    def _counted(self, name: str, day: Node, count: Node) -> str:
        first, number = self.of(day), self._known(count)
        unit, _, way = name.rpartition(" ")
        if not first:
            return ""
        if isinstance(number, Decimal | int):
            return f"{counted(number, unit.removesuffix('s'))} {way} {first}"
        about = self._named(count)
        return f"as many {unit} {way} {first} as {about}" if about else ""

    def _named(self, node: Node) -> str:
        """Return what the part is called that a node names, where it was or will be answered."""
        symbol = self._sums.symbol_of(node, self._names)
        match symbol:
            case Unsaid(about=about, asked=True) if about:
                return f"what is answered to “{about}”"
            case Unsaid(about=about) if about:
                return f"what the case holds as “{about}”"
            case Atom(about=about):
                return f"what is answered to “{about}”"
        return ""

    def _is_today(self, node: Node) -> bool:
        return self.of(node) == _DONE

    def _text(self, node: Node) -> str:
        return node.value if isinstance(node, syntax.StringLiteral) else str(self._known(node))

    def _known(self, node: Node) -> Any:
        if reads_the_clock_in(node):
            return None
        try:
            if self._sums.atoms_of(node, self._names):
                return None
            return self._sums.value_of(expression_of(node), self._names, {})
        except UnsaidError:
            return None


def reads_the_clock_in(node: Node) -> bool:
    """Say whether a part of a formula counts from the day on which it is worked out."""
    return any(
        isinstance(each, syntax.Call)
        and isinstance(each.function, syntax.Name)
        and each.function.name in ("today", "now")
        for each in syntax.walk(node)
    )


def _counts_from_today(text: str, names: Names) -> bool:
    """Say whether the day is another one if the form is submitted on another day."""
    if reads_the_clock(text):
        return True
    return any(
        isinstance(each, syntax.Name) and _rests_on_the_clock(names.get(each.name))
        for each in syntax.walk(parsed(text).tree)
    )


def _rests_on_the_clock(symbol: Symbol | None) -> bool:
    match symbol:
        case Worked(text=text, names=names):
            return _counts_from_today(text, names)
        case Parts(parts=parts):
            return any(_rests_on_the_clock(each) for each in parts.values())
    return False


def _value(text: str, names: Names, sums: Sums) -> Any:
    try:
        return None if sums.atoms(text, names) else sums.value(text, names, {})
    except UnsaidError:
        return None
