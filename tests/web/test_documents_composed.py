"""How a template is filled in: what is missing, merged, sorted, counted and left out."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader

from engine.deployment import load
from engine.documents.reader import read_template
from engine.forms import Choice
from engine.version import Version
from tests.web.board import protocol
from web.documents.composing import compose
from web.documents.counting import CountedCase, Given, count
from web.documents.paper import NOT_RECORDED, Grid, Imprint, Listing, Pairs, Paper, Text, Title
from web.documents.pdf import CannotWriteError, pdf_of
from web.documents.word import word_of
from web.use_cases.case_views import CaseRecord
from web.use_cases.history_views import SubmissionView

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPTIONS = {
    "agencies": (Choice("health", "Testshire Health"), Choice("police", "Testshire Police")),
    "people": (Choice("1", "Ari Author"),),
}
IMPRINT = Imprint(3, "2 March 2026 at 09:00", "Billie Manager", "version 1 of the protocol")


@cache
def version() -> Version:
    return load(protocol())


def given(
    process: str, element: str, answers: Mapping[str, Any], *, agency: str = "", after: int = 0
) -> SubmissionView:
    names = {choice.value: choice.label for choice in OPTIONS["agencies"]}
    return SubmissionView(
        process=process,
        element=element,
        label=element,
        by="Casey Chair",
        at_utc=MORNING + timedelta(hours=after),
        agency=names.get(agency),
        form=version().forms[process, element],
        answers=answers,
        id=uuid4(),
        agency_key=agency or None,
    )


def paper(text: str, *submissions: SubmissionView, **record: Any) -> Paper:
    head = (
        "---\ntitle: A paper\nclauses: I-05\nformats: [pdf]\nseen-by: sig_chair\ntasks:\n"
        "  - agency_information/agency_return\n  - agency_information/define_request\n"
        "  - following_review/make_recommendations\n---\n"
    )
    template = read_template((head + text).encode(), file="workflows/documents/a_paper.md")
    empty = CaseRecord(
        reference="SI-2026-0001",
        received_on=date(2026, 3, 2),
        on=date(2026, 3, 2),
        facts={"outcome": "died"},
        data={"reference": "SI-2026-0001", "date_received": "2026-03-02"},
        submissions=submissions,
        decisions=(),
        notices=(),
    )
    return compose(template, version(), replace(empty, **record), OPTIONS)


def words_of(part: Text | Title) -> str:
    return "".join(run.text for run in part.runs)


def rows_of(part: Any) -> list[tuple[str, ...]]:
    assert isinstance(part, Grid)
    return [tuple(" ".join(cell.texts) for cell in row) for row in part.rows]


def chronology(*rows: tuple[str, str]) -> dict[str, Any]:
    return {
        "chronology": [{"event_on": day, "source": "Record", "event": what} for day, what in rows]
    }


class TestMissing:
    def test_an_answer_that_is_missing_says_not_recorded(self):
        request = given("agency_information", "define_request", {"reason": ""})

        inside, alone = paper(
            "Because {define_request.reason}.\n\n{define_request.criterion}", request
        ).parts

        assert words_of(inside) == "Because not recorded."
        assert inside.runs[1].missing
        assert words_of(alone) == "Not recorded."

    def test_a_step_that_was_not_done_says_not_recorded(self):
        parts = paper(
            "{answers define_request}\n\n{table define_request.family_members}\n\n"
            "{by define_request}\n\n{merged agency_return.chronology by event_on}"
        ).parts

        assert [words_of(part) for part in parts] == ["Not recorded."] * 4

    def test_a_listed_answer_that_had_to_be_given_is_seen_to_be_missing(self):
        request = given("agency_information", "define_request", {"criterion": "It died."})

        [pairs] = paper("{answers define_request: reason, criterion}", request).parts

        assert isinstance(pairs, Pairs)
        assert [cell.missing for _, cell in pairs.rows] == [True, False]
        assert pairs.rows[0][1].texts == (NOT_RECORDED,)

    def test_a_question_that_was_not_asked_is_left_out(self):
        answer = given("agency_information", "agency_return", {"own_review": "none"})

        [pairs] = paper("{answers agency_return: own_review, own_review_findings}", answer).parts

        assert isinstance(pairs, Pairs)
        assert len(pairs.rows) == 1

    def test_a_field_of_a_table_that_need_not_be_filled_in_has_a_dash(self):
        request = given(
            "agency_information", "agency_return", chronology(("2026-01-01", "A visit."))
        )

        [table] = paper("{table agency_return.chronology: event, comment}", request).parts

        assert rows_of(table) == [("A visit.", "–")]


class TestMerged:
    text = "{merged agency_return.chronology by event_on: event}"

    @pytest.mark.clause("I-05")
    def test_rows_of_all_agencies_stand_in_the_order_of_their_dates(self):
        police = given(
            "agency_information",
            "agency_return",
            chronology(("2025-12-24", "A call."), ("2025-01-31", "A visit.")),
            agency="police",
        )
        health = given(
            "agency_information",
            "agency_return",
            chronology(("2025-11-03", "A referral."), ("2025-12-24", "An injury.")),
            agency="health",
        )

        [table] = paper(self.text, police, health).parts

        assert rows_of(table) == [
            ("31 January 2025", "Testshire Police", "A visit."),
            ("3 November 2025", "Testshire Health", "A referral."),
            ("24 December 2025", "Testshire Health", "An injury."),
            ("24 December 2025", "Testshire Police", "A call."),
        ]

    def test_a_row_that_an_agency_returned_twice_stands_once_and_one_without_a_date_last(self):
        rows = chronology(("", "Undated."), ("2025-01-31", "A visit."))
        first = given("agency_information", "agency_return", rows, agency="police")
        again = given("agency_information", "agency_return", rows, agency="police", after=5)

        [table] = paper(self.text, first, again).parts

        assert [row[2] for row in rows_of(table)] == ["A visit.", "Undated."]

    def test_missing_returns_are_named(self):
        request = given("agency_information", "define_request", {"agencies": ["police", "health"]})
        answer = given("agency_information", "agency_return", {}, agency="police", after=1)
        text = "{missing agency_return of define_request.agencies}"

        [missing] = paper(text, request, answer).parts
        [none] = paper(
            text,
            request,
            answer,
            given("agency_information", "agency_return", {}, agency="health", after=2),
        ).parts

        assert isinstance(missing, Listing)
        assert [words.text for [words] in missing.items] == ["Testshire Health"]
        assert "Every agency that was asked has answered" in words_of(none)


class TestConditions:
    def test_what_stands_under_a_condition_is_there_only_where_it_is_true(self):
        request = given("agency_information", "define_request", {"return_working_days": 10})
        text = (
            "{if define_request.return_working_days = 10}\n\nTen days.\n\n{end}\n\n"
            "{if define_request.return_working_days > 10}\n\nLonger.\n\n{end}\n\n"
            '{if facts.outcome = "died"}\n\nA death.\n\n{end}\n\n'
            "{if agency_return = null}\n\nNobody has answered.\n\n{end}"
        )

        parts = paper(text, request).parts

        assert [words_of(part) for part in parts] == [
            "Ten days.",
            "A death.",
            "Nobody has answered.",
        ]

    def test_a_condition_on_a_step_that_was_not_done_is_not_true(self):
        text = "{if define_request.round > 0}\n\nAsked.\n\n{end}\n\nThe end."

        assert [words_of(part) for part in paper(text).parts] == ["The end."]


class TestWritten:
    def test_the_newest_of_several_submissions_counts(self):
        first = given("agency_information", "define_request", {"reason": "First."})
        second = given("agency_information", "define_request", {"reason": "Second."}, after=2)

        [part] = paper("{define_request.reason}", first, second).parts

        assert words_of(part) == "Second."

    def test_paragraphs_of_an_answer_stay_paragraphs(self):
        request = given("agency_information", "define_request", {"reason": "One.\n\nTwo."})

        parts = paper("{define_request.reason}", request).parts

        assert [words_of(part) for part in parts] == ["One.", "Two."]

    def test_what_people_wrote_is_never_markup(self):
        wrote = "<b>bold</b> & **stars** {case.reference} ![x](https://example.invalid/x.png)"
        request = given("agency_information", "define_request", {"reason": wrote})

        made = paper("## Why\n\n{define_request.reason}", request)
        read = PdfReader(BytesIO(pdf_of(made, IMPRINT))).pages[0].extract_text()

        assert words_of(made.parts[1]) == wrote
        assert "<b>bold</b> & **stars** {case.reference}" in read

    def test_without_pango_it_is_said_in_words(self, monkeypatch):
        class Nothing:
            def find_spec(self, name: str, *_: object) -> None:
                if name == "weasyprint":
                    raise OSError("cannot load library 'libpango-1.0-0'")

        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr(sys, "meta_path", [Nothing(), *sys.meta_path])

        with pytest.raises(CannotWriteError) as refused:
            pdf_of(paper("Text."), IMPRINT)

        assert "cannot be made just now" in refused.value.sentence

    def test_characters_that_word_cannot_hold_are_left_out(self):
        request = given("agency_information", "define_request", {"reason": "Before\x0bafter\x00."})

        assert word_of(paper("{define_request.reason}", request), IMPRINT)

    def test_each_row_of_cards_has_a_heading(self):
        made = given(
            "following_review",
            "make_recommendations",
            {"recommendations": [{"text": "Name a post."}, {"text": "Check it."}]},
        )

        parts = paper("{cards make_recommendations.recommendations: text}", made).parts

        headings = [words_of(part) for part in parts if isinstance(part, Title)]
        assert headings == ["Recommendation 1", "Recommendation 2"]

    def test_the_same_record_always_gives_the_same_paper(self):
        request = given("agency_information", "define_request", {"reason": "One."})

        assert paper("{define_request.reason}", request) == paper(
            "{define_request.reason}", request
        )
        other = replace(request, answers={"reason": "Another."})
        assert paper("{define_request.reason}", other).contents() != (
            paper("{define_request.reason}", request).contents()
        )


class TestYear:
    """Numbers over cases."""

    @pytest.fixture
    def counted(self) -> Paper:
        template = version().documents["cases_of_a_year"]
        received = date(2026, 3, 2)

        def triage(outcome: str, days: int) -> Given:
            on = received + timedelta(days=days)
            return Given("serious_incident", "triage", on, {"outcome": outcome})

        cases = (
            CountedCase(received, (triage("more_detail", 1), triage("convene", 9))),
            CountedCase(received, (triage("nfa", 4),)),
            CountedCase(received, ()),
        )
        return count(template, version(), cases, OPTIONS, year=2026)

    def grid(self, counted: Paper, after: str) -> Any:
        titles = [i for i, part in enumerate(counted.parts) if isinstance(part, Title)]
        start = next(i for i in titles if words_of(counted.parts[i]) == after)
        return [part for part in counted.parts[start + 1 :] if not isinstance(part, Title)]

    @pytest.mark.clause("A5-08", "P-06")
    def test_the_newest_answer_of_each_case_is_counted(self, counted):
        found = dict(rows_of(self.grid(counted, "Triage")[0]))

        assert sorted(found.values()) == ["0", "0", "1", "1", "1"]
        assert found["Not answered yet"] == "1"

    def test_days_run_from_receipt_to_the_first_time(self, counted):
        assert rows_of(self.grid(counted, "Triage")[1]) == [("2", "1", "2.5", "4")]

    def test_what_no_case_has_come_to_says_so(self, counted):
        parts = self.grid(counted, "What the SIG recommended")

        assert "no case has come to it" in words_of(parts[1])
