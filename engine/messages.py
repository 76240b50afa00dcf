"""The texts of notices: what may stand in them, and how they are filled in, by reference only."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.errors import DefinitionError
from engine.problems import Problem

# By reference only: none of these can carry an answer or a name of a child (N-30).
PLACEHOLDERS: Final = ("reference", "task", "due", "link", "recipient")
# Of a text with a list, which is about several cases: each line names one by reference and link.
LIST: Final = "tasks"
LIST_PLACEHOLDERS: Final = (LIST, "link", "recipient")

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class RenderedNotice:
    """A notice ready to be sent: a subject of one line and a body in Markdown."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MessageText:
    """One file of workflows/messages: its subject and its body in Markdown, with placeholders."""

    name: str
    file: str
    subject: str
    body: str

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the placeholders that the text uses."""
        return frozenset(_PLACEHOLDER.findall(self.subject + self.body))

    @property
    def is_list(self) -> bool:
        """Say whether the text is about several tasks, and holds ``{tasks}``."""
        return LIST in self.placeholders

    def render(
        self, *, reference: str, task: str, due: str, link: str, recipient: str
    ) -> RenderedNotice:
        """Fill in the five placeholders; nothing else of a case can reach a notice.

        Line breaks in a value become spaces, so that no value can add a line to the mail's head.
        """
        values = {
            "reference": reference,
            "task": task,
            "due": due,
            "link": link,
            "recipient": recipient,
        }

        return self._filled(values)

    def render_list(self, tasks: Sequence[str], *, link: str, recipient: str) -> RenderedNotice:
        """Fill in the placeholders of a text with a list; every task is a line of its own."""
        filled = self._filled({"link": link, "recipient": recipient, LIST: f"{{{LIST}}}"})
        lines = "\n".join(f"- {' '.join(task.split())}" for task in tasks)
        return RenderedNotice(filled.subject, filled.body.replace(f"{{{LIST}}}", lines))

    def _filled(self, values: Mapping[str, str]) -> RenderedNotice:
        def fill(text: str) -> str:
            return _PLACEHOLDER.sub(lambda found: " ".join(values[found.group(1)].split()), text)

        return RenderedNotice(subject=fill(self.subject), body=fill(self.body))


def read_message(content: bytes, *, file: str) -> MessageText:
    """Read a text whose first line is ``# Subject``; raise DefinitionError with every problem found."""
    name = file.rsplit("/", 1)[-1].removesuffix(".md")
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise DefinitionError([_not_text(file)]) from None
    problems: list[Problem] = []
    subject = lines[0].removeprefix("# ").strip() if lines and lines[0].startswith("# ") else ""
    body = "\n".join(lines[1:]).strip()
    if not subject:
        problems.append(
            Problem(
                file,
                1,
                name,
                None,
                "The text has no subject.",
                "The first line becomes the subject of the mail.",
                'begin the file with "# " and the subject.',
            )
        )
    if not body:
        problems.append(
            Problem(
                file,
                1,
                name,
                None,
                "The text has no body.",
                "Whoever receives it would read an empty mail.",
                "write below the subject what has happened and what to do.",
            )
        )
    has_list = any(line.strip() == f"{{{LIST}}}" for line in lines)
    for number, line in enumerate(lines, start=1):
        problems += _problems_of_line(line, number, file, name, has_list=has_list)
    if problems:
        raise DefinitionError(problems)
    return MessageText(name=name, file=file, subject=subject, body=body)


def _problems_of_line(
    line: str, number: int, file: str, name: str, *, has_list: bool
) -> list[Problem]:
    known = LIST_PLACEHOLDERS if has_list else PLACEHOLDERS
    allowed = ", ".join(f"{{{placeholder}}}" for placeholder in known)
    why = "A notice goes by reference only; no answer and no name may stand in it."
    found = [
        Problem(
            file, number, name, None, f"{{{word}}} is not a placeholder.", why, f"use {allowed}."
        )
        for word in _PLACEHOLDER.findall(line)
        if word not in known
    ]
    if has_list and f"{{{LIST}}}" in line and line.strip() != f"{{{LIST}}}":
        what, instead = "The list shares its line.", f"put {{{LIST}}} on a line of its own."
        found.append(Problem(file, number, name, None, what, "It has many lines itself.", instead))
    if set("{}") & set(_PLACEHOLDER.sub("", line)):
        what = "A curly bracket stands alone."
        found.append(Problem(file, number, name, None, what, why, f"use {allowed}."))
    return found


def _not_text(file: str) -> Problem:
    return Problem(
        file,
        None,
        None,
        None,
        "The file is not UTF-8 text.",
        "It could not be sent as it was meant.",
        "save it as UTF-8.",
    )
