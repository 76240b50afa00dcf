"""YAML that people edit, read safely: plain values only, every value with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from engine.errors import DefinitionError
from engine.problems import Problem

LARGEST_FILE: Final = 1_000_000

Path = tuple[str | int, ...]
Value = object


@dataclass(frozen=True, slots=True)
class YamlText:
    """The value of a YAML file, and the line of each mapping key and list item by its path."""

    file: str
    value: Value
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int:
        """Return the line of the value at the path, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, what: str, why: str, instead: str) -> Problem:
        """Return a problem that points at the value at the path."""
        named = ".".join(str(part) for part in path) or None
        return Problem(self.file, self.line(*path), named, None, what, why, instead)


# The same loader in C, several times as fast, where PyYAML was built with it.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: bytes, *, file: str, as_written: bool = False) -> YamlText:
    """Read a YAML file of plain values; `as_written` keeps each as its text (``no`` stays ``no``).

    Anchors, aliases, tags and repeated keys are refused (DefinitionError): a short file could otherwise
    grow without bound, and of two keys alike one would be ignored in silence.
    """
    if len(content) > LARGEST_FILE:
        raise _refusal(file, None, f"The file is larger than {LARGEST_FILE:,} bytes.", "split it")
    try:
        text = content.decode("utf-8")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, _LOADER)):
            raise _refusal(file, None, "The file has an alias (*name).", "write the value out")
        root = yaml.compose(text, _LOADER)
        lines: dict[Path, int] = {}
        loader = None if as_written else yaml.SafeLoader("")
        value = None if root is None else _plain(root, (), lines, file, loader)
    except UnicodeDecodeError:
        raise _refusal(file, None, "The file is not UTF-8 text.", "save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise _refusal(
            file, line, f"The file is not YAML: {error.problem}.", "correct this line"
        ) from None
    except yaml.YAMLError:
        raise _refusal(file, None, "The file is not YAML.", "correct it") from None
    return YamlText(file, value, lines)


def _plain(
    node: yaml.Node, path: Path, lines: dict[Path, int], file: str, loader: yaml.SafeLoader | None
) -> Value:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if len(path) > 20:
        raise _refusal(file, line, "The values are nested too deeply.", "flatten them")
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise _refusal(
                    file, key_node.start_mark.line + 1, f'"{key}" stands twice.', "keep one"
                )
            lines[(*path, key)] = key_node.start_mark.line + 1
            found[key] = _plain(value_node, (*path, key), lines, file, loader)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(item, (*path, index), lines, file, loader)
            for index, item in enumerate(node.value)
        ]
    plain: Value = node.value if loader is None else loader.construct_object(node)
    return plain


def _refusal(file: str, line: int | None, what: str, instead: str) -> DefinitionError:
    why = "Nothing of it can be relied on."
    return DefinitionError([Problem(file, line, None, None, what, why, f"{instead}.")])
