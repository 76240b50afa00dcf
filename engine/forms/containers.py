"""Read the components of a form: groups, rows and guidance; questions are read next door."""

from dataclasses import dataclass, replace
from typing import Any, Final

from engine.forms.components import Component, Group, Guidance, Rows, Separator
from engine.forms.dialect import KIND_OF_TYPE, MEMBERS
from engine.forms.entries import entry_of
from engine.forms.findings import Findings
from engine.forms.json_lines import JsonObject
from engine.forms.members import Members
from engine.forms.names import SNAKE_CASE
from engine.forms.questions import read_question
from engine.forms.slots import formulas_in
from engine.forms.timelines import people_of, timeline_of

MAX_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a component stands: the path of its container, and whether that repeats."""

    path: str = ""
    in_rows: bool = False

    def at(self, name: str) -> str:
        """Return the path of something of this name here."""
        return f"{self.path}.{name}" if self.path else name


@dataclass(frozen=True, slots=True)
class ComponentReader:
    """Reads components into the findings of one file."""

    findings: Findings

    def read_all(self, value: Any, place: Place, line: int) -> tuple[Component, ...]:
        """Return the components of a list, those that cannot be read left out with a problem."""
        if not isinstance(value, list) or not all(isinstance(each, JsonObject) for each in value):
            self.findings.add(
                line,
                "There is no list of components here.",
                "Nothing would be asked.",
                'add questions to "components".',
            )
            return ()
        read = (self._read(each, place) for each in value)
        return tuple(component for component in read if component is not None)

    def _read(self, source: JsonObject, place: Place) -> Component | None:
        kind = source.get("type")
        if kind not in MEMBERS:
            self.findings.add(
                source.line_of("type"),
                f'A component of type "{kind}" cannot be asked.',
                "Pages are drawn on the server and know these types only: "
                + ", ".join(sorted(MEMBERS))
                + ".",
                "use one of them.",
                element=_text(source.get("key") or source.get("id")),
                label=_text(source.get("label")),
            )
            return None
        members = Members(source, self.findings)
        members.refuse_unknown()
        match kind:
            case "text":
                return self._guidance(members)
            case "separator":
                return Separator(line=source.line, hide=members.hide())
            case "group":
                return self._group(members, place)
            case "dynamiclist":
                return self._rows(members, place)
        return read_question(
            members, KIND_OF_TYPE[kind], path=place.at(members.element), in_rows=place.in_rows
        )

    def _guidance(self, members: Members) -> Guidance:
        where = members.property("place")
        if where not in ("", "beside"):
            members.problem(
                members.source.line_of("properties"),
                f'The property place is "{where}".',
                "Guidance stands between the questions or beside the form.",
                'write "beside", or leave it out.',
            )
        text = members.text("text")
        line = members.source.line_of("text")
        slots = {each: members.condition(each, line) for each in formulas_in(text)}
        if slots and where == "beside":
            members.problem(
                line,
                "Guidance beside the form holds a slot.",
                "What stands beside the form is the same on every case.",
                'leave the property place out, or the slot "{{...}}".',
            )
        return Guidance(
            text=text,
            line=members.source.line,
            hide=members.hide(),
            beside=where == "beside",
            clauses=members.clauses(),
            slots={each: read for each, read in slots.items() if read is not None},
        )

    def _group(self, members: Members, place: Place) -> Group:
        name = members.text("path")
        inner = replace(place, path=place.at(name)) if self._usable(members, name) else place
        if name in ("facts", "case") and (place.path or place.in_rows):
            members.problem(
                members.source.line_of("path"),
                f'The group with path "{name}" stands inside another group that has a path.',
                f"The {name} of a case are one flat set.",
                "move it to the top of the form.",
            )
        return Group(
            path=inner.path if name else "",
            label=members.text("label"),
            description=members.text("description"),
            components=self.read_all(members.source.get("components"), inner, members.source.line),
            line=members.source.line,
            hide=members.hide(),
            clauses=members.clauses(),
            entry=entry_of(members, in_rows=place.in_rows),
        )

    def _rows(self, members: Members, place: Place) -> Rows:
        name = members.text("path")
        self._refuse_rows_that_cannot_be(members, place, name)
        at_least, at_most = members.count("at_least", 0), members.count("at_most", 50)
        if not 0 <= at_least <= at_most <= MAX_ROWS:
            members.problem(
                members.source.line_of("properties"),
                f"At least {at_least} and at most {at_most} rows are asked for.",
                f"At least must not exceed at most, and {MAX_ROWS} rows is the most a page can hold.",
                "correct the properties at_least and at_most.",
            )
        label = members.text("label")
        components = self.read_all(
            members.source.get("components"),
            Place(path=place.at(name), in_rows=True),
            members.source.line,
        )
        return Rows(
            key=name,
            path=place.at(name),
            label=label,
            one=members.property("one") or label,
            components=components,
            line=members.source.line,
            description=members.text("description"),
            at_least=at_least,
            at_most=at_most,
            shown_at_first=max(members.number("defaultRepetitions", 1), at_least),
            hide=members.hide(),
            clauses=members.clauses(),
            entry=entry_of(members, in_rows=place.in_rows),
            timeline=timeline_of(members, components),
            people=people_of(members, components),
        )

    def _refuse_rows_that_cannot_be(self, members: Members, place: Place, name: str) -> None:
        if not name:
            members.problem(
                members.source.line,
                "A repeatable group has no path.",
                "Its rows need a name in the answers.",
                'write "path", for instance "children".',
            )
        self._usable(members, name)
        if place.in_rows:
            members.problem(
                members.source.line,
                "A repeatable group stands inside another.",
                "Rows inside rows cannot be shown in a way people find their way in.",
                "ask for them in a group of their own.",
            )

    def _usable(self, members: Members, name: str) -> bool:
        if name and not SNAKE_CASE.fullmatch(name):
            members.problem(
                members.source.line_of("path"),
                f'The path "{name}" is not in lower snake case.',
                "Conditions and saved answers use it as a name.",
                'write it like "case_history".',
            )
        return bool(name)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
