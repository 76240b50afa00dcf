"""Correcting a submitted answer on the pages: what it would change, who may, and what stays readable."""

import re
from html import unescape

import pytest

from tests.web.board import Board
from tests.web.forms_in_pages import fields_of
from web.services import cases

# The worked case is about a child who died and was perhaps neglected: so says the first answer.
OTHERWISE = {"facts-abuse_or_neglect": "no"}
NEGLECT = {
    "facts-abuse_or_neglect": "suspected",
    "facts-serious_sexual_abuse": "no",
    "facts-institutional_abuse": "no",
    "facts-abused_while_looked_after": "no",
    "facts-interagency_concern": "yes",
}
NOTIFIER, MANAGER, CHAIR = "avery_example", "billie_manager", "indy_chair"
REASON = "The hospital rang: it was otherwise."


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def submission(board: Board, reference: str, element: str) -> str:
    with board.app.test_request_context():
        view = cases().case(reference, by=board.ids[MANAGER])
    return str([each.id for each in view.submissions if each.element == element][-1])


def address(board: Board, reference: str, element: str) -> str:
    return f"/cases/{reference}/correct/{submission(board, reference, element)}"


def entered(board: Board, path: str, *, who: str, reason: str = REASON, **answers: str):
    """Return what the page shows after the corrected answer was entered."""
    client = board.client(who)
    page = client.get(path)
    assert page.status_code == 200, page.text
    fields = {**fields_of(page.text), **answers, "_reason": reason, "_do": "continue"}
    return client.post(path, data=fields)


def confirmed(board: Board, path: str, page: str, *, who: str):
    return board.client(who).post(f"{path}/check", data=fields_of(page))


def waiting(board: Board, reference: str) -> set[str]:
    with board.app.test_request_context():
        return {each.element for each in cases().case(reference, by=board.ids[MANAGER]).tasks}


@pytest.fixture
def notified(board: Board) -> str:
    return board.brought_to("declare_conflict_chair")


@pytest.fixture
def triaged(board: Board) -> str:
    return board.brought_to("consider")


def test_a_slip_is_corrected_at_once_and_the_first_answer_stays_readable(board, notified):
    path = address(board, notified, "notification_submitted")

    check = entered(board, path, who=NOTIFIER, job_title="Detective Inspector")
    assert check.status_code == 200
    assert "Nothing opens again" in text_of(check.text)
    done = confirmed(board, path, check.text, who=NOTIFIER)

    assert done.status_code == 303
    page = text_of(board.client(NOTIFIER).get(f"/cases/{notified}").text)
    assert "Detective Inspector" in page
    assert "Detective Sergeant" in page
    assert REASON in page
    trail = text_of(board.client(MANAGER).get(f"/cases/{notified}/audit").text).lower()
    assert "answer corrected" in trail or "answer_corrected" in trail
    assert waiting(board, notified) == {"declare_conflict_chair"}


def test_what_is_changed_is_told_question_by_question(board, notified):
    path = address(board, notified, "notification_submitted")

    check = entered(board, path, who=NOTIFIER, job_title="Constable", siblings="")
    table = text_of(check.text[check.text.index("What changes") : check.text.index("Evaluated")])

    assert "Your job title Detective Sergeant Constable" in table
    assert "One younger sister. Not given" in table
    assert "Your last name" not in table


def test_nothing_is_changed_by_looking_at_what_a_correction_would_change(board, notified):
    path = address(board, notified, "notification_submitted")

    check = entered(board, path, who=NOTIFIER, **OTHERWISE)

    page = text_of(check.text)
    assert "Something comes out otherwise" in page
    assert "Classify the notification" in page
    assert "something else" in page
    with board.app.test_request_context():
        view = cases().case(notified, by=board.ids[MANAGER])
    assert view.facts["abuse_or_neglect"] != "no"
    assert view.corrections == {}


def test_what_would_change_a_decision_goes_to_the_independent_chair_who_lets_it_open_again(
    board, triaged
):
    path = address(board, triaged, "notification_submitted")

    check = entered(board, path, who=MANAGER, **OTHERWISE)
    assert "It would change a decision already taken" in text_of(check.text)
    assert "Triage the notification" in text_of(check.text)
    before = waiting(board, triaged)
    confirmed(board, path, check.text, who=MANAGER)

    assert waiting(board, triaged) == before | {"decide_correction"}
    task = board.task_id(triaged, "decide_correction", who=CHAIR)
    shown = text_of(board.client(CHAIR).get(f"/cases/{triaged}/tasks/{task}").text)
    assert REASON in shown
    assert "The first answer" in shown
    assert "Opens again" in shown
    answer(board, triaged, task, decision="accept", reason="It was judged on wrong facts.")
    assert waiting(board, triaged) == {"declare_conflict_chair"}
    with board.app.test_request_context():
        assert cases().case(triaged, by=board.ids[MANAGER]).facts["abuse_or_neglect"] == "no"


