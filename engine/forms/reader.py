"""Read a form file (form-js JSON), refusing what cannot be asked, with the line of each problem."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.forms.components import Component, Group, Guidance, Question, Rows
from engine.forms.containers import ComponentReader, Place
from engine.forms.dependencies import refuse_reading_ahead
from engine.forms.findings import Findings
from engine.forms.form import Form
from engine.forms.json_lines import JsonObject, JsonTextError, read_json

MAX_BYTES: Final = 1_000_000


def read_form(content: bytes, *, file: str) -> Form:
    """Return the form, or raise DefinitionError with every problem found in the file."""
    findings = Findings(file)
    root = _root(content, findings)
    findings.refuse_if_any()
    components = ComponentReader(findings).read_all(root.get("components"), Place(), root.line)
    form_id = root.get("id")
    if not isinstance(form_id, str) or not form_id:
        findings.add(
            root.line_of("id"),
            "The form has no id.",
            "The diagram finds the form by it.",
            'write "id": the id of its task.',
        )
    _refuse_double_paths(components, findings)
    refuse_reading_ahead(components, findings)
    findings.refuse_if_any()
    title, components = _titled(str(form_id), components)
    return Form(id=str(form_id), title=title, file=file, components=components)


def _root(content: bytes, findings: Findings) -> JsonObject:
    try:
        if len(content) > MAX_BYTES:
            raise JsonTextError(f"the file is larger than {MAX_BYTES:,} bytes", 1)
        value = read_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        problem = ("the file is not UTF-8 text", 1)
    except JsonTextError as error:
        problem = (str(error), error.line)
    else:
        if isinstance(value, JsonObject):
            return value
        problem = ("a form is one JSON object", 1)
    findings.add(
        problem[1],
        f"This is not a form: {problem[0]}.",
        "A form is a file that the form editor saves, in JSON.",
        "open it in the form editor and save it again, or correct the line.",
    )
    return JsonObject(1)


def _titled(form_id: str, components: tuple[Component, ...]) -> tuple[str, tuple[Component, ...]]:
    """Take the form's title from a first guidance that begins with ``# ``, and its line out of it."""
    match components:
        case (Guidance() as first, *rest) if first.text.lstrip().startswith("# "):
            heading, _, below = first.text.lstrip().partition("\n")
            kept = (replace(first, text=below.strip()),) if below.strip() else ()
            return heading.removeprefix("# ").strip(), (*kept, *rest)
    return form_id.replace("_", " ").capitalize(), components


def _refuse_double_paths(components: tuple[Component, ...], findings: Findings) -> None:
    seen: dict[str, _Named] = {}
    for named in _named(components):
        first = seen.setdefault(named.path, named)
        if first is named or (named.is_group and first.is_group):
            continue
        findings.add(
            named.line,
            f'"{named.path}" stands on line {first.line} already.',
            "One answer would overwrite the other.",
            "give this one a key of its own.",
            element=named.path.rpartition(".")[2],
            label=named.label,
        )


@dataclass(frozen=True, slots=True)
class _Named:
    path: str
    line: int
    label: str
    is_group: bool


def _named(components: tuple[Component, ...]) -> Iterator[_Named]:
    """Yield everything that takes a place in the answers; groups may share theirs."""
    for component in components:
        match component:
            case Question():
                yield _Named(component.path, component.line, component.label, False)
            case Rows():
                yield _Named(component.path, component.line, component.label, False)
                yield from _named(component.components)
            case Group():
                if component.path:
                    yield _Named(component.path, component.line, component.label, True)
                yield from _named(component.components)
            case _:
                pass
