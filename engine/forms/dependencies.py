"""Which questions a condition reads: a condition may only read what is asked above it."""

from collections.abc import Iterator

from engine.feel.syntax import Name, Node, Path, walk
from engine.forms.components import Component, Condition, Group, Guidance, Question, Rows
from engine.forms.findings import Findings


def read_paths(condition: Condition) -> frozenset[str]:
    """Return every name and dotted path the condition reads (``outcome``, ``facts.outcome``)."""
    return frozenset(
        path for node in walk(condition.expression.tree) if (path := _dotted(node)) is not None
    )


def conditions_of(component: Component) -> Iterator[Condition]:
    """Yield the conditions of one component, not of what it contains."""
    if component.hide is not None:
        yield component.hide
    if isinstance(component, Question):
        yield from component.offers.values()
        for bound in (component.earliest, component.latest, component.megabytes):
            if bound is not None:
                yield bound
    if isinstance(component, Guidance):
        yield from component.slots.values()


def every_component(components: tuple[Component, ...]) -> Iterator[Component]:
    """Yield every component in the order of the form, each before what it contains."""
    for component in components:
        yield component
        if isinstance(component, Group | Rows):
            yield from every_component(component.components)


def controlling(components: tuple[Component, ...]) -> frozenset[str]:
    """Return the paths of the questions on which what is asked or offered depends.

    Inside rows a condition reads a question of its row by key alone.
    """
    everything = list(every_component(components))
    read = {
        path
        for component in everything
        for condition in conditions_of(component)
        for path in read_paths(condition)
    }
    return frozenset(
        question.path
        for question in everything
        if isinstance(question, Question)
        and (question.path in read or (question.in_rows and question.key in read))
    )


def refuse_reading_ahead(components: tuple[Component, ...], findings: Findings) -> None:
    """Keep a problem for each condition that reads a question asked further down, or its own."""
    everything = list(every_component(components))
    paths = [each.path for each in everything if isinstance(each, Question) and not each.in_rows]
    asked: set[str] = set()
    for component in everything:
        for condition in conditions_of(component):
            for path in sorted(read_paths(condition) & (set(paths) - asked)):
                # A fact or field of the case has a value before this form asks for it.
                if path.startswith(("facts.", "case.")):
                    continue
                findings.add(
                    condition.line,
                    f'The condition "{condition.text}" reads "{path}", which is not asked above it.',
                    "Questions are decided from top to bottom, so it would have no answer yet.",
                    "move the question up, or read another.",
                )
        if isinstance(component, Question):
            asked.add(component.path)


def _dotted(node: Node) -> str | None:
    match node:
        case Name():
            return node.name
        case Path():
            source = _dotted(node.source)
            return None if source is None else f"{source}.{node.name}"
    return None
