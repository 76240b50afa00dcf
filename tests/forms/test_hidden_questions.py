"""What is not asked is not answered: hidden answers are dropped before anything else is looked at."""

import json
from datetime import date

import pytest

from engine.errors import DefinitionError
from engine.forms import read_form, shown_questions
from tests.forms.demo_form import CONTEXT, NOW, OPTIONS


def _asked(form, raw, **context):
    shown = form.lay_out(raw, context={**CONTEXT, **context}, options=OPTIONS, now=NOW)
    return [each.path for each in shown_questions(shown)]


def test_a_question_is_asked_when_the_answer_above_it_calls_for_it(demo):
    assert "press_details" in _asked(demo, {"press": "yes"})
    assert "press_details" not in _asked(demo, {"press": "no"})


def test_an_answer_to_a_hidden_question_is_dropped(validate, complete):
    answers = validate(complete | {"press_details": "left from before, " * 1000})

    assert "press_details" not in answers.full


def test_a_question_that_is_asked_must_be_answered(refused, complete):
    assert refused(complete | {"press": "yes"}) == {
        "press_details": ("Say what has been published, and where",)
    }


def test_each_row_decides_for_itself(demo, refused, complete):
    complete["children"] = [
        {"last_name": "Testchild", "looked_after": "yes"},
        {"last_name": "Otherchild", "looked_after": "no", "authority": "dropped"},
    ]

    assert list(refused(complete)) == ["children.0.authority"]
    assert "children.1.authority" not in _asked(demo, complete)


def test_a_fact_that_is_hidden_keeps_its_present_value(validate, complete):
    complete["facts"] |= {"died_in_custody": "yes"}

    answers = validate(complete, facts={"outcome": "died", "died_in_custody": "no"})

    assert "died_in_custody" not in answers.facts


def test_a_condition_reads_the_present_fact_until_the_form_answers_it(demo):
    present = {"outcome": "died"}

    assert "facts.died_in_custody" in _asked(demo, {}, facts=present)
    assert "facts.died_in_custody" not in _asked(
        demo, {"facts": {"outcome": "harmed"}}, facts=present
    )


def test_an_answer_of_the_form_hides_a_process_variable_of_its_name(demo):
    assert "press_details" not in _asked(demo, {}, press="yes")


def test_a_hidden_answer_decides_nothing(read):
    form = read(
        [
            {"type": "radio", "key": "a", "label": "A?", "values": _YES_NO},
            _hidden_unless("b", '=a != "yes"'),
            _hidden_unless("c", '=b != "yes"'),
        ]
    )

    asked = [
        each.path for each in shown_questions(form.lay_out({"a": "no", "b": "yes"}, context={}))
    ]

    assert asked == ["a"]


def test_what_can_be_hidden_may_be_missing_from_the_diagram(demo):
    types = demo.routing_types()

    assert types["press"].optional is False
    assert types["told"].optional is True
    assert types["confirmed"].optional is False
    assert types["press"].choices == ("yes", "no")
    assert types["agencies"].register == "agencies"
    assert "press_details" not in types
    assert "stand_in" not in types
    assert not any(name.startswith(("facts", "children")) for name in types)


_YES_NO = [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]


def _hidden_unless(key, hide):
    return {
        "type": "radio",
        "key": key,
        "label": f"{key.upper()}?",
        "values": _YES_NO,
        "conditional": {"hide": hide},
    }


def test_guidance_says_what_its_slots_yield_now():
    form = _guided("{{settings.list}}: {{count}} by {{on}}{{gone}}{{letters}}", asks="count")
    values = {"list": "SAFER"}
    context = {"settings": values, "on": date(2014, 5, 5), "gone": None, "letters": ["S", "A"]}

    assert _words(form, {"count": "3"}, context) == "SAFER: 3 by 5 May 2014\n- S\n- A"
    assert _words(form, {}, context) == "SAFER:  by 5 May 2014\n- S\n- A"


def test_guidance_without_slots_stands_as_it_was_written():
    assert _words(_guided("{settings.list} }}", asks="count"), {}, {}) == "{settings.list} }}"


def test_a_slot_reads_nothing_that_is_asked_below_it_and_stands_nowhere_beside_the_form():
    for wrong, said in (
        ({"text": "{{later}}"}, "not asked above it"),
        ({"text": "{{now here}}", "properties": {"place": "beside"}}, "beside the form"),
        ({"text": "{{= =}}"}, "cannot be read"),
    ):
        with pytest.raises(DefinitionError, match=said):
            _read({"type": "text", **wrong}, {"type": "textfield", "key": "later", "label": "L"})


def _guided(text, *, asks):
    number = {"type": "number", "key": asks, "label": "How many?"}
    return _read(number, {"type": "text", "text": text})


def _read(*components):
    content = {"type": "default", "id": "guided", "components": list(components)}
    return read_form(json.dumps(content).encode(), file="forms/x/guided.form")


def _words(form, raw, context):
    return form.lay_out(raw, context=context)[-1].words
