"""What a browser posts becomes answers, and buttons say what to do with them."""

import pytest
from werkzeug.datastructures import MultiDict

from engine.errors import InvalidAnswersError
from engine.forms import Pressed, pressed, raw_from_post, rearranged


def test_names_become_nested_answers(demo):
    post = MultiDict(
        [
            ("short_title", "A fall"),
            ("happened_on-day", "1"),
            ("happened_on-month", "7"),
            ("happened_on-year", "2014"),
            ("told", "family"),
            ("told", "police"),
            ("facts-outcome", "died"),
            ("_rows-children", "3"),
            ("children-0-last_name", "Testchild"),
            ("children-2-date_of_birth-year", "2010"),
            ("csrf_token", "x"),
            ("_key", "y"),
        ]
    )

    assert raw_from_post(demo, post) == {
        "short_title": "A fall",
        "happened_on": {"day": "1", "month": "7", "year": "2014"},
        "told": ["family", "police"],
        "facts": {"outcome": "died"},
        "children": [{"last_name": "Testchild"}, {}, {"date_of_birth": {"year": "2010"}}],
    }


def test_blanks_are_left_out(demo):
    post = MultiDict([("short_title", " "), ("happened_on-day", ""), ("told", "")])

    assert raw_from_post(demo, post) == {"children": []}


@pytest.mark.parametrize(
    "name",
    [
        "hobby",
        "short_title-0",
        "happened_on",
        "happened_on-hour",
        "facts",
        "facts-weather",
        "children",
        "children-0",
        "children-99-last_name",
        "children--1-last_name",
        "children-²-last_name",
        "children-0-nickname",
        "-",
        "",
    ],
)
def test_a_name_the_form_does_not_ask_for_is_refused(demo, name):
    with pytest.raises(InvalidAnswersError):
        raw_from_post(demo, MultiDict([(name, "x")]))


@pytest.mark.parametrize(
    ("value", "button"),
    [
        ("continue", Pressed("continue")),
        ("save", Pressed("save")),
        ("update", Pressed("update")),
        ("add:children", Pressed("add", "children")),
        ("remove:children.2", Pressed("remove", "children", 2)),
        ("remove:children", Pressed("continue")),
        ("remove:children.999999999999", Pressed("continue")),
        ("anything", Pressed("continue")),
    ],
)
def test_the_button_that_was_pressed_is_read(value, button):
    assert pressed(MultiDict([("_do", value)])) == button


def test_without_a_button_the_form_goes_on():
    assert pressed(MultiDict()) == Pressed("continue")


def test_a_row_is_added_and_removed_without_losing_another(demo):
    raw = {"children": [{"last_name": "One"}, {"last_name": "Two"}]}

    added = rearranged(demo, raw, Pressed("add", "children"))
    removed = rearranged(demo, added, Pressed("remove", "children", 0))

    assert added["children"] == [{"last_name": "One"}, {"last_name": "Two"}, {}]
    assert removed["children"] == [{"last_name": "Two"}, {}]
    assert raw == {"children": [{"last_name": "One"}, {"last_name": "Two"}]}


def test_no_more_and_no_fewer_rows_than_the_form_takes(demo):
    full = {"children": [{}] * 6}

    assert len(rearranged(demo, full, Pressed("add", "children"))["children"]) == 6
    assert rearranged(demo, {"children": [{}]}, Pressed("remove", "children", 0)) == {
        "children": [{}]
    }
    assert rearranged(demo, {"a": 1}, Pressed("add", "elsewhere")) == {"a": 1}
