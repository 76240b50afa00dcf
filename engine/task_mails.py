"""Mails about tasks, as settings.yaml asks for them: for people's convenience, beside the diagrams' notices.

The section ``task_mails`` names four texts of workflows/messages and two settings; without it none are sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.bpmn.gate_findings import offer
from engine.problems import Problem
from engine.settings import TaskMails
from engine.version import Version

LONGEST_BEFORE: Final = 20
_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class MailTimes:
    """When mails about tasks go: so many working days before a due date, and at an hour in London."""

    working_days_before: int
    digest_hour: int


def mail_times(version: Version) -> MailTimes | None:
    """Return when mails about tasks go; None where the version asks for none."""
    mails = version.settings.task_mails
    if mails is None:
        return None
    before, at = (version.settings.settings[key].value for key in (mails.before, mails.at))
    return MailTimes(int(before), int(at))  # type: ignore[arg-type]


def check_task_mails(version: Version) -> list[Problem]:
    """Return what is wrong with the section: texts and settings that are not there, or are not fit for it.

    A text with a list is for the digest only: no notice can be written by it.
    """
    settings = version.settings
    if settings.task_mails is None or settings.file in version.unreadable:
        return list(_lists_in_notices(version))
    return [
        *_lists_in_notices(version),
        *_texts(version, settings.task_mails),
        *_number(version, "before", settings.task_mails.before, 1, LONGEST_BEFORE),
        *_number(version, "at", settings.task_mails.at, 0, _HOURS - 1),
    ]


def _texts(version: Version, mails: TaskMails) -> Iterator[Problem]:
    for entry, name in mails.messages().items():
        if f"workflows/messages/{name}.md" in version.unreadable:
            continue
        text = version.messages.get(name)
        if text is None:
            instead = f"{offer(name, version.messages)}."
            yield _problem(
                version, entry, f'There is no text "{name}".', "The mail would be empty.", instead
            )
        elif text.is_list and entry != "digest":
            what, instead = (
                f'"{name}" is the text of a list.',
                "write it with {task} and {reference}.",
            )
            yield _problem(version, entry, what, "This mail is about one task.", instead)
        elif not text.is_list and entry == "digest":
            what, instead = f'"{name}" holds no list.', "put {tasks} on a line of its own."
            yield _problem(version, entry, what, "This mail is about several tasks.", instead)


def _lists_in_notices(version: Version) -> Iterator[Problem]:
    for diagram in version.diagrams.values():
        for element in diagram.elements.values():
            text = version.messages.get(element.notice.message or "") if element.notice else None
            if text is not None and text.is_list:
                yield Problem(
                    diagram.file,
                    element.line,
                    element.id,
                    element.label,
                    f'The text "{text.name}" holds a list of tasks.',
                    "A notice is about one case, and nothing fills in the list.",
                    "send a text without {tasks}.",
                )


def _number(version: Version, entry: str, key: str, least: int, most: int) -> Iterator[Problem]:
    setting = version.settings.settings.get(key)
    if setting is None:
        instead = f"{offer(key, version.settings.settings)}."
        what = f'There is no setting "{key}".'
        yield _problem(version, entry, what, "It says when mails about tasks go.", instead)
        return
    value = setting.value
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    if not whole or not least <= Decimal(str(value)) <= most:
        what = f'The setting "{key}" is not a whole number from {least} to {most}.'
        why = "Mails about tasks could not be timed by it."
        yield _problem(version, entry, what, why, f"set it from {least} to {most}.")


def _problem(version: Version, entry: str, what: str, why: str, instead: str) -> Problem:
    line = version.settings.lines.get(("task_mails", entry), 1)
    return Problem(version.settings.file, line, f"task_mails.{entry}", None, what, why, instead)