def answer(board: Board, reference: str, task: str, **answers: str) -> None:
    client, path = board.client(CHAIR), f"/cases/{reference}/tasks/{task}"
    page = client.get(path).text
    client.post(path, data={**fields_of(page), **answers, "_do": "continue"})
    check = client.get(f"{path}/check").text
    assert client.post(f"{path}/check", data=fields_of(check)).status_code == 303


def test_a_refused_correction_leaves_the_case_as_it_was(board, triaged):
    path = address(board, triaged, "notification_submitted")
    check = entered(board, path, who=MANAGER, **OTHERWISE)
    before = waiting(board, triaged)
    confirmed(board, path, check.text, who=MANAGER)
    task = board.task_id(triaged, "decide_correction", who=CHAIR)

    answer(board, triaged, task, decision="refuse", reason="Nobody has confirmed it.")

    assert waiting(board, triaged) == before
    with board.app.test_request_context():
        assert cases().case(triaged, by=board.ids[MANAGER]).facts["abuse_or_neglect"] != "no"
    page = text_of(board.client(MANAGER).get(f"/cases/{triaged}").text)
    assert "A correction was refused" in page


def test_the_independent_chair_reads_again_what_it_comes_to_before_it_is_submitted(board, triaged):
    path = address(board, triaged, "notification_submitted")
    confirmed(board, path, entered(board, path, who=MANAGER, **OTHERWISE).text, who=MANAGER)
    task = board.task_id(triaged, "decide_correction", who=CHAIR)
    client, path = board.client(CHAIR), f"/cases/{triaged}/tasks/{task}"
    decision = {"decision": "accept", "reason": "It was judged on wrong facts."}
    client.post(path, data={**fields_of(client.get(path).text), **decision, "_do": "continue"})

    check = text_of(client.get(f"{path}/check").text)
    assert REASON in check
    assert "Opens again Declare any conflict (Chair)" in check

    # Something happens on the case before it is submitted: nothing takes effect that was not read.
    page = client.get(f"{path}/check").text
    slip = address(board, triaged, "notification_submitted")
    meanwhile = entered(board, slip, who=NOTIFIER, job_title="Constable")
    assert confirmed(board, slip, meanwhile.text, who=NOTIFIER).status_code == 303
    late = client.post(f"{path}/check", data=fields_of(page))
    assert late.status_code == 409
    assert decision["reason"] in text_of(late.text)
    assert "decide_correction" in waiting(board, triaged)


CONFLICT = {"conflicted": "yes", "conflict_nature": "Leads a service that worked with the family."}


def test_what_cannot_be_evaluated_again_is_kept_on_record_if_the_independent_chair_says_so(
    board, triaged
):
    path = address(board, triaged, "declare_conflict_chair")

    check = entered(board, path, who=MANAGER, **CONFLICT)
    page = text_of(check.text)
    assert "for the record only" in page
    assert "The correction would change who acts" in page
    assert "Nothing is evaluated again and nothing opens again" in page
    assert f'href="/cases/{triaged}/who-acts"' in check.text
    before = waiting(board, triaged)
    confirmed(board, path, check.text, who=MANAGER)

    task = board.task_id(triaged, "decide_correction", who=CHAIR)
    shown = board.client(CHAIR).get(f"/cases/{triaged}/tasks/{task}").text
    assert 'value="note"' in shown
    assert 'value="accept"' not in shown
    assert "The correction would change who acts" in text_of(shown)
    answer(board, triaged, task, decision="note", reason="It shows what was said.")
    assert waiting(board, triaged) == before
    case = text_of(board.client(MANAGER).get(f"/cases/{triaged}").text)
    assert "A correction is kept on record beside this answer" in case


def test_on_a_closed_case_a_slip_is_corrected_and_what_would_go_on_is_for_the_record(board):
    closed = board.played("nfa_at_triage")
    path = address(board, closed, "notification_submitted")

    slip = entered(board, path, who=NOTIFIER, job_title="Constable")
    assert "Nothing opens again" in text_of(slip.text)
    assert confirmed(board, path, slip.text, who=NOTIFIER).status_code == 303
    assert how_it_closed(board, closed) is not None
    ended = how_it_closed(board, closed)

    check = entered(board, path, who=MANAGER, **NEGLECT)
    assert "for the record only" in text_of(check.text)
    confirmed(board, path, check.text, who=MANAGER)
    assert how_it_closed(board, closed) is None
    task = board.task_id(closed, "decide_correction", who=CHAIR)
    answer(board, closed, task, decision="note", reason="New facts are to be notified.")

    assert how_it_closed(board, closed) == ended
    trail = text_of(board.client(MANAGER).get(f"/cases/{closed}/audit").text).lower()
    assert "correction noted" in trail or "correction_noted" in trail


