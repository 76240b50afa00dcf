"""The page of a decision: asked with made-up values, it says which row answers, which nearly did, and why."""

import re
from html import unescape

import pytest
from structlog.testing import capture_logs

from engine.decide import Refusal, decide
from tests.web.board import protocol
from tests.web.forms_in_pages import token_of
from web.services import deployments
from web.tables.asking import tables_of
from web.tables.explaining import explained

WHO = "billie_manager"


@pytest.fixture(scope="module")
def client(board):
    return board.client(WHO)


@pytest.fixture(scope="module")
def version(board):
    with board.app.test_request_context():
        return deployments().current().version


def text_of(html):
    """Return what is read on a page, with single spaces."""
    html = re.sub(r"</?b>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def ask(client, decision, **changed):
    """Ask with what the form is offered with, or else the first choice; and some values changed."""
    path = f"/protocol/tables/{decision}"
    page = client.get(path).text
    offered = {
        name: (
            re.findall(r'value="(\w+)" selected', options) or re.findall(r'value="(\w+)"', options)
        )[0]
        for name, options in re.findall(r'<select[^>]* name="(\w+)"(.*?)</select>', page, re.S)
    }
    assert set(changed) <= set(offered)
    return client.post(path, data={**offered, **changed, "csrf_token": token_of(page)})


def part(html, heading, until="</section>"):
    """Return what follows a heading."""
    return text_of(html.split(f">{heading}<", 1)[1].split(until, 1)[0])


def field(html, name):
    """Return the field of that name with its label and its problems."""
    [group] = [
        each
        for each in re.split(r'(?=<div class="govuk-form-group)', html)
        if f'name="{name}"' in each
    ]
    return group.split("</select>", 1)[0]


def test_the_list_says_in_one_line_what_was_found_in_each_table(client):
    page = text_of(client.get("/protocol/tables").text)

    assert "Review proposed 23 rows, complete, no overlap" in page
    assert "Who leads 5 rows, complete, no overlap" in page
    assert "Criteria for notification 38 rows, all that fit are collected, nothing wrong" in page
    assert "Duty to notify No table: it puts together what other decisions answer" in page
    assert "Problem" not in page


def test_every_decision_can_be_asked_as_its_form_is_offered(client, version):
    decisions = [one for model in version.models.values() for one in model.decisions]
    assert {"review_type", "lead_authority", "panel_chair", "publication"} <= set(decisions)

    for decision in decisions:
        answer = ask(client, decision)
        assert answer.status_code == 200, decision
        assert "The answer" in text_of(answer.text), decision


def test_the_form_offers_every_allowed_value_in_the_words_of_the_forms(client, version):
    outcome = field(client.get("/protocol/tables/review_type").text, "outcome")

    assert "Outcome for the child" in text_of(outcome)
    assert dict(re.findall(r'<option value="(\w*)"[^>]*>([^<]+)<', outcome)) == {
        "died": "The child died",
        "seriously_harmed": "The child was seriously harmed",
        "harmed": "The child was harmed, not seriously",
        "near_miss": "A near miss: harm was avoided by chance or by an intervention",
        "none": "No harm to the child",
        "unknown": "Not yet known",
    }


def test_the_form_is_offered_with_the_defaults_of_the_vocabulary(client, version):
    page = client.get("/protocol/tables/classification").text
    offered = dict(
        re.findall(r'<select[^>]* name="(\w+)".*?<option value="(\w*)" selected', page, re.S)
    )

    assert len(offered) == 34
    assert offered == {name: version.settings.defaults[name] for name in offered}


def test_the_row_that_answers_is_shown_with_why_and_the_words_of_its_clauses(client, version):
    page = ask(client, "review_type", outcome="died", abuse_or_neglect="suspected").text

    answer = part(page, "The answer")
    assert "Review proposed SCR Mandatory yes" in answer
    told = answer.split("Row RT-02 answers", 1)[1].split("Nearly", 1)[0]
    assert "✓ Met Harm to the child, all facts considered: died" in told
    assert (
        "✓ Met Abuse or neglect of the child: Suspected (it asks for “Known” or “Suspected”)"
        in told
    )
    for clause in ("T-20", "T-21"):
        assert f"{clause} {' '.join(version.clauses[clause].requirement.split())}" in told


def test_rows_that_nearly_answered_say_what_they_ask_for_and_what_the_value_is(client):
    page = ask(client, "review_type", outcome="died", abuse_or_neglect="suspected").text

    nearly = part(page, "The answer").rsplit("Nearly: rows with one condition not met", 1)[1]
    told = nearly.split("Row RT-11 would answer", 1)[1].split("Row RT-", 1)[0]
    assert (
        "Not met Abuse or neglect of the child: it asks for Not yet known; the value is Suspected."
        in told
    )
    assert "✓ Met the other 3 conditions" in told


def test_a_row_that_nearly_answered_answers_once_its_condition_is_met(version):
    given = {"placed_by_other_authority": "no", "ordinarily_resident_elsewhere": "no"}
    tables = tables_of(version)
    values = {"Yes": "yes", "No": "no", "Not yet known": "unknown"}
    names = {
        "Placed here by another authority": "placed_by_other_authority",
        "Ordinarily lives in another authority's area": "ordinarily_resident_elsewhere",
    }

    [step] = explained(version, decide(tables, "lead_authority", given))

    assert [row.row for row in step.answered] == ["LA-3"]
    assert sorted(row.row for row in step.nearly[1]) == ["LA-1", "LA-2", "LA-4", "LA-5"]
    for row in step.nearly[1]:
        [failed] = row.failed
        changed = {**given, names[failed.label]: values[failed.asks]}
        [then] = explained(version, decide(tables, "lead_authority", changed))
        assert [each.row for each in then.answered] == [row.row]


def test_tables_that_are_asked_first_are_explained_first(client):
    answer = part(ask(client, "classification", outcome="died").text, "The answer")

    steps = [
        "1. Death in custody, detained, or by suspected suicide",
        "2. Harm to the child, all facts considered",
        "3. Criteria for notification",
        "4. Duty to notify",
        "5. Review proposed",
        "6. Who leads",
        "7. Everything the tables say about the case",
    ]
    places = [answer.index(step) for step in steps]
    assert places == sorted(places)


def test_a_contradiction_is_refused_beside_both_fields_as_decide_says_it(client, version):
    answer = ask(client, "review_type", outcome="none", suspected_suicide="yes")

    facts = {**version.settings.defaults, "outcome": "none", "suspected_suicide": "yes"}
    refusal = decide(tables_of(version), "review_type", facts)
    assert isinstance(refusal, Refusal)
    [sentence] = refusal.reasons
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    for name in ("outcome", "suspected_suicide"):
        assert sentence in text_of(field(answer.text, name))
    assert sentence not in text_of(field(answer.text, "abuse_or_neglect"))
    assert 'value="none" selected' in field(answer.text, "outcome")
    assert "The answer" not in text_of(answer.text)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "outcome is missing, and review_type reads it."),
        ("maybe", 'outcome: "maybe" is not one of its values, which are "died",'),
    ],
)
def test_a_value_that_is_missing_or_not_allowed_is_refused_beside_its_field(
    client, value, sentence
):
    answer = ask(client, "review_type", outcome=value)

    assert answer.status_code == 422
    assert sentence in text_of(field(answer.text, "outcome"))


