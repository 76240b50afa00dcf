"""What the board of `make demo` is made of: board.yaml, read into values and refused where it errs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from engine.calendar import LONDON
from engine.deployment import Files
from engine.errors import EngineError
from engine.scenario_reader import FOLDER, read_scenario
from engine.scenarios import Act, Corrects, Does, Extends, Scenario, Starts
from engine.yaml_text import read_yaml
from web.demo.timeline import days_of

BOARD: Final = Path(__file__).parent / "board.yaml"


class BoardError(EngineError):
    """The board cannot be played as board.yaml says; the message says which case and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens on a case: an act of a worked case, and its day there."""

    act: Act
    day: date


@dataclass(frozen=True, slots=True)
class Usual:
    """How a task is done where a recipe does not say it, and the day on which a worked case does it so."""

    act: Does
    day: date


@dataclass(frozen=True, slots=True)
class Recipe:
    """One case of the board.

    `stops` are tasks that nobody does, so the case stands there; `late` how many working days after its
    day a task is done; `sooner` tasks that are done within hours. `leaves` are the tasks that must stand
    open at the end, by which a board that turned out otherwise is refused; `explains` are reasons that the
    Business Manager gives for late steps, by task.
    """

    key: str
    shows: str
    begins: datetime
    child: tuple[str, str]
    steps: tuple[Step, ...]
    agencies: Mapping[str, str]
    answers: Mapping[str, Any] = field(repr=False)
    cast: Mapping[str, str]
    stops: frozenset[str]
    late: Mapping[str, int]
    after: Mapping[str, int]
    waits: bool
    leaves: tuple[str, ...] | None
    explains: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Company:
    """Who plays whom, by the names of the worked cases: people by the names they have on the board.

    `called` is what texts of the worked cases call somebody, `words` what else they call otherwise, `child`
    the names that the child has there.
    """

    people: Mapping[str, str]
    agencies: Mapping[str, str]
    called: Mapping[str, str]
    words: Mapping[str, str]
    child: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """Meetings of one kind: the first, how many weeks lie between two, and the last."""

    kind: str
    first: datetime
    weeks: int
    last: date

    def all(self) -> tuple[datetime, ...]:
        """Return every meeting, at the same time of day in London."""
        local, found = self.first.astimezone(LONDON), []
        while local.date() <= self.last:
            found.append(local.astimezone(UTC))
            local = (local.replace(tzinfo=None) + timedelta(weeks=self.weeks)).replace(
                tzinfo=LONDON
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """What the protocol said before: words of its files put in place of others, until a day."""

    until: datetime
    words: tuple[tuple[str, str, str], ...]

    def of(self, files: Files) -> dict[str, bytes]:
        """Return the files as they were then; BoardError where they no longer hold the words."""
        earlier = dict(files)
        for path, now, then in self.words:
            text = earlier[path].decode()
            if text.count(now) != 1:
                raise BoardError(f'{path} holds "{now}" {text.count(now)} times, not once.')
            earlier[path] = text.replace(now, then).encode()
        return earlier


@dataclass(frozen=True, slots=True)
class Board:
    """The whole of board.yaml."""

    begins: datetime
    today: datetime
    earlier: EarlierVersion
    meetings: tuple[Planned, ...]
    cast: Company
    usual: Mapping[str, Usual]
    unsaid: Mapping[str, Any]
    answers: Mapping[str, Any]
    recipes: tuple[Recipe, ...]


def called(act: Act) -> str:
    """Return what an act is called in board.yaml: its task, or the process it begins."""
    match act:
        case Does() | Extends():
            return act.task
        case Corrects():
            return f"corrects {act.task}"
        case Starts():
            return act.process
    return type(act).__name__


def read_board(files: Files, content: bytes | None = None) -> Board:
    """Read the board; `files` are those of the protocol, whose worked cases it plays."""
    root = _read(BOARD.read_bytes() if content is None else content, BOARD.name)
    usual: dict[str, Usual] = {}
    for name in root["usual"]:
        for step in _steps(files, {"plays": name}):
            if isinstance(step.act, Does):
                usual.setdefault(step.act.task, Usual(step.act, step.day))
    return Board(
        begins=_moment(root["begins"]),
        today=_moment(root["today"]),
        earlier=EarlierVersion(
            _moment(root["earlier"]["until"]),
            tuple((each["file"], each["now"], each["then"]) for each in root["earlier"]["words"]),
        ),
        meetings=tuple(
            Planned(
                kind,
                _moment(each["first"]),
                int(each["weeks"]),
                date.fromisoformat(each["last"]),
            )
            for kind, each in root["meetings"].items()
        ),
        cast=_company(root["cast"]),
        usual=usual,
        unsaid=root["unsaid"],
        answers=root["answers"],
        recipes=tuple(_recipe(files, key, each) for key, each in root["cases"].items()),
    )


def _company(written: Mapping[str, Any]) -> Company:
    first, last = written["child"].split()
    return Company(
        people={key: each["plays"] for key, each in written["people"].items()},
        agencies=written["agencies"],
        called={key: each["called"] for key, each in written["people"].items()},
        words=written["words"],
        child=(first, last),
    )


def _recipe(files: Files, key: str, written: Mapping[str, Any]) -> Recipe:
    known = {"shows", "begins", "child", "plays", "until", "steps", "answers", "cast", "stops"}
    known |= {"late", "after", "waits", "leaves", "explains"}
    if unknown := set(written) - known:
        raise BoardError(f'{key}: "{min(unknown)}" means nothing in board.yaml.')
    first, last = written["child"].split()
    return Recipe(
        key=key,
        shows=written["shows"],
        begins=_moment(written["begins"]),
        child=(first, last),
        steps=tuple(_steps(files, written)),
        agencies=_agencies(files, written),
        answers=written.get("answers", {}),
        cast=written.get("cast", {}),
        stops=frozenset(written.get("stops", ())),
        late={task: int(days) for task, days in written.get("late", {}).items()},
        after={act: int(days) for act, days in written.get("after", {}).items()},
        waits=written.get("waits") == "yes",
        leaves=tuple(written["leaves"]) if "leaves" in written else None,
        explains=written.get("explains", {}),
    )


def _agencies(files: Files, written: Mapping[str, Any]) -> dict[str, str]:
    people = _scenario(files, written).people
    return {key: person.agency for key, person in people.items() if person.agency}


def _steps(files: Files, written: Mapping[str, Any]) -> list[Step]:
    """Return the steps of the worked case that are to happen, up to `until`, then those of the recipe."""
    scenario = _scenario(files, written)
    played = [
        Step(step.act, day)
        for step, day in zip(scenario.steps, days_of(scenario), strict=True)
        if step.refused is None
    ]
    own = len(written.get("steps", ()))
    worked, added = (played[:-own], played[-own:]) if own else (played, [])
    if (until := written.get("until")) is not None:
        names = [called(step.act) for step in worked]
        if until not in names:
            raise BoardError(f'{written["plays"]} has no step "{until}".')
        worked = worked[: names.index(until)]
    return [*worked, *added]


def _scenario(files: Files, written: Mapping[str, Any]) -> Scenario:
    """Return the worked case with the recipe's own steps after its own."""
    path = f"{FOLDER}{written['plays']}.yaml"
    if "steps" not in written:
        return read_scenario(files, path)
    worked = dict(_read(files[path], path))
    worked["steps"] = [*worked["steps"], *written["steps"]]
    return read_scenario({**files, path: yaml.safe_dump(worked).encode()}, path)


def _read(content: bytes, file: str) -> Any:
    """Return what the file says, every value as it is written: `no` is the answer no."""
    return read_yaml(content, file=file, as_written=True).value


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON).astimezone(UTC)
