"""What the readers of YAML files that owners edit have in common: named entries, words, and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from engine.names import nearest
from engine.problems import Problem
from engine.yaml_text import Path, YamlText

UNREAD: Final = "What is not read would be missed in silence."


@dataclass(frozen=True, slots=True)
class EntriesReading:
    """One reading of one file; every problem is added to ``problems``, so that all are found at once.

    ``read_by_entries`` says why entries are needed, in the words of the file that is read, and
    ``rely_on_words`` why texts are.
    """

    text: YamlText
    problems: list[Problem]
    read_by_entries: ClassVar[str]
    rely_on_words: ClassVar[str] = "Readers rely on it."

    def entries(self, path: Path, written: object) -> dict[str, object]:
        """Return a group of named entries."""
        if isinstance(written, dict):
            return written
        self._refuse(path, "Entries are missing here.", self.read_by_entries)
        return {}

    def _words(self, path: Path, written: object) -> str:
        if isinstance(written, str) and written.strip():
            return written.strip()
        self._refuse(path, "Text is missing here.", self.rely_on_words)
        return ""

    def _known(self, path: Path, entry: Mapping[str, object], known: tuple[str, ...]) -> None:
        for key in entry:
            if key not in known:
                near = nearest(key, known)
                instead = f'write "{near}".' if near else f"use one of {', '.join(known)}."
                self._refuse((*path, key), f'"{key}" means nothing here.', UNREAD, instead)

    def _refuse(
        self, path: Path, what: str, why: str, instead: str = "correct this entry."
    ) -> None:
        self.problems.append(self.text.problem(path, what, why, instead))