def test_nothing_that_was_chosen_is_logged(client):
    with capture_logs() as lines:
        ask(client, "review_type", outcome="seriously_harmed")

    assert [line["method"] for line in lines] == ["GET", "POST"]
    assert "seriously_harmed" not in str(lines)


def test_every_row_is_in_the_table_in_words_with_its_clauses(client, version):
    page = client.get("/protocol/tables/review_type").text

    table = version.model_of("review_type").decisions["review_type"].expression
    for rule in table.rules:
        row = page.split(f'id="row-{rule.id}"', 1)[1].split("</tr>", 1)[0]
        assert rule.row in text_of(row)
        assert all(clause in text_of(row) for clause in rule.clauses)
    assert (
        "Cause for concern about how agencies worked together: anything but “Yes, there is cause for concern”"
        in text_of(page)
    )


def test_a_decision_of_a_case_leads_to_its_row_and_back(board, client):
    reference = board.brought_to("triage")
    page = client.get(f"/cases/{reference}").text

    links = re.findall(
        rf'href="(/protocol/tables/(\w+)\?[^"#]*case={reference}[^"#]*)#row-(\w+)"', page
    )
    assert "review_type" in {decision for _, decision, _ in links}
    for address, _, row in links:
        table = client.get(unescape(address)).text
        assert f'id="row-{row}"' in table
        assert f'href="/cases/{reference}#why"' in table
        assert f"Back to {reference}" in text_of(table)


def test_the_page_leads_back_to_cases_only(client):
    page = client.get("/protocol/tables/review_type?case=//elsewhere.invalid").text

    assert "elsewhere.invalid" not in page
    assert "Decision tables" in text_of(page)


def test_the_file_is_that_of_the_version_asked_for(client):
    page = client.get("/protocol/tables/review_type?version=1").text

    assert "/protocol/tables/review_type.dmn?version=1" in page
    file = client.get("/protocol/tables/review_type.dmn?version=1").data
    assert file == protocol()["workflows/decisions/criteria.dmn"]


def test_a_decision_or_a_version_that_is_not_there_is_not_found(client):
    assert client.get("/protocol/tables/nothing").status_code == 404
    assert client.get("/protocol/tables/review_type?version=7").status_code == 404
