"""The figures of the protocol's annual report, on worked cases played on PostgreSQL and counted by hand."""

from collections.abc import Callable, Mapping
from typing import Final

import pytest

from engine.plays import play
from engine.scenarios import Scenario
from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.worked_cases import scenario_of

Numbers = Mapping[tuple[str, str, str], str]
UNTYPED: Final = "No type decided yet"
SIR: Final = "A serious incident review"
SCR: Final = "A serious case review"
DECISION: Final = "The Independent Chair's decision"
AGAIN: Final = "Decided again because facts had changed"

# Counted by hand from the steps of the worked case and their days; whatever is not named is nought.
BY_HAND: Final[Mapping[str, Mapping[int, Numbers]]] = {
    # Published on 9 March 2026, and it stays so; what follows in 2027 is no other publication.
    "scr_published": {
        2026: {
            ("published", "Published", UNTYPED): "1",
            ("timeliness", "Publication", "In time"): "1",
        },
        2027: {},
    },
    "imr_not_published": {
        2026: {
            ("published", "Withheld", UNTYPED): "1",
            ("departures", "Withheld from publication", "Departures"): "1",
        },
    },
    # The police are in time; health never does the first action (late on 2 June) but the second. Evaluated
    # on 2 September, 1 December, and 1 March 2027. At the end of 2026 it waits to be evaluated again.
    "action_not_effective": {
        2026: {
            ("actions_open", "Effective in part, to be evaluated again", "Number"): "1",
            ("actions_evaluated", "Effective in part", "Number"): "1",
            ("actions_evaluated", "Not effective", "Number"): "1",
            ("timeliness", "Actions carried out", "In time"): "2",
            ("timeliness", "Actions evaluated", "In time"): "2",
            ("departures", "Late step", "Departures"): "1",
        },
        2027: {
            ("actions_evaluated", "Effective", "Number"): "1",
            ("timeliness", "Actions evaluated", "In time"): "1",
        },
    },
    # Decided on a serious incident review, and again on a serious case review: the type it has today. The one
    # review goes on.
    "new_facts_raise_a_review": {
        2026: {
            ("received", "Received", "Number"): "1",
            ("told", "The notification has arrived", "Number"): "1",
            ("told", "It is considered further", "Number"): "1",
            ("told", "What was decided", "Number"): "2",
            ("begun", "Begun", SCR): "1",
            ("decided", "Decided", SCR): "1",
            ("decided", AGAIN, SCR): "1",
            ("timeliness", "Triage", "In time"): "1",
            ("timeliness", "The SIG's recommendation", "In time"): "1",
            ("timeliness", DECISION, "In time"): "2",
        },
    },
    # Decided on the last day; it is the Panel that is formed late.
    "decision_overdue": {
        2026: {
            ("received", "Received", "Number"): "1",
            ("told", "The notification has arrived", "Number"): "1",
            ("told", "It is considered further", "Number"): "1",
            ("told", "What was decided", "Number"): "1",
            ("begun", "Begun", SIR): "1",
            ("decided", "Decided", SIR): "1",
            ("timeliness", "Triage", "In time"): "1",
            ("timeliness", "The SIG's recommendation", "In time"): "1",
            ("timeliness", DECISION, "In time"): "1",
            ("departures", "Late step", "Departures"): "1",
        },
    },
}


def what_counts(desk: PostgresDesk, year: int) -> Numbers:
    """Return every count of a year's report that is not nought: by figure, line and column."""
    report = desk.use.annual_reports.report(year, by=desk.ids["gale_governance"])
    return {
        (figure.key, line.label, column): str(count)
        for figure in report.figures
        for line in figure.lines
        for column, count in zip(figure.columns, line.cells, strict=True)
        if count.number
    }


@pytest.mark.clause("A5-08", "P-06")
@pytest.mark.parametrize("name", BY_HAND)
def test_a_worked_case_is_counted_in_the_report_of_its_years_as_by_hand(
    name: str, open_desk: Callable[[Scenario], PostgresDesk]
) -> None:
    scenario = scenario_of(f"workflows/scenarios/{name}.yaml")
    desk = open_desk(scenario)
    play(scenario, desk)

    for year, numbers in BY_HAND[name].items():
        assert what_counts(desk, year) == numbers, year
