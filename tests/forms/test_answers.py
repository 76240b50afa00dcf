"""What counts as a complete set of answers."""

import json

import pytest

from engine.errors import InvalidAnswersError


def test_complete_answers_are_sorted_by_where_they_are_kept(validate, complete):
    answers = validate(complete)

    assert answers.full["happened_on"] == "2014-07-01"
    assert answers.full["children"] == [{"last_name": "Testchild", "date_of_birth": "2010-03-02"}]
    assert answers.routing == {
        "happened_on": "2014-07-01",
        "agencies_known": 3,
        "press": "no",
        "told": ["family", "police"],
        "agencies": ["health"],
        "confirmed": True,
        "conflict": "no",
    }
    assert answers.facts == {"outcome": "harmed"}
    assert answers.declares_conflict is False
    assert answers.appoints == {}


def test_text_and_names_never_reach_the_diagram(validate, complete):
    answers = validate(complete | {"conflict": "yes", "stand_in": "p-2"})

    routed = json.dumps(answers.routing)

    assert not any(word in routed for word in ("fall", "invented", "Testchild", "p-2"))
    assert answers.full["stand_in"] == "p-2"


def test_a_declared_conflict_and_who_stands_in_are_said_apart(validate, complete):
    answers = validate(complete | {"conflict": "yes", "stand_in": "p-2"})

    assert answers.declares_conflict is True
    assert answers.appoints == {"sig_chair": ("p-2",)}


def test_routing_answers_that_were_not_given_are_there_as_none(validate, complete):
    del complete["told"], complete["agencies_known"]

    routing = validate(complete).routing

    assert routing["told"] is None
    assert routing["agencies_known"] is None


def test_every_missing_answer_is_named_in_plain_words(refused):
    problems = refused({})

    assert problems["short_title"] == ("Enter the short title",)
    assert problems["synopsis"] == ("Enter a brief synopsis of the case",)
    assert problems["press"] == (
        "Answer the question “Has the case received any press attention?”",
    )
    assert problems["children.0.last_name"] == ("Enter the child's last name",)
    assert problems["confirmed"] == ("Tick “I have checked this with my manager” to continue",)
    assert next(iter(problems)) == "short_title"
    assert "told" not in problems


@pytest.mark.parametrize("blank", ["", "   ", None, [], {"day": "", "month": " "}])
def test_a_blank_is_a_missing_answer(refused, complete, blank):
    problems = refused(complete | {"happened_on": blank})

    assert problems == {"happened_on": ("Enter the date of the incident",)}


def test_an_over_long_text_is_refused_with_its_count(refused, complete):
    problems = refused(complete | {"synopsis": "x" * 100_000})

    assert problems == {
        "synopsis": (
            "A brief synopsis of the case must be 4,000 characters or fewer; "
            "you have entered 100,000",
        )
    }


def test_a_line_end_counts_as_one_character_as_people_see_it(validate, complete):
    answers = validate(complete | {"synopsis": "\r\n".join(["x"] * 2000)})

    assert len(answers.full["synopsis"]) == 3999


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        (
            {"day": "31", "month": "2", "year": "2014"},
            "The date of the incident must be a real date, such as 27 3 2014",
        ),
        ("2014-02-31", "The date of the incident must be a real date, such as 27 3 2014"),
        ("yesterday", "The date of the incident must be a real date, such as 27 3 2014"),
        (20140701, "The date of the incident must be a real date, such as 27 3 2014"),
        ({"day": "1", "month": "3"}, "The date of the incident must include a year"),
        ({"day": "1"}, "The date of the incident must include a month and year"),
        ("2014-07-16", "The date of the incident must be 15 July 2014 or earlier"),
    ],
)
def test_a_date_must_be_real_and_within_its_bounds(refused, complete, date, sentence):
    assert refused(complete | {"happened_on": date}) == {"happened_on": (sentence,)}


