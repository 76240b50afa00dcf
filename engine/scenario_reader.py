"""Read the worked cases of workflows/scenarios, with the sets that they share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from engine.calendar import LONDON, MORNING, london_date
from engine.errors import DefinitionError
from engine.feel import FeelSyntaxError, parse
from engine.memory_desk import laid_over
from engine.memory_roster import Deputy, Person
from engine.roles import ROLE_TITLES
from engine.scenarios import (
    Act,
    Appoints,
    Begins,
    Corrects,
    DeclaresConflict,
    Does,
    Extends,
    MeetingChanges,
    Meets,
    Scenario,
    ScenarioStep,
    Starts,
    Waits,
    WaitsUntil,
    WithdrawsConflict,
    without,
)
from engine.yaml_text import YamlText, read_yaml

FOLDER: Final = "workflows/scenarios/"
_WHY: Final = "Nothing could be played."
_WAIT: Final = re.compile(r"(\d{1,4}) (working day|day|month)s?")
_STEP_KEYS: Final = {
    "does": {"who", "does", "for", "answers", "needs"},
    "starts": {"who", "starts", "answers", "needs"},
    "corrects": {"who", "corrects", "for", "answers", "because"},
    "extends": {"who", "extends", "for", "to", "because"},
    "wait": {"wait"},
    "wait until": {"wait until"},
    "meets": {"meets"},
    "meeting": {"meeting"},
    "declares conflict": {"who", "declares conflict"},
    "withdraws conflict of": {"who", "withdraws conflict of", "reason"},
    "appoints": {"who", "appoints", "reason"},
}

Path = tuple[str | int, ...]


def scenario_paths(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths of the scenarios among the files of a folder, in order."""
    return tuple(path for path in sorted(files) if _stands_there(path) and not _is_shared(path))


