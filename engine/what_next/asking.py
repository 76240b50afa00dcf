"""Which answers to one form can be given together: what is hidden has none, what is asked must have one."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import EngineError
from engine.forms import Form, Group, Question, Rows
from engine.forms.components import Component, Condition
from engine.forms.dependencies import read_paths
from engine.forms.layout import shown_questions
from engine.what_next.told import Atom


class Asking:
    """One form as it would be asked; ``context`` is what its conditions read beside the answers, if known."""

    def __init__(self, form: Form, context: Mapping[str, Any] | None) -> None:
        """Take the form, and the context of the case where there is one."""
        self._form, self._context = form, context
        self._own = {question.path: question for question in form.questions()}
        self._hides = dict(_hides(form.components, ()))

    def feasible(self, chosen: Mapping[Atom, Any]) -> bool:
        """Say whether answers can be given together, as far as that can be told from these alone."""
        given = {
            atom.key: value
            for atom, value in chosen.items()
            if atom.kind == "answer" and atom.key in self._own
        }
        if not given:
            return True
        raw = _raw({path: value for path, value in given.items() if value is not None})
        try:
            shown = self._form.lay_out(raw, context=self._context or {})
        except EngineError:
            return True
        asked = {each.path: each for each in shown_questions(shown)}
        return all(
            self._fits(self._own[path], value, asked)
            for path, value in given.items()
            if self._is_certain(path, given)
        )

    def _fits(self, question: Question, value: Any, asked: Mapping[str, Any]) -> bool:
        shown = asked.get(question.path)
        if shown is None:
            return value is None
        if value is None:
            return not question.required
        return not question.choices or value in [each.value for each in shown.choices]

    def _is_certain(self, path: str, given: Mapping[str, Any]) -> bool:
        """Say whether all is known that says whether the question is asked, and which of its choices."""
        question = self._own[path]
        conditions = [*self._hides.get(path, ()), *question.offers.values()]
        for condition in conditions:
            for read in read_paths(condition):
                if read in self._own and read not in given:
                    return False
                if read not in self._own and self._context is None and not self._begins_own(read):
                    return False
        return True

    def _begins_own(self, read: str) -> bool:
        """Say whether a name is only the first part of a path that is asked (``facts``)."""
        return any(path.startswith(f"{read}.") for path in self._own)


def _hides(
    components: tuple[Component, ...], around: tuple[Condition, ...]
) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    for component in components:
        hides = around if component.hide is None else (*around, component.hide)
        if isinstance(component, Question):
            yield component.path, hides
        elif isinstance(component, Group | Rows):
            yield from _hides(component.components, hides)


def _raw(given: Mapping[str, Any]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for path, value in given.items():
        *groups, key = path.split(".")
        place = raw
        for group in groups:
            place = place.setdefault(group, {})
        place[key] = value
    return raw
