"""Rows that make the chronology of a case: which questions mean what is written in the form."""

import json
from typing import Any

import pytest

from engine.errors import DefinitionError
from engine.forms import Form, read_form
from engine.forms.components import People, Rows

ENTRIES: dict[str, Any] = {
    "type": "dynamiclist",
    "path": "entries",
    "label": "Entries",
    "properties": {
        "chronology": "happened_on",
        "chronology-about": "child",
        "chronology-gap": "=settings.gap",
    },
    "components": [
        {"type": "datetime", "key": "happened_on", "dateLabel": "Date", "subtype": "date"},
        {"type": "textfield", "key": "child", "label": "Child"},
        {
            "type": "textarea",
            "key": "event",
            "label": "What happened",
            "validate": {"maxLength": 2000},
        },
    ],
}
CHILDREN: dict[str, Any] = {
    "type": "dynamiclist",
    "path": "children",
    "label": "Children",
    "properties": {
        "chronology-names": "first last",
        "chronology-born": "born_on",
        "chronology-died": "died_on",
    },
    "components": [
        {"type": "textfield", "key": "first", "label": "First name"},
        {"type": "textfield", "key": "last", "label": "Last name"},
        {"type": "datetime", "key": "born_on", "dateLabel": "Born", "subtype": "date"},
        {"type": "datetime", "key": "died_on", "dateLabel": "Died", "subtype": "date"},
    ],
}


def form(*components: dict[str, Any]) -> Form:
    content = {"type": "default", "id": "small", "components": list(components)}
    return read_form(json.dumps(content).encode(), file="forms/x/small.form")


def test_a_form_says_which_rows_make_the_chronology():
    [rows] = form(ENTRIES, CHILDREN).timelines()
    assert rows.path == "entries"
    assert rows.timeline is not None
    assert (rows.timeline.on, rows.timeline.about) == ("happened_on", "child")
    assert rows.timeline.gap is not None


def test_a_form_says_which_rows_name_the_children():
    [rows] = [each for each in form(CHILDREN).components if isinstance(each, Rows)]
    assert rows.people == People(("first", "last"), "born_on", "died_on")


def test_rows_that_say_nothing_of_it_make_no_chronology():
    plain = {key: value for key, value in ENTRIES.items() if key != "properties"}
    assert form(plain).timelines() == ()


@pytest.mark.parametrize(
    ("rows", "properties", "sentence"),
    [
        (ENTRIES, {"chronology": "event"}, 'names "event", which is not a date of the rows'),
        (ENTRIES, {"chronology": "happend_on"}, 'names "happend_on", which is not a date'),
        (ENTRIES, {"chronology-about": "child"}, "stands without the property chronology"),
        (
            ENTRIES,
            {"chronology": "happened_on", "chronology-about": "event"},
            'names "event", which is not a short text',
        ),
        (ENTRIES, {"chronology": "happened_on", "chronology-gap": "=1 +"}, "cannot be read"),
        (ENTRIES, {"chronologie": "happened_on"}, '"properties.chronologie" is not used'),
        (CHILDREN, {"chronology-names": "first lst"}, 'names "lst", which is no short text'),
        (CHILDREN, {"chronology-born": "born_on"}, "without the property chronology-names"),
        (CHILDREN, {"chronology-died": "died_on"}, "without the property chronology-names"),
        (CHILDREN, {"chronology-names": "first", "chronology-died": "last"}, "which is not a date"),
    ],
)
def test_what_could_not_be_made_of_the_rows_is_refused(rows, properties, sentence):
    with pytest.raises(DefinitionError) as refused:
        form({**rows, "properties": properties})
    assert sentence in str(refused.value.problems)
