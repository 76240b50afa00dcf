"""Rows that make the chronology of a case, and rows that name whom it is about: properties of their group."""

from dataclasses import dataclass

from engine.forms.components import Component, Condition, Kind, People, Question, Timeline
from engine.forms.members import Members


@dataclass(frozen=True, slots=True)
class _Row:
    """The questions of one row, by key."""

    members: Members
    questions: dict[str, Question]

    def one(self, name: str, kinds: tuple[Kind, ...], what: str) -> str:
        """Return the key that a property names, if it is a question of one of the kinds."""
        key = self.members.property(name)
        if key and (key not in self.questions or self.questions[key].kind not in kinds):
            self.members.problem(
                self.members.object("properties").line_of(name),
                f'The property {name} names "{key}", which is not {what} of the rows.',
                "The chronology of the case could not be made of them.",
                f"name {what} that is asked in each row.",
            )
            return ""
        return key


def timeline_of(members: Members, components: tuple[Component, ...]) -> Timeline | None:
    """Return how the rows make the chronology, None where they do not."""
    row = _row(members, components)
    on = row.one("chronology", (Kind.DATE,), "a date")
    about = row.one("chronology-about", (Kind.TEXT,), "a short text")
    gap = _gap(members)
    if not on:
        _refuse_alone(members, ("chronology-about", "chronology-gap"), "chronology")
        return None
    return Timeline(on, about, gap)


def people_of(members: Members, components: tuple[Component, ...]) -> People | None:
    """Return how the rows name the children that a chronology is about, None where they do not."""
    row = _row(members, components)
    born = row.one("chronology-born", (Kind.DATE,), "a date")
    died = row.one("chronology-died", (Kind.DATE,), "a date")
    names = tuple(members.property("chronology-names").split())
    for name in names:
        if name not in row.questions or row.questions[name].kind is not Kind.TEXT:
            members.problem(
                members.object("properties").line_of("chronology-names"),
                f'The property chronology-names names "{name}", which is no short text of the rows.',
                "Nobody would know whom an entry is about.",
                "name the questions that ask for the parts of a name.",
            )
            return None
    if not names:
        _refuse_alone(members, ("chronology-born", "chronology-died"), "chronology-names")
        return None
    return People(names, born, died)


def _row(members: Members, components: tuple[Component, ...]) -> _Row:
    asked = {each.key: each for each in components if isinstance(each, Question)}
    return _Row(members, asked)


def _gap(members: Members) -> Condition | None:
    text = members.property("chronology-gap")
    if not text:
        return None
    line = members.object("properties").line_of("chronology-gap")
    return members.condition(text.removeprefix("="), line)


def _refuse_alone(members: Members, names: tuple[str, ...], wanted: str) -> None:
    for name in names:
        if members.property(name) and not members.property(wanted):
            members.problem(
                members.object("properties").line_of(name),
                f"The property {name} stands without the property {wanted}.",
                "Nothing would read it.",
                f"write the property {wanted}, or leave it out.",
            )
