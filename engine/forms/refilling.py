"""A form that is asked again opens with what was answered before: the answers that can stand as they are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from engine.forms.components import Component, Group, Kind, Question, Rows

# What a case holds by now counts for these, and not what was answered once.
_OF_THE_CASE: Final = ("facts", "case")


def answers_that_stand(
    components: Iterable[Component], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the earlier answers, nested as the form nests them, to the questions that it asks too.

    Left out are files, what declares a conflict, appoints somebody or puts an agency under review (each
    is said anew or not at all), and the facts and fields of the case.
    """
    return {key: value for key, value in _standing(components, before) if value not in (None, {})}


def _standing(
    components: Iterable[Component], before: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for component in components:
        match component:
            case Question() if _stands(component):
                yield component.key, before.get(component.key)
            case Rows():
                rows = before.get(component.key)
                if isinstance(rows, list):
                    inner = component.components
                    yield component.key, [answers_that_stand(inner, row) for row in rows]
            case Group(path=""):
                yield from _standing(component.components, before)
            case Group() if component.path not in _OF_THE_CASE:
                name = component.path.rpartition(".")[2]
                inside = before.get(name)
                if isinstance(inside, Mapping):
                    yield name, answers_that_stand(component.components, inside)


def _stands(question: Question) -> bool:
    says_who_acts = question.declares or question.appoints or question.lists
    return question.kind is not Kind.FILES and not says_who_acts
