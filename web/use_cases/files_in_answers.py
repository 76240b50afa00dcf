"""Files in the answers of a form: those that stand in the person's draft, and no others."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.errors import InvalidAnswersError
from engine.forms import Form, Question, answer_at
from web.store.uploads import KeptFile

CHANGED: Final = (
    "The files have changed since you checked your answers, perhaps in another window. "
    "See which files are listed now, and check again"
)


def with_files(form: Form, raw: Mapping[str, Any], files: Sequence[KeptFile]) -> Mapping[str, Any]:
    """Return what was entered with the ids of the files that stand in the draft."""
    answered = raw
    for question in form.files():
        ids = _ids(question, files)
        # What was never answered stays so; what was taken out goes.
        if ids or answer_at(answered, question.path) is not None:
            answered = _put(answered, question.path.split("."), ids)
    return answered


def refuse_other_files(form: Form, raw: Mapping[str, Any], files: Sequence[KeptFile]) -> None:
    """Raise InvalidAnswersError where somebody submits other files than stand in their draft.

    Whoever says nothing of files submits those of the draft.
    """
    problems: dict[str, list[str]] = {}
    for question in form.files():
        value = answer_at(raw, question.path)
        if value is not None and value != _ids(question, files):
            problems[question.path] = [CHANGED]
    if problems:
        raise InvalidAnswersError(problems)


def _ids(question: Question, files: Sequence[KeptFile]) -> list[str]:
    return [str(each.id) for each in files if each.path == question.path]


def _put(raw: Mapping[str, Any], path: Sequence[str], ids: list[str]) -> dict[str, Any]:
    name, *rest = path
    if not rest:
        return {**raw, name: ids}
    inner = raw.get(name)
    return {**raw, name: _put(inner if isinstance(inner, Mapping) else {}, rest, ids)}
