"""A decision explained to people: what its rows answered, also where a cell holds a formula."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.deployment import build, read_folder
from engine.version import Version
from web.explained import explained
from web.use_cases.history_views import DecisionView, EvaluatedTable, MatchedRow


@pytest.fixture(scope="module")
def version() -> Version:
    return build(read_folder(Path(__file__).parents[2]))


def answers(version: Version, row: str, value: Any) -> dict[str, str]:
    table = EvaluatedTable(
        "publication", "Publication", {}, (MatchedRow("publication", row, ()),), value
    )
    decision = DecisionView(
        process="publication",
        element="look_up_publication",
        label="Look up what is published",
        decision="publication",
        variable="publication",
        at_utc=datetime(2026, 2, 10, 14, 57, tzinfo=UTC),
        deployment=1,
        inputs={},
        matched=table.matched,
        outputs={},
        tables=(table,),
    )
    [row_in_words] = explained(decision, version)
    return dict(row_in_words.answers)


@pytest.mark.parametrize("months", [12, 9])
def test_a_formula_is_shown_with_what_it_came_to_then(version: Version, months: int) -> None:
    value = {"publish": "in_full", "months": months, "extra": "send to Panel 1 week before"}

    said = answers(version, "PU-1", value)

    assert said["Months on the website"] == f"{months} (settings.scr_website_months)"
    assert said["Is it published?"] == '"in_full"'


def test_a_value_that_stands_in_the_cell_is_shown_once(version: Version) -> None:
    value = {"publish": "no", "months": 0, "extra": "record reason, inform Panel"}

    said = answers(version, "PU-2", value)

    assert said["Months on the website"] == "0"


def test_of_what_was_not_recorded_the_cell_is_shown_as_it_is(version: Version) -> None:
    assert answers(version, "PU-1", None)["Months on the website"] == "settings.scr_website_months"
