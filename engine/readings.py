"""What is read into the protocol: its ambiguities as they are read, and the steps that were added.

Both are decisions that an owner can reverse, so each names what to change (workflows/readings.yaml,
workflows/additions.yaml). A name that is not there is a problem: a way back that leads nowhere is none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.dmn.analysis import tables_of
from engine.errors import DefinitionError
from engine.forms.components import Question, Rows
from engine.forms.dependencies import every_component
from engine.names import nearest
from engine.problems import Problem
from engine.roles import ROLE_TITLES
from engine.version import Version
from engine.yaml_text import YamlText, read_yaml

READINGS: Final = "workflows/readings.yaml"
ADDITIONS: Final = "workflows/additions.yaml"
ADDED: Final = "[gap]"
"""With this begins the guidance of a step that the protocol does not have."""

_WHY: Final = "Whoever wants to reverse this decision would not find what to change."
_NAMED: Final = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Place:
    """What to change to reverse a reading: ``sort`` and ``name`` as written ("row", "review_type/RT-02")."""

    sort: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One ambiguity of the protocol: what is wrong, how it is read, why, and where that stands."""

    id: str
    defect: str
    reading: str
    why: str
    where: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """Steps of a process that were added together, why, and how an owner refuses them."""

    process: str
    steps: tuple[str, ...]
    added: str
    refuse: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """All that is read into the protocol, in the order of the files."""

    readings: tuple[Reading, ...]
    additions: tuple[Addition, ...]


def interpretation_of(version: Version) -> Interpretation:
    """Return what the version reads into the protocol; DefinitionError with every problem found."""
    readings = _Reading(_text(version, READINGS), [])
    additions = _Reading(_text(version, ADDITIONS), [])
    found = Interpretation(
        tuple(readings.readings(_places(version))), tuple(additions.additions(version))
    )
    problems = [*readings.problems, *additions.problems]
    if problems:
        raise DefinitionError(problems)
    return found


def _text(version: Version, file: str) -> YamlText:
    return read_yaml(version.files.get(file, b""), file=file)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of one of the files, and the problems met on the way."""

    text: YamlText
    problems: list[Problem]

    def readings(self, places: Mapping[str, frozenset[str]]) -> Iterator[Reading]:
        for key, entry in self._entries():
            words = self._words((key,), entry, ("defect", "reading", "why"))
            where = entry.get("where") if isinstance(entry, dict) else None
            if words is None or not isinstance(where, list) or not where:
                self._refuse((key,), "The entry does not say where.", "list what to change there.")
                continue
            named = [Place(*str(each).partition(" ")[::2]) for each in where]
            for number, place in enumerate(named):
                self._check(("where", number), key, place, places)
            defect, reading, why = words
            yield Reading(key, defect, reading, why, tuple(named))

    def additions(self, version: Version) -> Iterator[Addition]:
        marked = dict.fromkeys(_added_steps(version))
        names = _every_name(version)
        for process, entries in self._entries():
            for number, entry in enumerate(entries if isinstance(entries, list) else ()):
                path = (process, number)
                words = self._words(path, entry, ("added", "refuse"))
                steps = entry.get("steps") if isinstance(entry, dict) else None
                if words is None or not isinstance(steps, list):
                    self._refuse(path, "The entry names no steps.", "write steps: [...].")
                    continue
                for step in steps:
                    if (process, step) in marked:
                        del marked[process, step]
                    else:
                        near = nearest(str(step), [name for at, name in marked if at == process])
                        self._refuse(
                            path,
                            f'"{step}" is no step of {process} that is marked {ADDED}, or stands here '
                            "already.",
                            f'write "{near}".' if near else "take it out, or mark the step.",
                        )
                for name in _NAMED.findall(" ".join(words)):
                    if name not in names:
                        near = nearest(name, names)
                        self._refuse(
                            path,
                            f"There is no `{name}`.",
                            f"write `{near}`." if near else "name something that is there.",
                        )
                added, refuse = words
                yield Addition(process, tuple(steps), added, refuse)
        for process, step in marked:
            self._refuse(
                (process,),
                f'The step "{step}" of {process} is marked {ADDED} and stands nowhere here.',
                "say why it was added, and how to refuse it.",
            )

    def _entries(self) -> Iterator[tuple[str, object]]:
        if isinstance(self.text.value, dict):
            yield from self.text.value.items()
        else:
            self._refuse((), "The file is empty or missing.", "list the entries by name.")

    def _words(
        self, path: tuple[str | int, ...], entry: object, keys: tuple[str, ...]
    ) -> tuple[str, ...] | None:
        """Return the texts of the entry, or None where one is missing or another stands there."""
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in keys):
            said = ", ".join(keys)
            self._refuse(path, f"The entry does not have all of {said}.", "write them.")
            return None
        for key in entry:
            if key not in (*keys, "where", "steps"):
                self._refuse((*path, key), f'"{key}" means nothing here.', "take it out.")
        return tuple(entry[key].strip() for key in keys)

    def _check(
        self,
        path: tuple[str | int, ...],
        key: str,
        place: Place,
        places: Mapping[str, frozenset[str]],
    ) -> None:
        at = (key, *path)
        if place.sort not in places:
            said = ", ".join(places)
            self._refuse(
                at, f'"{place.sort}" is nothing that can be changed.', f"use one of {said}."
            )
        elif place.sort != "page" and place.name not in places[place.sort]:
            near = nearest(place.name, places[place.sort])
            self._refuse(
                at,
                f'There is no {place.sort} "{place.name}".',
                f'write "{near}".' if near else "name one that is there.",
            )

    def _refuse(self, path: tuple[str | int, ...], what: str, instead: str) -> None:
        self.problems.append(self.text.problem(path, what, _WHY, instead))


def _added_steps(version: Version) -> Iterator[tuple[str, str]]:
    for diagram in version.diagrams.values():
        for element in diagram.elements.values():
            if ADDED in (element.documentation or ""):
                yield diagram.id, element.id


def _places(version: Version) -> dict[str, frozenset[str]]:
    """Return by sort everything that an owner may change and a reading may name."""
    tables = [found for model in version.models.values() for found in tables_of(model)]
    return {
        "row": frozenset(f"{owner}/{rule.row}" for owner, table in tables for rule in table.rules),
        "table": frozenset(owner for owner, _ in tables),
        "step": frozenset(
            f"{diagram.id}/{element}"
            for diagram in version.diagrams.values()
            for element in diagram.elements
        ),
        "question": frozenset(
            f"{process}/{element}/{component.path}"
            for (process, element), form in version.forms.items()
            for component in every_component(form.components)
            if isinstance(component, Question | Rows)
        ),
        "setting": frozenset(version.settings.settings),
        "role": frozenset(ROLE_TITLES),
        "page": frozenset(),
    }


def _every_name(version: Version) -> frozenset[str]:
    """Return the plain names that the words of an addition may hold in backticks."""
    places = _places(version)
    short = {name.rpartition("/")[2] for names in places.values() for name in names}
    processes = {name for diagram in version.diagrams for name in (diagram, f"{diagram}.bpmn")}
    return frozenset(
        short | places["table"] | places["row"] | processes | set(version.settings.case)
    )
