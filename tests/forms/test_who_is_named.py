"""Questions whose answers say who acts: several appointed, agencies under review, nobody from one."""

import pytest

from engine.errors import DefinitionError, InvalidAnswersError
from engine.forms import PEOPLE_NOT_FROM_THEM, Choice

UNDER_REVIEW = "agencies under review"
PEOPLE = [Choice("p-1", "Pia Police"), Choice("p-2", "Nobi Noagency")]
OPTIONS = {
    "people": PEOPLE,
    PEOPLE_NOT_FROM_THEM: PEOPLE[1:],
    "agencies": [Choice("police", "Testshire Police"), Choice("health", "Testshire Health")],
}


def select(key: str, register: str = "people", kind: str = "select", **properties: str):
    return {
        "type": kind,
        "id": key,
        "key": key,
        "label": key.capitalize(),
        "valuesKey": register,
        "properties": properties,
    }


def rows(*components):
    return {
        "type": "dynamiclist",
        "id": "members",
        "path": "members",
        "label": "Members",
        "isRepeating": True,
        "components": list(components),
    }


AUTHOR = select("author", **{"appoints": "author", "not-from": UNDER_REVIEW})
LISTED = select("asked", "agencies", "checklist", lists=UNDER_REVIEW)


def answers(form, raw):
    return form.validate(raw, context={}, options=OPTIONS)


@pytest.mark.clause("C-05")
def test_every_row_appoints_a_member_and_nobody_twice(read):
    form = read([rows(select("person", appoints="panel_member"))])

    given = answers(form, {"members": [{"person": "p-2"}, {"person": "p-1"}, {"person": "p-2"}]})

    assert given.appoints == {"panel_member": ("p-2", "p-1")}


def test_one_person_holds_the_other_roles_and_the_last_answer_counts(read):
    form = read([select("first", appoints="author"), select("second", appoints="author")])

    assert answers(form, {"first": "p-1", "second": "p-2"}).appoints == {"author": ("p-2",)}
    assert answers(form, {"first": "p-1"}).appoints == {"author": ("p-1",)}


@pytest.mark.clause("C-17")
def test_agencies_come_under_review_by_what_is_chosen(read):
    form = read(
        [LISTED, select("told", "agencies"), rows(select("one", "agencies", lists=UNDER_REVIEW))]
    )

    given = answers(form, {"asked": ["police"], "told": "health", "members": [{"one": "police"}]})

    assert given.under_review == ("police",)
    assert answers(form, {"told": "health"}).under_review == ()


@pytest.mark.clause("C-17", "A5-03")
def test_nobody_from_an_agency_under_review_is_offered_or_taken(read):
    form = read([AUTHOR, select("other", appoints="panel_chair")])

    author, other = form.lay_out({}, context={}, options=OPTIONS)

    assert [each.value for each in author.choices] == ["p-2"]
    assert [each.value for each in other.choices] == ["p-1", "p-2"]
    with pytest.raises(InvalidAnswersError) as refusal:
        answers(form, {"author": "p-1"})
    assert refusal.value.problems == {
        "author": (
            "Pia Police works for an agency under review in this case. Choose somebody who does not",
        )
    }
    given = answers(form, {"author": "p-2", "other": "p-1"})
    assert given.independent == {"author"}


def test_the_sentence_of_the_refusal_can_be_the_forms_own(read):
    form = read([{**AUTHOR, "properties": {**AUTHOR["properties"], "error.not_from": "Not them"}}])

    with pytest.raises(InvalidAnswersError) as refusal:
        answers(form, {"author": "p-1"})

    assert refusal.value.problems == {"author": ("Not them",)}


@pytest.mark.parametrize(
    ("component", "what"),
    [
        (rows(select("person", appoints="author")), 'cannot appoint "author"'),
        (select("one", "agencies", appoints="author"), 'cannot appoint "author"'),
        (select("one", lists=UNDER_REVIEW), 'cannot have "lists"'),
        (select("one", "agencies", **{"not-from": UNDER_REVIEW}), 'cannot have "not-from"'),
        (select("one", **{"not-from": "agencies"}), 'cannot have "not-from"'),
        (select("one", "agencies", lists="yes"), 'cannot have "lists"'),
    ],
)
def test_a_property_that_could_not_mean_it_is_refused(read, component, what):
    with pytest.raises(DefinitionError) as refusal:
        read([component])

    assert any(what in problem.what for problem in refusal.value.problems)
