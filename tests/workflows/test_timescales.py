"""Every default of the list of timescales stands in settings.yaml, with its unit and where it comes from.

The list is written out by hand from the table of timescales, row by row: what the protocol says of each
clock, and the value to begin with where it is silent. It is compared with the file, never made from it.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from engine.deployment import load, read_folder
from engine.setting_readers import asks_for_meetings, setting_readers

VERSION = load(read_folder(Path(__file__).parents[2]))
SETTINGS = VERSION.settings.settings

# key: value, what the unit begins with, what the source says, whether law or guidance fixes it
TIMESCALES = {
    "notification_days": (7, "days", "as soon as", False),  # five working days elsewhere
    "triage_working_days": (3, "working days from receipt", "inferred", False),
    "recommendation_working_days": (18, "working days from receipt", "inferred", False),
    "return_working_days": (10, "working days", "inferred", False),
    "return_reminder_working_days": (3, "working days before", "seventh of ten", False),
    "decision_months": (1, "months from receipt", "Working Together 2013", True),
    "panel_reasons_days": (14, "days after a decision", "National Panel", False),
    "initiation_notice_working_days": (5, "working days after the decision", "inferred", False),
    "review_months": (6, "months from the decision", "Working Together 2013", True),
    "panel_notice_days": (7, "days between", "Working Together 2013", True),
    "scr_website_months": (12, "months on the website", "12 months", True),
    "other_website_months": (6, "months on the website", "6 months", True),
    "evaluation_months": (6, "months after", "six months", False),
    "repository_years": (5, "years", "repository", False),
    # what is not in the table, but counted with all the same
    "detail_reminder_working_days": (3, "working days", "inferred", False),
    "detail_working_days": (7, "working days", "inferred", False),
    "return_escalation_working_days": (5, "working days after", "fifteenth", False),
    "lead_answer_working_days": (10, "working days", "inferred", False),
}
# Rows of the table that a meeting answers and no number: what waits for which.
AT_A_MEETING = {
    "serious_incident/next_sig_meeting",  # the recommendation, at the next SIG meeting
    "serious_incident/next_board_meeting",  # the report to the Board, at the next available one
}


@pytest.mark.parametrize("key", TIMESCALES)
def test_each_timescale_stands_in_the_settings(key):
    value, unit, source, statutory = TIMESCALES[key]

    setting = SETTINGS[key]

    assert setting.value == Decimal(value)
    assert setting.unit.startswith(unit)
    assert source in setting.source
    assert setting.statutory is statutory


def test_what_a_meeting_decides_waits_for_it():
    waiting = {f"{each.where}/{each.key}" for each in asks_for_meetings(VERSION)}

    assert waiting >= AT_A_MEETING


def test_every_setting_says_in_what_and_why():
    for setting in SETTINGS.values():
        assert len(setting.unit) > 3, setting.key
        assert len(setting.source) > 10, setting.key


def test_a_setting_that_no_formula_reads_is_one_that_people_keep_to():
    unread = {key for key, readers in setting_readers(VERSION).items() if not readers}

    assert unread == {"panel_reasons_days", "initiation_notice_working_days", "repository_years"}


def test_no_statutory_clock_begins_before_or_after_receipt():
    """The month of the decision counts from the day of receipt, whenever the step is reached."""
    formula = VERSION.settings.case["decision_due"].formula

    assert formula is not None
    assert formula.text == "months after(case.date_received, settings.decision_months)"
    for key in ("triage_due", "recommendation_due"):
        field = VERSION.settings.case[key].formula
        assert field is not None
        assert "case.date_received" in field.text
