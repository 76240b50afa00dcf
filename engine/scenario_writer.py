"""Write what was found into a scenario, so that its owner reviews it instead of typing it.

Only the lines of each `then` and `refused` and of `ends` change; comments and the rest stay as typed.
"""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any, Final

import yaml

from engine.errors import DefinitionError
from engine.plays import Play
from engine.problems import Problem

_WIDEST: Final = 110


def written(content: str, played: Play) -> str:
    """Return the scenario's text with what was found in place of what was expected."""
    root = yaml.compose(content, yaml.SafeLoader)
    lines = content.splitlines()
    _put(lines, root, "ends", list(_ends(played.ends)), played)
    steps = _value(root, "steps")
    for node, step in reversed(list(zip(steps.value, played.steps, strict=False))):
        _put(lines, node, "then", list(_listed("then", step.then)), played)
        if step.refused is not None:
            refused = [f"refused: {_flow(step.refused)}"]
            _put(lines, node, "refused", refused, played)
    return "\n".join(lines) + "\n"


def _put(lines: list[str], mapping: Any, key: str, replacement: list[str], played: Play) -> None:
    """Put the lines in place of the entry, or after the last one of the mapping."""
    if mapping.flow_style:
        what = "The step stands on one line."
        problem = Problem(
            played.scenario.file,
            mapping.start_mark.line + 1,
            None,
            None,
            what,
            "Nothing can be added to it.",
            "write each part of the step on a line of its own.",
        )
        raise DefinitionError([problem])
    indent = " " * mapping.value[0][0].start_mark.column
    indented = [indent + line for line in replacement]
    for key_node, value_node in mapping.value:
        if key_node.value == key:
            first = key_node.start_mark.line
            begun = lines[first][: key_node.start_mark.column]
            indented[0] = begun + replacement[0]
            lines[first : _last_line(value_node) + 1] = indented
            return
    after = _last_line(mapping.value[-1][1]) + 1
    lines[after:after] = indented if indent else ["", *indented]


def _last_line(node: Any) -> int:
    """Return the line on which the node ends, without the empty lines and comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(node, yaml.MappingNode) else last)
    end = node.end_mark
    return int(end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line)


def _value(mapping: Any, key: str) -> Any:
    return next(value for name, value in mapping.value if name.value == key)


def _ends(found: Mapping[str, Any]) -> Iterator[str]:
    yield "ends:"
    for key, entries in found.items():
        for line in _listed(key, entries):
            yield f"  {line}"


def _listed(key: str, entries: list[Any]) -> Iterator[str]:
    if not entries or all(isinstance(each, str) for each in entries):
        yield f"{key}: {_flow(entries)}"
        return
    yield f"{key}:"
    for each in entries:
        yield from _entry(each)


def _entry(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield one entry on one line, or each of its parts on lines of its own where that is too wide."""
    whole = f"  - {_flow(entry)}"
    if len(whole) <= _WIDEST:
        yield whole
        return
    mark = "  - "
    for key, value in entry.items():
        for line in _part(key, value):
            yield mark + line
            mark = "    "


def _part(key: str, value: Any) -> Iterator[str]:
    whole = f"{key}: {_flow(value)}"
    if isinstance(value, Mapping) and len(whole) > _WIDEST:
        yield f"{key}:"
        for inner, item in value.items():
            yield from (f"  {line}" for line in _part(inner, item))
        return
    yield from wrap(
        whole,
        _WIDEST,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _flow(value: Any) -> str:
    """Return the value on one line, in quotation marks only where YAML needs them."""
    text = yaml.dump(value, Dumper=_AsText, default_flow_style=True, sort_keys=False, width=10**6)
    return str(text).removesuffix("...\n").strip()


class _AsText(yaml.SafeDumper):
    """Writes texts that look like dates or numbers as they are: scenarios are read as text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out; scenarios have no aliases."""
        return True
