"""The members of one component of a form file, read with a problem for each that cannot be used."""

import difflib
from dataclasses import dataclass, field
from typing import Any

from engine.feel import FeelSyntaxError, parse
from engine.forms.components import Condition
from engine.forms.dialect import KIND_OF_TYPE, MEMBERS, PROPERTIES, REASONS, VALIDATIONS
from engine.forms.findings import Findings
from engine.forms.json_lines import JsonObject


@dataclass(frozen=True, slots=True)
class Members:
    """One component as written."""

    source: JsonObject
    findings: Findings
    type: str = field(init=False)

    def __post_init__(self) -> None:
        """Keep the type at hand: most questions about members depend on it."""
        object.__setattr__(self, "type", str(self.source.get("type")))

    @property
    def element(self) -> str:
        """Return the key people know the component by."""
        return str(self.source.get("key") or self.source.get("path") or self.source.get("id") or "")

    @property
    def label(self) -> str:
        """Return the label as drawn; a date has its own member for it."""
        value = self.source.get("dateLabel") or self.source.get("label") or ""
        return value.strip() if isinstance(value, str) else ""

    def problem(self, line: int, what: str, why: str, instead: str) -> None:
        """Keep a problem of this component."""
        self.findings.add(line, what, why, instead, element=self.element or None, label=self.label)

    def text(self, name: str) -> str:
        """Return a text, "" where it is missing."""
        value = self.source.get(name, "")
        if isinstance(value, str):
            return value.strip() if name != "text" else value
        self._wrong(self.source.line_of(name), name, "a text")
        return ""

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.source.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._wrong(self.source.line_of(name), name, "a whole number")
        return default

    def object(self, name: str) -> JsonObject:
        """Return an object, empty where it is missing."""
        value = self.source.get(name)
        if value is None:
            return JsonObject(self.source.line)
        if isinstance(value, JsonObject):
            return value
        self._wrong(self.source.line_of(name), name, "an object")
        return JsonObject(self.source.line)

    def property(self, name: str) -> str:
        """Return a custom property, "" where it is missing."""
        value = self.object("properties").get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def count(self, name: str, default: int) -> int:
        """Return a custom property that counts something."""
        text = self.property(name)
        if not text:
            return default
        if text.isdecimal() and len(text) < 6:
            return int(text)
        line = self.object("properties").line_of(name)
        self._wrong(line, f"properties.{name}", "a whole number")
        return default

    def clauses(self) -> tuple[str, ...]:
        """Return the ids of the clauses this serves."""
        return tuple(self.property("clause").replace(",", " ").split())

    def hide(self) -> Condition | None:
        """Return the condition under which this is hidden."""
        conditional = self.object("conditional")
        for name in conditional:
            if name != "hide":
                self._wrong(conditional.line_of(name), f"conditional.{name}", "left out")
        text = conditional.get("hide")
        if text in (None, ""):
            return None
        line = conditional.line_of("hide")
        if not isinstance(text, str) or not text.startswith("="):
            self.problem(
                line,
                "The condition to hide is not an expression.",
                "An expression begins with an equals sign.",
                'write it like =outcome != "died".',
            )
            return None
        return self.condition(text.removeprefix("="), line)

    def condition(self, text: str, line: int) -> Condition | None:
        """Return the text as a condition, or None with a problem."""
        try:
            return Condition(text=text.strip(), expression=parse(text.strip()), line=line)
        except FeelSyntaxError as error:
            self.problem(
                line,
                f'The expression "{text.strip()}" cannot be read: {error}',
                "A condition that cannot be read would decide nothing.",
                "correct the expression.",
            )
            return None

    def refuse_unknown(self) -> None:
        """Keep a problem for every member, validation and property that nothing here would honour."""
        self._refuse_others(self.source, MEMBERS[self.type], "")
        validate = self.object("validate")
        self._refuse_others(validate, VALIDATIONS.get(self.type, set()), "validate.")
        properties = self.object("properties")
        known = PROPERTIES[self.type] | self._prefixed()
        self._refuse_others(properties, known, "properties.")
        for name, value in properties.items():
            if not isinstance(value, str):
                self._wrong(properties.line_of(name), f"properties.{name}", "a text")

    def _prefixed(self) -> set[str]:
        if self.type in ("group", "dynamiclist"):
            return {name for name in self.object("properties") if name.startswith("set.")}
        if self.type not in KIND_OF_TYPE:
            return set()
        offers = (
            {name for name in self.object("properties") if name.startswith("offer.")}
            if self.type in ("radio", "select", "checklist")
            else set()
        )
        return {f"error.{reason}" for reason in REASONS} | offers

    def _refuse_others(self, found: JsonObject, known: set[str], prefix: str) -> None:
        for name in found:
            if name in known or _changes_nothing(name, found[name]):
                continue
            near = difflib.get_close_matches(name, sorted(known), n=1)
            self.problem(
                found.line_of(name),
                f'"{prefix}{name}" is not used by a component of type {self.type}.',
                "It would be ignored when the form is shown, so that the form would do something else "
                "than it says.",
                f'write "{prefix}{near[0]}".' if near else "leave it out.",
            )

    def _wrong(self, line: int, name: str, wanted: str) -> None:
        self.problem(
            line,
            f'"{name}" is not {wanted}.',
            "It cannot be used as it stands.",
            f"make it {wanted}.",
        )


def _changes_nothing(name: str, value: Any) -> bool:
    """Say whether a member that is not used asks for nothing, as the form editor often writes them."""
    if name == "appearance" and isinstance(value, JsonObject):
        return not any(value.values())
    return (
        value is None
        or value is False
        or (isinstance(value, str | list | JsonObject) and not value)
    )
