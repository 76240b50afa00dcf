"""`review-desk play`: play a worked case through, and see whether everything happened as stated."""

from pathlib import Path
from typing import Any

import click

from engine.decide import read_tables
from engine.decision_examples import ask, example_paths, read_examples
from engine.deployment import Files, build, read_folder
from engine.errors import DefinitionError
from engine.plays import Difference, Play, PlayedStep, describe_moment, play
from engine.roles import ROLE_TITLES
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario
from engine.scenario_writer import written
from engine.scenarios import (
    Act,
    Appoints,
    Corrects,
    DeclaresConflict,
    Does,
    Extends,
    MeetingChanges,
    Meets,
    Starts,
    Waits,
    WaitsUntil,
    WithdrawsConflict,
)


@click.command("play", short_help="Play a worked case of workflows/scenarios through.")
@click.option("--write", is_flag=True, help="Write what was found into FILE, to be reviewed.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(*, write: bool, file: Path) -> None:
    """Play the scenario FILE in memory, on the diagrams, tables and forms of its folder.

    A file of workflows/scenarios/decisions is asked instead, example by example.

    Prints the path step by step. Exits with 1 where something happened otherwise than stated, with what
    was expected beside what was found. With --write nothing is compared: `then` and `ends` are filled
    in with what was found.
    """
    folder = _folder_of(file)
    path = file.resolve().relative_to(folder).as_posix()
    try:
        files = read_folder(folder)
        if path in example_paths(files):
            raise SystemExit(0 if _print_examples(files, path) else 1)
        scenario = read_scenario(files, path)
        played = play(scenario, memory_desk(build(files), scenario))
        if write:
            file.write_text(written(file.read_text("utf-8"), played), "utf-8")
    except DefinitionError as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        raise SystemExit(1) from None
    _print(played, compared=not write)
    raise SystemExit(0 if write or played.as_expected else 1)


def _folder_of(file: Path) -> Path:
    """Return the folder that holds workflows/scenarios; what lies elsewhere is two folders below its own."""
    above = file.resolve().parents
    return next((each.parent for each in above if each.name == "workflows"), above[2])


def _print_examples(files: Files, path: str) -> bool:
    """Ask each example and print what was said; return whether all was as stated."""
    examples = read_examples(files, path)
    click.echo(f"{examples.decision} ({path})")
    answers = ask(read_tables(files), examples)
    for answer in answers:
        said = f"refused: {_line(answer.refused)}" if answer.refused else _line(answer.rows)
        click.echo(f"     {answer.example.title}: {said}")
        _print_differences(answer.differences)
    as_stated = not any(answer.differences for answer in answers)
    click.echo("Every answer is as stated." if as_stated else "NOT as stated.")
    return as_stated


def _print(played: Play, *, compared: bool) -> None:
    click.echo(f"{played.scenario.title} ({played.scenario.file})")
    for number, (stated, step) in enumerate(zip(played.scenario.steps, played.steps, strict=False)):
        click.echo(f"{number + 1:>3}  {describe_moment(step.at)}  {_said(stated.act, played)}")
        _print_step(step)
        _print_differences(played.differences_at(number) if compared else ())
    left = len(played.scenario.steps) - len(played.steps)
    if left:
        click.echo(f"     The last {left} steps were not played, because of this one.")
    for key, found in played.ends.items():
        click.echo(f"     {key}: {_line(found)}")
    _print_differences(played.differences_at_the_end() if compared else ())
    if compared:
        click.echo("Everything happened as stated." if played.as_expected else "NOT as stated.")


def _print_step(step: PlayedStep) -> None:
    if step.needs:
        click.echo(f"       refused without: {', '.join(step.needs)}")
    if step.refused is not None:
        click.echo(f"       refused: {_line(step.refused)}")
    for each in step.then:
        click.echo(f"       open: {_line(each)}")
    if not step.then:
        click.echo("       nothing is open")


def _print_differences(differences: tuple[Difference, ...]) -> None:
    for each in differences:
        click.echo(f"   !   {each.about}: expected: {_line(each.expected)}")
        click.echo(f"   !   {' ' * len(each.about)}  found:    {_line(each.found)}")


def _said(act: Act, played: Play) -> str:
    match act:
        case Does():
            person = played.scenario.people.get(act.who)
            of = f" of {act.agency}" if act.agency else ""
            return f"{person.name if person else act.who}: {act.task}{of}"
        case Starts():
            person = played.scenario.people.get(act.who)
            return f"{person.name if person else act.who}: begins {act.process}"
        case Corrects():
            person = played.scenario.people.get(act.who)
            return f"{person.name if person else act.who}: corrects {act.task}"
        case Extends():
            person = played.scenario.people.get(act.who)
            return f"{person.name if person else act.who}: extends {act.task}"
        case Waits():
            return f"{act.count} {act.unit}{'' if act.count == 1 else 's'} pass"
        case WaitsUntil():
            return "the day comes"
        case Meets():
            return f"{act.kind} meets"
        case MeetingChanges():
            return _meeting(act)
    return _change_of_who_acts(act, played)


def _change_of_who_acts(act: DeclaresConflict | WithdrawsConflict | Appoints, played: Play) -> str:
    def name(key: str) -> str:
        person = played.scenario.people.get(key)
        return person.name if person else key

    match act:
        case DeclaresConflict():
            return f"{name(act.who)}: declares a conflict"
        case WithdrawsConflict():
            return f"{name(act.who)}: withdraws the conflict of {name(act.of)}"
        case Appoints():
            return f"{name(act.who)}: appoints {name(act.person)} as {ROLE_TITLES[act.role]}"


def _meeting(act: MeetingChanges) -> str:
    if act.to is None:
        return f"a meeting of {act.kind} is cancelled"
    return f"a meeting of {act.kind} is {'added' if act.at is None else 'moved'}"


def _line(value: Any) -> str:
    if value is None:
        return "(nothing is stated)"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_line(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_line(each) for each in value) or "(none)"
    return str(value)