@pytest.mark.parametrize("month", ["7", "07", "July", "jul"])
def test_a_month_may_be_named(validate, complete, month):
    answers = validate(complete | {"happened_on": {"day": "1", "month": month, "year": "2014"}})

    assert answers.full["happened_on"] == "2014-07-01"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("51", "The number of agencies known to the family must be 50 or fewer"),
        ("-1", "The number of agencies known to the family must be 0 or more"),
        ("2.5", "The number of agencies known to the family must be a number, such as 3"),
        ("many", "The number of agencies known to the family must be a number, such as 3"),
        (float("nan"), "The number of agencies known to the family must be a number, such as 3"),
        ("9" * 400, "The number of agencies known to the family must be a number, such as 3"),
        (True, "The number of agencies known to the family must be a number, such as 3"),
    ],
)
def test_a_number_must_be_one_and_within_its_bounds(refused, complete, number, sentence):
    assert refused(complete | {"agencies_known": number}) == {"agencies_known": (sentence,)}


@pytest.mark.parametrize("value", ["maybe", "YES", ["yes"], {"yes": 1}, 1])
def test_only_what_is_offered_can_be_chosen(refused, complete, value):
    assert list(refused(complete | {"press": value})) == ["press"]


def test_every_item_of_a_checklist_must_be_offered(refused, complete):
    assert list(refused(complete | {"told": ["family", "press"]})) == ["told"]
    assert list(refused(complete | {"agencies": ["nobody"]})) == ["agencies"]


def test_a_choice_is_refused_while_it_is_not_offered(validate, refused, complete):
    complete["facts"]["interagency_concern"] = "clearly_none"

    problems = refused(complete)
    later = validate(complete, settings={"sig_has_considered": True})

    assert problems == {
        "facts.interagency_concern": (
            "Choose one of the answers offered for “Is there concern about working together?”",
        )
    }
    assert later.facts["interagency_concern"] == "clearly_none"


def test_unknown_names_are_refused_wherever_they_stand(refused, complete):
    complete["hobby"] = "x"
    complete["facts"]["weather"] = "x"
    complete["children"][0]["nickname"] = "x"

    problems = refused(complete)

    assert set(problems) == {""}
    assert {sentence.split(":")[0] for sentence in problems[""]} == {
        "“hobby”",
        "“facts.weather”",
        "“children.0.nickname”",
    }


def test_a_refusal_names_no_answer(validate, complete):
    with pytest.raises(InvalidAnswersError) as refusal:
        validate(complete | {"press": "Testchild", "Testchild": "x"})

    assert "Testchild" not in str(refusal.value)


@pytest.mark.parametrize("raw", [{"facts": "died"}, {"children": "one"}, {"children": ["one"]}])
def test_answers_of_the_wrong_shape_are_refused(refused, complete, raw):
    assert list(refused(complete | raw))


def test_text_that_no_file_can_hold_is_refused(refused, complete):
    assert list(refused(complete | {"synopsis": "a\x00b"})) == ["synopsis"]
    assert list(refused(complete | {"synopsis": "a\ud800b"})) == ["synopsis"]


def test_an_email_address_must_look_like_one(validate, refused, complete):
    assert list(refused(complete | {"reply_to": "nowhere"})) == ["reply_to"]
    assert validate(complete | {"reply_to": "a@example.org"}).full["reply_to"] == "a@example.org"


def test_blank_rows_are_left_out_and_the_others_keep_their_place(validate, refused, complete):
    complete["children"] = [{}, {"last_name": "Testchild"}, {"last_name": " "}]

    assert validate(complete).full["children"] == [{"last_name": "Testchild"}]

    complete["children"][1] = {"looked_after": "no"}
    assert list(refused(complete)) == ["children.1.last_name"]


def test_more_rows_than_the_form_takes_are_refused(refused, complete):
    complete["children"] = [{"last_name": "Testchild"}] * 7

    assert refused(complete) == {"children": ("Children must have 6 entries or fewer",)}


def test_answers_once_accepted_are_accepted_again(validate, complete):
    first = validate(complete)

    assert validate(json.loads(json.dumps(first.full))) == first
