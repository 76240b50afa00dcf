"""What no correction takes back: rows that were written and people appointed by what it would set aside."""

from collections.abc import Iterable

from engine.correcting.both_plays import BothPlays, Moment
from engine.correcting.history import Completed
from engine.correcting.play import RunKey
from engine.correcting.refusals import CorrectionRefusedError
from engine.correcting.taking import rows_by_answers, rows_by_diagram
from engine.registers import RegisterWrite

_Field = tuple[RunKey, str, int, str]
"""A field of a row: the process it was written in, the register, the row's number and the field."""


def refuse_what_would_be_left_behind(plays: BothPlays) -> None:
    """Refuse a correction after which a row or an appointment would rest on an answer that no longer counts.

    A row may be written otherwise by the corrected play, if that writes every field again. Who declared a
    conflict keeps it, and an agency that was asked stays under review: neither opens the case to anybody.
    """
    behind: set[_Field] = set()
    again: set[_Field] = set()
    filled = set(_fields(plays.written_before, empty=False))
    for moment in plays.moments:
        answers = moment.first_answers
        if not moment.taken and answers is not None and any(answers.appoints.values()):
            raise CorrectionRefusedError("who acted", _called(plays, moment))
        writes = rows_by_diagram(moment.first[moment.same :])
        by_answers = rows_by_answers(plays.first, moment.event, moment.number, answers)
        if not moment.taken:
            writes = [*by_answers, *writes]
        behind |= set(_fields(writes, empty=False))
        # What empties a field leaves something behind only where the field held something.
        emptied = set(_fields(writes, empty=True))
        behind |= emptied if plays.begins_anew else emptied & filled
        filled |= set(_fields([*by_answers, *rows_by_diagram(moment.first)], empty=False))
        for empty in (True, False):
            again |= set(_fields(rows_by_diagram(moment.second[moment.same :]), empty=empty))
    left = sorted({register for _, register, _, _ in behind - again})
    if left:
        raise CorrectionRefusedError("rows left", ", ".join(left))


def _fields(writes: Iterable[tuple[RunKey, RegisterWrite]], *, empty: bool) -> Iterable[_Field]:
    """Yield the fields that are written with a value, or without one."""
    return (
        (key, write.register, write.row, name)
        for key, write in writes
        for name, value in write.fields.items()
        if (value is None) is empty
    )


def _called(plays: BothPlays, moment: Moment) -> str:
    event = moment.event
    if not isinstance(event, Completed):
        return ""
    opened = plays.first.run(event.instance).opened[event.task]
    return plays.label(opened.process, opened.element)
