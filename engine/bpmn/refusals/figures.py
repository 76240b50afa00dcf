"""The figures of the annual report, and what they count."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

_COUNTS_NOTHING: Final = "The report would show nought for ever."

FIGURES: Final[Mapping[str, Refusal]] = {
    "figure_unknown_step": Refusal(
        "Figure of the annual report that counts a step that is not there",
        'There is no step "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_unknown_flow": Refusal(
        "Figure of the annual report that counts a flow that is not there",
        'There is no flow "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_unknown_state": Refusal(
        "Figure of the annual report that counts rows in a state that no register has",
        'No register has the state "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_unknown_departure": Refusal(
        "Figure of the annual report that counts a kind of departure that is not there",
        'There is no kind of departure "{word}".',
        _COUNTS_NOTHING,
        "{instead}.",
    ),
    "figure_without_deadline": Refusal(
        "Figure of the annual report that asks whether a step without a deadline was in time",
        '"{word}" is no user task with a due date.',
        "Nothing of it could be in time or late.",
        "name a user task with a due date.",
    ),
    "figure_state_of_the_day": Refusal(
        "Figure of the annual report that counts rows whose state changes with the days",
        'How a row of the register "{register}" stands reads the clock.',
        "Rows are counted when a step writes them, and nobody writes when a day passes.",
        "count steps or flows, or let the state be what was written.",
    ),
    "figure_without_types": Refusal(
        "Figure of the annual report by types of review that the case does not have",
        'The case has no field "{name}" with values to choose from.',
        "The columns would be empty.",
        'remove "by", or add the field to workflows/settings.yaml.',
    ),
    "awaited_without_notice": Refusal(
        "Figure of the annual report that waits for a notice that is not sent to who waits",
        '"{word}" sends no notice to "{name}".',
        "They would never be told, and every case would be listed for ever.",
        'name send tasks whose "to" holds the word.',
    ),
    "awaited_without_day": Refusal(
        "Figure of the annual report that waits until a day that the case does not have",
        'The case has no field "{name}" that holds a date.',
        "Nobody would see by when it is due.",
        'name a date of the case in workflows/settings.yaml, or remove "due".',
    ),
    "figure_counts_twice": Refusal(
        "Figure of the annual report whose total counts something twice",
        'Two lines of one total count "{word}".',
        "The total would be higher than what happened.",
        "name it in one line, or remove the total.",
    ),
}
