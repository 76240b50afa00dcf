"""A form that is asked again opens with the answers that can stand as they are."""

import json
from datetime import UTC, datetime

from engine.forms import read_form

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
YES_NO = [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]


def question(kind: str, key: str, **more: object) -> dict[str, object]:
    return {"type": kind, "id": f"f_{key}", "key": key, "label": key, **more}


def long_text(key: str) -> dict[str, object]:
    return question("textarea", key, validate={"maxLength": 400})


FORM = read_form(
    json.dumps(
        {
            "type": "default",
            "id": "again",
            "schemaVersion": 18,
            "components": [
                long_text("scope"),
                question("radio", "wide", values=YES_NO),
                question("number", "months"),
                question("datetime", "from", subtype="date", dateLabel="From"),
                question("select", "author", valuesKey="people", properties={"appoints": "author"}),
                question("radio", "mine", values=YES_NO, properties={"declares": "conflict"}),
                {
                    "type": "group",
                    "id": "plain",
                    "label": "Together",
                    "components": [long_text("beside")],
                },
                {
                    "type": "group",
                    "id": "named",
                    "label": "Named",
                    "path": "method",
                    "components": [long_text("why")],
                },
                {
                    "type": "group",
                    "id": "facts",
                    "label": "Facts",
                    "path": "facts",
                    "components": [question("radio", "outcome", values=YES_NO)],
                },
                {
                    "type": "dynamiclist",
                    "id": "items",
                    "label": "Items",
                    "path": "items",
                    "properties": {"one": "item"},
                    "components": [long_text("text")],
                },
            ],
        }
    ).encode(),
    file="forms/small/again.form",
)
FULL = {
    "scope": "Two years.",
    "wide": "no",
    "months": 24,
    "from": "2024-03-01",
    "author": "ann",
    "mine": "no",
    "beside": "Beside.",
    "method": {"why": "Because."},
    "facts": {"outcome": "no"},
    "items": [{"text": "First."}, {"text": "Second."}],
    "of_another_form": "Gone.",
}
CONTEXT = {"facts": {"outcome": "yes"}, "case": {}, "settings": {}}
OPTIONS = {"people": []}


def test_it_opens_with_what_it_asks_too_and_the_facts_as_they_are_now():
    assert FORM.refilled(FULL, CONTEXT) == {
        "scope": "Two years.",
        "wide": "no",
        "months": 24,
        "from": "2024-03-01",
        "beside": "Beside.",
        "method": {"why": "Because."},
        "items": [{"text": "First."}, {"text": "Second."}],
        "facts": {"outcome": "yes"},
    }


def test_what_it_opens_with_can_be_submitted_as_it_stands():
    opened = FORM.refilled(FULL, CONTEXT)

    answers = FORM.validate(opened, context=CONTEXT, options=OPTIONS, now=NOW)

    assert {key: answers.full[key] for key in opened if key != "facts"} == {
        key: value for key, value in opened.items() if key != "facts"
    }
    assert answers.declares_conflict is None or answers.declares_conflict is False


def test_without_earlier_answers_it_opens_as_ever():
    assert FORM.refilled({}, CONTEXT) == FORM.prefilled(CONTEXT) == {"facts": {"outcome": "yes"}}
