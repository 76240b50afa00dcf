"""Read workflows/departures.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.bpmn.model import Formula
from engine.departures.definition import GIVES_ITS_REASON, AnswerAt, Moment, Place, Rule
from engine.errors import DefinitionError
from engine.names import SNAKE_CASE, nearest
from engine.yaml_entries import UNREAD, EntriesReading
from engine.yaml_text import Path, read_yaml

EVERY_STEP: Final = "every step"
OF_THE_STEP: Final = "of the step"
_MEMBERS: Final = ("title", "looks_at", "places")
_AT: Final = ("step", "flow", "register")
_PLACE_MEMBERS: Final = (*_AT, "when", "sentence", "clause", "reason", "reason_follows")
_NAMED_BY: Final[Mapping[Moment, str]] = {Moment.TAKEN: "flow", Moment.WRITTEN: "register"}
_NOT_FOUND: Final = "The departure would never be found."


def read_departures(content: bytes, *, file: str) -> Mapping[str, Rule]:
    """Return the kinds of departures by key; raise DefinitionError with every problem found."""
    text = read_yaml(content, file=file)
    reading = _Reading(text, [])
    rules = {
        key: reading.rule(key, entry) for key, entry in reading.entries((), text.value).items()
    }
    if reading.problems:
        raise DefinitionError(reading.problems)
    return rules


@dataclass(frozen=True, slots=True)
class _Reading(EntriesReading):
    read_by_entries = "A departure is read by its entries."

    def rule(self, key: str, written: object) -> Rule:
        entry = self.entries((key,), written)
        self._known((key,), entry, _MEMBERS)
        if not SNAKE_CASE.fullmatch(key):
            self._refuse((key,), f'"{key}" is not snake case.', "Lists are filtered by this name.")
        looks_at = self._moment((key, "looks_at"), entry.get("looks_at"))
        places = entry.get("places")
        if not isinstance(places, list) or not places:
            self._refuse((key,), "No place is named.", _NOT_FOUND, 'list them under "places".')
            places = []
        return Rule(
            key=key,
            title=self._words((key, "title"), entry.get("title")),
            looks_at=looks_at,
            places=tuple(
                self._place((key, "places", number), each, key, looks_at)
                for number, each in enumerate(places)
            ),
            line=self.text.line(key),
        )

    def _moment(self, path: Path, written: object) -> Moment:
        try:
            return Moment(str(written))
        except ValueError:
            known = [each.value for each in Moment]
            near = nearest(str(written), known)
            instead = f'write "{near}".' if near else f"use one of {', '.join(known)}."
            self._refuse(
                path, f'"{written}" is nothing that can be looked at.', _NOT_FOUND, instead
            )
            return Moment.COMPLETED

    def _place(self, path: Path, written: object, key: str, looks_at: Moment) -> Place:
        entry = self.entries(path, written)
        self._known(path, entry, _PLACE_MEMBERS)
        clause = self._words((*path, "clause"), entry.get("clause"))
        both = "reason" in entry and "reason_follows" in entry
        named = [name for name in ("reason", "reason_follows") if name in entry]
        if both or (named and looks_at in GIVES_ITS_REASON):
            self._refuse(
                (*path, named[-1]),
                "The reason is given already." if not both else "The reason is named twice.",
                UNREAD,
                "take it out.",
            )
        return Place(
            at=self._at(path, entry, looks_at),
            when=self._formula((*path, "when"), entry["when"], key) if "when" in entry else None,
            sentence=self._words((*path, "sentence"), entry.get("sentence")),
            clause=None if clause == OF_THE_STEP else clause,
            reason=tuple(
                answer for name in named for answer in self._answers((*path, name), entry.get(name))
            ),
            follows="reason_follows" in entry,
            line=self.text.line(*path),
        )

    def _at(self, path: Path, entry: Mapping[str, object], looks_at: Moment) -> str | None:
        wanted = _NAMED_BY.get(looks_at, "step")
        for name in _AT:
            if name in entry and name != wanted:
                self._refuse(
                    (*path, name),
                    f'"{name}" is not looked at where "{looks_at.value}" is.',
                    _NOT_FOUND,
                    f'write "{wanted}".',
                )
        named = self._words((*path, wanted), entry.get(wanted))
        return None if named == EVERY_STEP else named

    def _answers(self, path: Path, written: object) -> list[AnswerAt]:
        found: list[AnswerAt] = []
        for each in written if isinstance(written, list) else [written]:
            process, _, rest = str(each).partition("/")
            element, _, question = rest.partition("/")
            if process and element and question:
                found.append(AnswerAt(process, element, question))
            else:
                instead = "write process/step/question."
                self._refuse(
                    path, f'"{each}" names no answer.', "No reason would be shown.", instead
                )
        return found

    def _formula(self, path: Path, written: object, key: str) -> Formula:
        line = self.text.line(*path)
        if isinstance(written, str) and written.startswith("="):
            return Formula(written[1:].strip(), line, f"condition of {key}")
        self._refuse(
            path, "There is no condition here.", "It would never be asked.", 'begin it with "=".'
        )
        return Formula("false", line, f"condition of {key}")

    def _words(self, path: Path, written: object) -> str:
        if isinstance(written, str) and written.strip():
            return written.strip()
        self._refuse(path, f'"{path[-1]}" is missing here.', "Readers rely on it.", "write it.")
        return ""