def test_who_sees_only_their_own_answer_reads_of_no_other_step_why_it_is_for_the_record(board):
    closed = board.played("nfa_at_triage")
    path = address(board, closed, "notification_submitted")

    own = entered(board, path, who=NOTIFIER, **NEGLECT)
    whole = entered(board, path, who=MANAGER, **NEGLECT)

    assert "for the record only" in text_of(own.text)
    assert "has ended because of" in text_of(whole.text)
    assert "has ended because of" not in text_of(own.text)
    confirmed(board, path, own.text, who=NOTIFIER)
    case = text_of(board.client(NOTIFIER).get(f"/cases/{closed}").text)
    assert REASON in case
    assert "has ended because of" not in case


def test_of_an_answer_with_files_the_others_are_corrected_and_the_files_stay(board):
    reference = board.brought_to("agency_return", who="parker_police")
    path = address(board, reference, "agency_return")
    page = board.client("harper_health").get(path).text
    assert "The files stay as they were handed in" in text_of(page)
    assert 'type="file"' not in page

    check = entered(board, path, who="harper_health", own_review_findings="It was read too late.")
    assert "files_1.txt" in check.text
    assert confirmed(board, path, check.text, who="harper_health").status_code == 303

    case = board.client(MANAGER).get(f"/cases/{reference}").text
    assert "It was read too late." in text_of(case)
    assert "files_1.txt" in case


def how_it_closed(board: Board, reference: str) -> str | None:
    with board.app.test_request_context():
        return cases().case(reference, by=board.ids[MANAGER]).closed_by


def test_a_correction_that_was_sent_twice_counts_once(board, notified):
    path = address(board, notified, "notification_submitted")
    check = entered(board, path, who=NOTIFIER, job_title="Constable")

    first, second = (confirmed(board, path, check.text, who=NOTIFIER) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    with board.app.test_request_context():
        found = cases().case(notified, by=board.ids[MANAGER]).corrections
    assert [len(each) for each in found.values()] == [1]


def test_every_answer_stays_readable_and_the_trail_shows_each(board, notified):
    path = address(board, notified, "notification_submitted")
    for title in ("Constable", "Superintendent"):
        check = entered(board, path, who=NOTIFIER, job_title=title)
        assert confirmed(board, path, check.text, who=NOTIFIER).status_code == 303

    page = text_of(board.client(MANAGER).get(f"/cases/{notified}").text)
    with board.app.test_request_context():
        trail = cases().case(notified, by=board.ids[MANAGER]).audit
    first, second = (each for each in trail if each.kind == "answer_corrected")
    [submitted] = (each for each in trail if each.kind == "form_submitted")

    assert all(each in page for each in ("Detective Sergeant", "Constable", "Superintendent"))
    assert first.detail == f"first {submitted.digest}"
    assert second.detail == f"first {first.digest}"


def test_a_case_that_moved_on_since_the_page_was_shown_is_not_corrected(board, notified):
    path = address(board, notified, "notification_submitted")
    check = entered(board, path, who=NOTIFIER, job_title="Constable")
    with board.app.test_request_context():
        board.complete(notified, board.act("declare_conflict_chair"))

    late = confirmed(board, path, check.text, who=NOTIFIER)

    assert late.status_code == 409
    assert REASON in text_of(late.text)
    assert "Constable" not in text_of(board.client(MANAGER).get(f"/cases/{notified}").text)


def test_a_correction_needs_a_reason(board, notified):
    path = address(board, notified, "notification_submitted")

    refused = entered(board, path, who=NOTIFIER, reason=" ", job_title="Constable")

    assert refused.status_code == 422
    assert 'href="#q-_reason"' in refused.text


@pytest.mark.parametrize("who", ["casey_chair", "gale_governance"])
def test_whoever_did_not_give_the_answer_is_offered_no_correction(board, notified, who):
    path = address(board, notified, "notification_submitted")

    assert board.client(who).get(path).status_code == 403
    assert "Correct this answer" not in board.client(who).get(f"/cases/{notified}").text


def test_who_sees_only_their_own_answer_learns_nothing_of_what_others_did(board, notified):
    path = address(board, notified, "notification_submitted")

    own = text_of(entered(board, path, who=NOTIFIER, **OTHERWISE).text)
    whole = text_of(entered(board, path, who=MANAGER, **OTHERWISE).text)

    for confidential in ("Declare any conflict (Chair)", "recommendation"):
        assert confidential not in own
        assert confidential in whole


def test_who_gave_it_and_the_business_manager_are_offered_it(board, notified):
    for who in (NOTIFIER, MANAGER):
        assert "Correct this answer" in board.client(who).get(f"/cases/{notified}").text


def test_a_stranger_to_the_case_learns_nothing_of_the_answer(board, notified):
    path = address(board, notified, "notification_submitted")

    assert board.client("harper_health").get(path).status_code == 404
