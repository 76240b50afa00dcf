"""A part of a submission: some answers, and a form of their questions alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.forms.components import Component, Group, Question
from engine.forms.form import Form


def part_of(
    form: Form, answers: Mapping[str, Any], paths: Collection[str]
) -> tuple[Form, Mapping[str, Any]] | None:
    """Return the answers to the questions of those paths, with a form that asks nothing else.

    A question that was not answered is left out; None is returned where nothing is left.
    """
    kept = tuple(_kept(form.components, answers, paths))
    return (replace(form, components=kept), _answers_to(kept, answers)) if kept else None


def _kept(
    components: tuple[Component, ...], answers: Mapping[str, Any], paths: Collection[str]
) -> Iterator[Component]:
    for component in components:
        match component:
            case Question() if component.path in paths:
                if answers.get(component.key) is not None:
                    yield replace(component, hide=None, offers={})
            case Group():
                inner = tuple(_kept(component.components, _inside(component, answers), paths))
                if inner:
                    yield replace(component, components=inner, hide=None)


def _answers_to(components: tuple[Component, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    part: dict[str, Any] = {}
    for component in components:
        match component:
            case Question():
                part[component.key] = answers[component.key]
            case Group():
                inner = _answers_to(component.components, _inside(component, answers))
                name = _own_name(component)
                part |= {name: inner} if name else inner
    return part


def _inside(group: Group, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    name = _own_name(group)
    return (answers.get(name) or {}) if name else answers


def _own_name(group: Group) -> str:
    """Return the last part of the path: where the group's answers stand beside the others."""
    return group.path.rpartition(".")[2]
