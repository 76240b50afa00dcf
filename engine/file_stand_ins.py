"""Files in worked cases: a few words stand in for a file, and are handed in as a small text file."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.forms import Form, Question

Keep = Callable[[Question, str, bytes], str]
"""Takes the question, a file's name and its content, and returns the id under which the file is kept."""


def with_files_kept(form: Form, answers: Mapping[str, Any], keep: Keep) -> dict[str, Any]:
    """Return the answers with the words that stand for files handed in, and their ids in their place.

    ``answers`` are as a scenario writes them: a text for one file, a list of texts for several.
    """
    kept = dict(answers)
    for question in form.files():
        *groups, key = question.path.split(".")
        place: Any = kept
        for group in groups:
            inner = place.get(group)
            place[group] = dict(inner) if isinstance(inner, Mapping) else {}
            place = place[group]
        words = place.get(key)
        if words:
            texts = words if isinstance(words, list) else [words]
            place[key] = [
                keep(question, f"{key}_{number}.txt", str(text).encode())
                for number, text in enumerate(texts, 1)
            ]
    return kept
