"""Placeholders and blocks in braces: how they are written, and what each of them means."""

import re
from typing import Final

from engine.documents.template import Block, Decisions, Notices, Place, Shape, Shown, Whose

_NAME: Final = r"[a-z][a-z0-9_]*"
_PATH: Final = rf"{_NAME}(?:\.{_NAME})*"
_COLUMNS: Final = rf"(?:: *(?P<columns>{_PATH}(?:, *{_PATH})*))?"
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")

_OF_THE_CASE: Final = re.compile(rf"(?P<whose>case|facts|settings)\.(?P<name>{_NAME})")
_WHO_AND_WHEN: Final = re.compile(rf"(?P<whose>by|date) (?P<task>{_NAME})")
_ANSWER: Final = re.compile(rf"(?P<task>{_NAME})\.(?P<name>{_PATH})")

_WHOLE: Final = re.compile(rf"(?P<shape>answers|every) (?P<task>{_NAME}){_COLUMNS}")
_ROWS: Final = re.compile(rf"(?P<shape>table|cards) (?P<task>{_NAME})\.(?P<rows>{_PATH}){_COLUMNS}")
_MERGED: Final = re.compile(
    rf"(?P<shape>merged) (?P<task>{_NAME})\.(?P<rows>{_PATH}) by (?P<by>{_NAME}){_COLUMNS}"
)
_MISSING: Final = re.compile(
    rf"(?P<shape>missing) (?P<task>{_NAME}) of (?P<by>{_NAME})\.(?P<rows>{_PATH})"
)
_COUNT: Final = re.compile(rf"(?P<shape>count|count every) (?P<task>{_NAME})\.(?P<rows>{_PATH})")
_DAYS: Final = re.compile(rf"(?P<shape>days to) (?P<task>{_NAME})")
_RECORD: Final = re.compile(
    rf"(?P<what>decisions|notices)(?:: *(?P<names>{_NAME}(?:, *{_NAME})*))?"
)
_BEGINS_A_BLOCK: Final = re.compile(
    r"(answers|every|table|cards|merged|missing|count|days to|decisions|notices|if|end)\b(?!\.)"
)

BLOCKS: Final = (
    "{answers task}, {table task.rows}, {cards task.rows}, {every task}, {merged task.rows by date}, "
    "{missing task of other_task.agencies}, {decisions}, {notices}, {if condition} and {end}, "
    "or {count task.question} and {days to task} in a document for a year"
)
PLACES: Final = (
    "{task.question}, {by task}, {date task}, {case.field}, {facts.fact} or {settings.setting}"
)


def is_block(inside: str) -> bool:
    """Say whether what stands in braces begins like a block, which has a line to itself."""
    return _BEGINS_A_BLOCK.match(inside) is not None


def read_place(inside: str, line: int, *, strong: bool) -> Place | None:
    """Return what a placeholder inside text reads; None where it is not written like one."""
    if found := _OF_THE_CASE.fullmatch(inside):
        return Place(Whose(found["whose"]), "", found["name"], line, strong)
    if found := _WHO_AND_WHEN.fullmatch(inside):
        return Place(Whose(found["whose"]), found["task"], "", line, strong)
    if found := _ANSWER.fullmatch(inside):
        return Place(Whose.ANSWER, found["task"], found["name"], line, strong)
    return None


def read_block(inside: str, line: int) -> Block | None:
    """Return what a block shows; None where it is not written like one (`if` and `end` are not read here)."""
    if found := _RECORD.fullmatch(inside):
        names = _listed(found["names"])
        return Decisions(names, line) if found["what"] == "decisions" else Notices(names, line)
    for pattern in (_WHOLE, _ROWS, _MERGED, _MISSING, _COUNT, _DAYS):
        if found := pattern.fullmatch(inside):
            parts = found.groupdict()
            return Shown(
                shape=Shape(parts["shape"]),
                task=parts["task"],
                rows=parts.get("rows") or "",
                by=parts.get("by") or "",
                columns=_listed(parts.get("columns")),
                line=line,
            )
    return None


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",")) if text else ()
