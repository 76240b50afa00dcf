"""Read a template: what stands between the two lines of dashes at its head, and the text below."""

from typing import Final

from engine.bpmn.model import Formula
from engine.clauses import cited
from engine.documents.body import Body
from engine.documents.template import Template
from engine.errors import DefinitionError
from engine.names import SNAKE_CASE, nearest
from engine.problems import Problem
from engine.yaml_text import YamlText, read_yaml

FORMATS: Final = ("pdf", "docx")
_REQUIRED: Final = ("title", "clauses", "formats", "tasks", "seen-by")
_OPTIONAL: Final = ("marking", "needs", "when", "otherwise", "for")
_DASHES: Final = "---"
_WHY: Final = "Nothing can be made of it as it stands."


def read_template(content: bytes, *, file: str) -> Template:
    """Read one file of workflows/documents; raise DefinitionError with every problem found."""
    name = file.rsplit("/", 1)[-1].removesuffix(".md")
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise _refusal(file, None, "The file is not UTF-8 text.", "save it as UTF-8") from None
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == _DASHES), None)
    if not lines or lines[0].rstrip() != _DASHES or end is None:
        raise _refusal(
            file, 1, "The document has no head.", "begin it with its title between two lines of ---"
        )
    # The first line stays, empty, so that the lines of the head are those of the file.
    head = read_yaml("\n".join(["", *lines[1:end]]).encode(), file=file)
    reading = _Reading(head, file, name)
    body = Body(file, end + 2)
    blocks = body.read("\n".join(lines[end + 1 :]))
    problems = [*reading.problems, *body.problems]
    if not blocks and not body.problems:
        problems.append(
            Problem(file, end + 2, name, None, "The document is empty.", _WHY, "write its text.")
        )
    if problems:
        raise DefinitionError(problems)
    when = reading.words("when")
    return Template(
        name=name,
        file=file,
        title=reading.words("title"),
        marking=reading.words("marking"),
        clauses=cited(reading.words("clauses")),
        formats=reading.listed("formats"),
        tasks=tuple(_task(task) for task in reading.listed("tasks")),
        needs=reading.listed("needs"),
        when=Formula(when, head.line("when"), "condition") if when else None,
        otherwise=reading.words("otherwise"),
        seen_by=reading.listed("seen-by"),
        for_year=reading.words("for") == "year",
        blocks=blocks,
        lines={
            **{key: head.line(key) for key in (*_REQUIRED, *_OPTIONAL)},
            **{
                task: head.line("tasks", number)
                for number, task in enumerate(reading.listed("tasks"))
            },
        },
    )


class _Reading:
    """The head of a template, with the problems met in it."""

    def __init__(self, head: YamlText, file: str, name: str) -> None:
        self.head = head
        self.problems: list[Problem] = []
        self._root = head.value if isinstance(head.value, dict) else {}
        if not SNAKE_CASE.fullmatch(name):
            self._problem((), f'The name "{name}" is not in lower snake case.', "rename the file")
        for key in self._root:
            if key not in (*_REQUIRED, *_OPTIONAL):
                near = nearest(str(key), (*_REQUIRED, *_OPTIONAL))
                instead = f'write "{near}"' if near else "remove it"
                self._problem((str(key),), f'"{key}" says nothing about a document.', instead)
        for key in _REQUIRED:
            if not self._root.get(key):
                self._problem((key,), f'"{key}" is missing.', "write it")
        self._values()

    def words(self, key: str) -> str:
        """Return a value as text, "" where it is not given."""
        value = self._root.get(key)
        return value.strip() if isinstance(value, str) else ""

    def listed(self, key: str) -> tuple[str, ...]:
        """Return a value that is a list of words, written as a list or with spaces between."""
        value = self._root.get(key)
        if isinstance(value, list):
            return tuple(str(each) for each in value)
        return cited(value) if isinstance(value, str) else ()

    def _values(self) -> None:
        for key in ("title", "marking", "when", "otherwise", "for"):
            if self._root.get(key) is not None and not self.words(key):
                self._problem((key,), f'"{key}" is not a text.', "write one line of text")
        for each in self.listed("formats"):
            if each not in FORMATS:
                self._problem(("formats",), f'"{each}" is no format.', "use pdf or docx")
        if self.listed("formats") and "pdf" not in self.listed("formats"):
            self._problem(("formats",), "The document is not made as PDF.", "add pdf")
        if len(self.words("title")) > _LONGEST_TITLE:
            self._problem(("title",), "The title is very long.", f"use {_LONGEST_TITLE} letters")
        if self._root.get("for") is not None and self.words("for") not in ("case", "year"):
            self._problem(("for",), "It is for neither a case nor a year.", "use case or year")
        if bool(self._root.get("when")) != bool(self._root.get("otherwise")):
            self._problem(
                ("when",),
                '"when" and "otherwise" do not stand together.',
                'say with "when" in which case it is made, and with "otherwise" what comes first',
            )
        self._tasks()

    def _tasks(self) -> None:
        elements = [_task(task)[1] for task in self.listed("tasks")]
        for task in self.listed("tasks"):
            process, element = _task(task)
            if not process or not element:
                self._problem(
                    ("tasks",), f'"{task}" names no step.', "write process/step, both by id"
                )
            elif elements.count(element) > 1:
                self._problem(
                    ("tasks",), f'Two tasks are called "{element}".', "use only one of them"
                )
        for need in self.listed("needs"):
            if need not in elements:
                near = nearest(need, elements)
                instead = f'write "{near}"' if near else "list it among the tasks"
                self._problem(("needs",), f'"{need}" is not among the tasks.', instead)

    def _problem(self, path: tuple[str, ...], what: str, instead: str) -> None:
        self.problems.append(self.head.problem(path, what, _WHY, f"{instead}."))


_LONGEST_TITLE: Final = 80


def _task(written: str) -> tuple[str, str]:
    process, _, element = written.partition("/")
    return process, element


def _refusal(file: str, line: int | None, what: str, instead: str) -> DefinitionError:
    return DefinitionError([Problem(file, line, None, None, what, _WHY, f"{instead}.")])
