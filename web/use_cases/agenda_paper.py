"""The agenda of a meeting as a paper."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from engine.roles import ROLE_TITLES
from web.documents.paper import Pairs, Paper, Part, Run, Title, cell, cell_or_dash, plain
from web.use_cases.agenda_views import STANDING_WORDS, AgendaLine, AgendaView
from web.words import day, moment

MARKING: Final = "Confidential: for those who attend this meeting"

AS_PAGES: Final = (
    "Files that people handed in are bound as their pages: what is attached inside a PDF is not, and what"
    " a PDF would do by itself is taken out. Each is kept on the page of its case as it was handed in."
)


def paper_of(agenda: AgendaView, title: str, left_out: Mapping[UUID, str]) -> Paper:
    """Return the agenda as a paper: its cases in order, with what is asked and recorded of each.

    ``left_out`` says of files, by id, why they are not bound with it: the end of a sentence.
    """
    parts: list[Part] = []
    if agenda.attendance:
        parts.append(
            Pairs(
                "Attendance",
                tuple(
                    (
                        f"{each.name} ({', '.join(ROLE_TITLES[role] for role in each.roles)})"
                        if each.roles
                        else each.name,
                        cell_or_dash(STANDING_WORDS.get(each.standing or "", "")),
                    )
                    for each in agenda.attendance
                ),
            )
        )
    for line in agenda.lines:
        parts += _of_a_case(line, left_out)
    if any(line.files for line in agenda.lines):
        parts.append(plain(AS_PAGES))
    if not agenda.lines:
        parts.append(plain("No case stands on this agenda."))
    if agenda.left_out:
        parts.append(plain("Items of cases that you may not see are left out."))
    return Paper(
        name="agenda",
        title=title,
        marking=MARKING,
        subject=agenda.about or agenda.meeting.kind,
        clauses=(),
        parts=tuple(parts),
        made_from=(),
    )


def _of_a_case(line: AgendaLine, left_out: Mapping[UUID, str]) -> list[Part]:
    asked = [
        f"{task.label}{f', due {day(task.due)}' if task.due else ''}" for task in line.waits
    ] + list(line.comes_up)
    files = [
        f"{each.question}, by {each.given_by}: {each.words}"
        + (f". Not in this pack: it {left_out[each.id]}." if each.id in left_out else "")
        for each in line.files
    ]
    parts: list[Part] = [
        Title(2, (Run(f"{line.number}. {line.reference}"),)),
        Pairs(
            "",
            (
                ("Received", cell(day(line.received_on))),
                ("To be taken", cell_or_dash(*asked)),
                ("Papers", cell_or_dash(*(each.title for each in line.papers))),
                ("Files handed in", cell_or_dash(*files)),
                ("Conflicts declared", cell_or_dash(*line.conflicts)),
            ),
        ),
    ]
    parts += [
        Pairs(
            f"Recorded: {each.label}, by {each.by}, {moment(each.at_utc)}",
            tuple((label, cell(words)) for label, words in each.answers),
        )
        for each in line.recorded
    ]
    return parts