def read_scenario(files: Mapping[str, bytes], path: str) -> Scenario:
    """Read a scenario with the sets that it shares; raise DefinitionError with every problem."""
    sets: dict[str, Any] = {}
    for shared in sorted(files):
        if _stands_there(shared) and _is_shared(shared):
            sets |= _sets_in(files[shared], shared)
    text = read_yaml(files[path], file=path, as_written=True)
    if not isinstance(text.value, dict):
        raise DefinitionError([text.problem((), "The file is empty.", _WHY, "write a scenario.")])
    return _Reading(text, text.value, sets).scenario()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of one file."""

    text: YamlText
    root: dict[str, Any]
    sets: Mapping[str, Any]

    def scenario(self) -> Scenario:
        known = {"title", "about", "clock", "begins", "agencies", "people", "meetings"}
        known |= {"deputies", "steps", "ends", "clauses"}
        self._only((), self.root, known)
        for key in ("title", "clock", "people", "steps"):
            if key not in self.root:
                raise self._refusal((), f'The scenario has no "{key}".', f'write "{key}:".')
        agencies = self._group(("agencies",), self.root.get("agencies", {}))
        people = self._group(("people",), self.root["people"])
        meetings = self._group(("meetings",), self.root.get("meetings", {}))
        return Scenario(
            file=self.text.file,
            title=str(self.root["title"]),
            clock=self._moment(("clock",), self.root["clock"]),
            agencies=agencies,
            people={key: self._person(key, each, agencies) for key, each in people.items()},
            meetings={
                kind: tuple(self._moment(("meetings", kind), each) for each in when)
                for kind, when in meetings.items()
            },
            steps=tuple(
                self._step(("steps", number), each)
                for number, each in enumerate(self._list(("steps",), self.root["steps"]))
            ),
            ends=self.root.get("ends"),
            begins=self._begins(),
            clauses=tuple(map(str, self._list(("clauses",), self.root.get("clauses", [])))),
            deputies=tuple(
                self._deputy(("deputies", number), each, people)
                for number, each in enumerate(
                    self._list(("deputies",), self.root.get("deputies", []))
                )
            ),
        )

    def _begins(self) -> Begins | None:
        match self.root.get("begins"):
            case None:
                return None
            case {"process": str(process), **rest} if not set(rest) - {"given"}:
                given = self._group(("begins", "given"), rest.get("given", {}))
                return Begins(process, {key: self._given(value) for key, value in given.items()})
        raise self._refusal(
            ("begins",),
            "It is unclear which process is played by itself.",
            'write "begins: {process: publication, given: {review_type: SCR}}".',
        )

    def _given(self, value: Any) -> Any:
        """Return a value that a caller would map in; what begins with = is a formula, for instance a date."""
        if isinstance(value, Mapping):
            return {key: self._given(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._given(each) for each in value]
        if not isinstance(value, str) or not value.startswith("="):
            return value
        try:
            return parse(value[1:]).evaluate({}).value
        except FeelSyntaxError:
            raise self._refusal(
                ("begins", "given"),
                f'"{value}" is no formula.',
                'write "=1" or \'=date("2026-03-02")\'.',
            ) from None

    def _step(self, path: Path, step: Any) -> ScenarioStep:
        if not isinstance(step, dict):
            raise self._refusal(path, "The step says nothing.", "write who does what.")
        kinds = [kind for kind in _STEP_KEYS if kind in step]
        if len(kinds) != 1:
            said = ", ".join(f'"{kind}"' for kind in _STEP_KEYS)
            raise self._refusal(
                path, "It is unclear what happens in this step.", f"write one of {said}."
            )
        kind = kinds[0]
        self._only(path, step, _STEP_KEYS[kind] | {"then", "refused"})
        act = self._act(kind, (*path, kind), step)
        return ScenarioStep(self.text.line(*path), act, step.get("then"), step.get("refused"))

    def _act(self, kind: str, path: Path, step: Mapping[str, Any]) -> Act:
        if "who" in _STEP_KEYS[kind] and "who" not in step:
            raise self._refusal(path, "Nobody does this step.", 'write "who:".')
        who = str(step.get("who"))
        match kind:
            case "does" | "starts":
                answers = self._group((*path[:-1], "answers"), step.get("answers", {}))
                needs = self._needs(path, answers, step.get("needs", []))
                what = str(step[kind])
                if kind == "starts":
                    return Starts(who, what, answers, needs)
                return Does(who, what, step.get("for"), answers, needs)
            case "extends" | "corrects":
                return self._change_of_what_was_done(kind, path, step)
            case "wait":
                found = _WAIT.fullmatch(str(step["wait"]))
                if found is None:
                    raise self._refusal(
                        path, "This is no length of time.", 'write "3 working days".'
                    )
                return Waits(int(found[1]), found[2])
            case "wait until":
                return WaitsUntil(self._moment(path, step["wait until"]))
            case "meets":
                return Meets(str(step["meets"]))
            case "meeting":
                return self._meeting(path, step["meeting"])
        return self._change_of_who_acts(kind, path, step)

    def _change_of_who_acts(self, kind: str, path: Path, step: Mapping[str, Any]) -> Act:
        who, reason = str(step["who"]), str(step.get("reason", ""))
        match kind:
            case "declares conflict":
                return DeclaresConflict(who, str(step[kind]))
            case "withdraws conflict of":
                return WithdrawsConflict(who, str(step[kind]), reason)
        return self._appointment(path, step[kind], who, reason)

    def _change_of_what_was_done(
        self, kind: str, path: Path, step: Mapping[str, Any]
    ) -> Extends | Corrects:
        for key in ("who", "to" if kind == "extends" else "answers", "because"):
            if key not in step:
                raise self._refusal(path, f'The step has no "{key}".', f'write "{key}:".')
        return self._extends(path, step) if kind == "extends" else self._corrects(path, step)

    def _extends(self, path: Path, step: Mapping[str, Any]) -> Extends:
        to = london_date(self._moment((*path[:-1], "to"), step["to"]))
        who, task = str(step["who"]), str(step["extends"])
        return Extends(who, task, step.get("for"), to, str(step["because"]))

    def _corrects(self, path: Path, step: Mapping[str, Any]) -> Corrects:
        answers = self._group((*path[:-1], "answers"), step["answers"])
        who, task = str(step["who"]), str(step["corrects"])
        return Corrects(who, task, step.get("for"), answers, str(step["because"]))

    def _needs(self, path: Path, answers: Mapping[str, Any], written: object) -> tuple[str, ...]:
        needs = self._list((*path[:-1], "needs"), written)
        for number, needed in enumerate(needs):
            try:
                without(answers, needed)
            except (KeyError, TypeError):
                raise self._refusal(
                    (*path[:-1], "needs", number),
                    f'The answers hold no "{needed}".',
                    "name one of them; within rows or a group, with a dot: actions.owner.",
                ) from None
        return tuple(needs)

    def _appointment(self, path: Path, written: Any, who: str, reason: str) -> Appoints:
        match written:
            case dict() if len(written) == 1:
                ((role, person),) = written.items()
                return Appoints(who, self._role(path, role), str(person), reason)
        raise self._refusal(
            path,
            "It is unclear who is appointed to what.",
            'write "appoints: {sig_chair: bo_board}".',
        )

    def _meeting(self, path: Path, written: Any) -> MeetingChanges:
        match written:
            case dict() if len(written) == 1:
                ((kind, change),) = written.items()
                match change:
                    case {"add": at, **rest} if not rest:
                        return MeetingChanges(kind, None, self._moment(path, at))
                    case {"cancel": at, **rest} if not rest:
                        return MeetingChanges(kind, self._moment(path, at), None)
                    case {"move": [at, to], **rest} if not rest:
                        return MeetingChanges(kind, self._moment(path, at), self._moment(path, to))
        raise self._refusal(
            path,
            "It is unclear what happens to which meeting.",
            'write "meeting: {SIG: {add: 2026-03-24 10:00}}", or move: [OLD, NEW], or cancel: OLD.',
        )

    def _person(self, key: str, person: Any, agencies: Mapping[str, Any]) -> Person:
        path = ("people", key)
        if not isinstance(person, dict):
            raise self._refusal(path, "The person has no entry.", "write name and roles.")
        self._only(path, person, {"name", "agency", "roles"})
        roles = self._list((*path, "roles"), person.get("roles", []))
        for role in roles:
            self._role((*path, "roles"), role)
        agency = person.get("agency")
        if agency is not None and agency not in agencies:
            raise self._refusal(path, f"There is no agency {agency}.", 'write it under "agencies".')
        return Person(key, str(person.get("name", key)), agency, tuple(roles))

    def _role(self, path: Path, role: Any) -> str:
        if role not in ROLE_TITLES:
            said = ", ".join(ROLE_TITLES)
            raise self._refusal(path, f"There is no role {role}.", f"use {said}.")
        return str(role)

    def _deputy(self, path: Path, written: Any, people: Mapping[str, Any]) -> Deputy:
        if not isinstance(written, dict) or not {"who", "for", "as"} <= set(written):
            raise self._refusal(
                path,
                "It is unclear who is a deputy of whom.",
                'write "{who: dana_deputy, for: indy_chair, as: independent_chair}".',
            )
        self._only(path, written, {"who", "for", "as", "from", "until"})
        for key in ("who", "for"):
            if written[key] not in people:
                there = f"There is nobody called {written[key]}."
                raise self._refusal((*path, key), there, 'write them under "people".')
        first, last = (self._day((*path, key), written.get(key)) for key in ("from", "until"))
        role = self._role((*path, "as"), written["as"])
        return Deputy(written["who"], written["for"], role, first, last)

    def _day(self, path: Path, written: Any) -> date | None:
        return None if written is None else london_date(self._moment(path, written))

    def _group(self, path: Path, written: Any) -> dict[str, Any]:
        """Return the mapping with the sets that it takes by `from` laid under it."""
        if not isinstance(written, dict):
            raise self._refusal(
                path, "A group of named values is needed here.", "write name: value."
            )
        named = written.get("from", [])
        below: Any = {}
        for name in [named] if isinstance(named, str) else named:
            if name not in self.sets:
                said = ", ".join(sorted(self.sets)) or "none"
                raise self._refusal(path, f"There is no set {name}.", f"the sets are: {said}.")
            below = laid_over(below, self._group(path, self.sets[name]))
        own = {key: value for key, value in written.items() if key != "from"}
        whole: dict[str, Any] = laid_over(below, own)
        return whole

    def _moment(self, path: Path, written: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(str(written))
        except ValueError:
            refusal = self._refusal(path, "This is no date.", 'write "2026-03-02 09:00".')
            raise refusal from None
        if len(str(written)) == len(date.min.isoformat()):
            moment = datetime.combine(moment.date(), MORNING)
        return moment.replace(tzinfo=LONDON).astimezone(UTC)

    def _list(self, path: Path, written: Any) -> list[Any]:
        if not isinstance(written, list):
            raise self._refusal(
                path, "A list is needed here.", "write one entry a line, each after a dash."
            )
        return list(written)

    def _only(self, path: Path, written: Mapping[str, Any], known: set[str]) -> None:
        for key in written:
            if key not in known:
                said = ", ".join(sorted(known))
                raise self._refusal((*path, key), f'"{key}" means nothing here.', f"use {said}.")

    def _refusal(self, path: Path, what: str, instead: str) -> DefinitionError:
        return DefinitionError([self.text.problem(path, what, _WHY, instead)])


@lru_cache(maxsize=32)
def _sets_in(content: bytes, file: str) -> Mapping[str, Any]:
    """Return the sets of a shared file, which every scenario reads."""
    whole = read_yaml(content, file=file, as_written=True).value
    return whole if isinstance(whole, dict) else {}


def _stands_there(path: str) -> bool:
    """Say whether the file stands in the folder itself: below it stand the decision examples."""
    name = path.removeprefix(FOLDER)
    return path.startswith(FOLDER) and name.endswith(".yaml") and "/" not in name


def _is_shared(path: str) -> bool:
    return path.removeprefix(FOLDER).startswith("_")
