"""A form file is read whole, or refused with a line and a sentence for everything that is wrong in it."""

import json
from pathlib import Path

import pytest

from engine.errors import DefinitionError
from engine.forms import Kind, read_form

YES_NO = [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]


def _form(*components, **members):
    content = {"type": "default", "id": "small", "components": list(components), **members}
    return json.dumps(content, indent=1).encode()


def _problems(content):
    with pytest.raises(DefinitionError) as refusal:
        read_form(content, file="forms/x/small.form")
    return refusal.value.problems


def _text(key="a", **members):
    return {"type": "textfield", "key": key, "label": "A", **members}


MB = {"megabytes": "=settings.upload_megabytes"}


def _files(**members):
    return {"type": "filepicker", "key": "a", "label": "A", "properties": MB, **members}


def _radio(key="a", **members):
    return {"type": "radio", "key": key, "label": "A", "values": YES_NO, **members}


def test_a_form_is_read_with_its_title_and_questions_in_order(demo):
    questions = list(demo.questions())

    assert demo.title == "Demonstration of every kind of question"
    assert [question.path for question in questions][:3] == [
        "short_title",
        "synopsis",
        "happened_on",
    ]
    assert {question.kind for question in questions} == set(Kind)
    assert [question.key for question in demo.facts()] == [
        "outcome",
        "died_in_custody",
        "interagency_concern",
    ]
    assert questions[1].clauses == ("N-29",)


def test_a_form_without_a_heading_is_called_by_its_id():
    assert read_form(_form(_text(), id="supply_detail"), file="f").title == "Supply detail"


def test_lines_count_as_an_editor_counts_them(demo):
    lines = Path(__file__).with_name("demo.form").read_text().splitlines()

    for question in demo.questions():
        assert f'"key": "{question.key}"' in lines[question.line - 1]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"[]", 1),
        (b'{"id": "x",\n "components": [}', 2),
        (b'{"id": "x",\n\n "id": "y"}', 3),
        (b'{"id": "x"}\n}', 2),
        (b"\xff\xfe", 1),
        (b"[" * 100_000, 1),
        (b'{"id": "x", "components": [' + b" " * 1_000_000 + b"]}", 1),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(content, line):
    [problem] = _problems(content)

    assert problem.what.startswith("This is not a form")
    assert problem.line == line


@pytest.mark.parametrize(
    ("component", "words"),
    [
        ({"type": "table", "key": "a", "label": "A"}, 'type "table" cannot be asked'),
        (_files(properties={}), "How large a file may be is not set"),
        (_files(properties={"megabytes": "=a + 1"}), "depends on more than the settings"),
        (_files(properties={"megabytes": "=5 +"}), "cannot be read"),
        (_files(accept=".pdf,.exe"), 'Files that end in ".exe" cannot be handed in'),
        (_files(multiple="=true"), '"multiple" is not true or false'),
        (_files(multiple=True, properties={**MB, "at_most": "99"}), "99 files may be handed in"),
        (_files(properties={**MB, "at_most": "2"}), "One file is asked for, and"),
        (
            {"type": "dynamiclist", "path": "b", "components": [_files()]},
            "inside a repeatable group",
        ),
        (_text("Bad Key"), "not in lower snake case"),
        (_text("round"), 'may not be called "round"'),
        (_text(label=""), "has no label"),
        (_text(defaultValue="x"), '"defaultValue" is not used'),
        (_text(validate={"pattern": "a+"}), '"validate.pattern" is not used'),
        (_text(properties={"claus": "N-01"}), '"properties.claus" is not used'),
        (_text(validate={"maxLength": 10**9}), "whole number from 0 to"),
        ({"type": "textarea", "key": "a", "label": "A"}, "no greatest length"),
        ({"type": "datetime", "key": "a", "dateLabel": "A", "subtype": "time"}, "Only dates"),
        (_radio(values=[]), "nothing to choose"),
        (_radio(values=[{"label": "A", "value": "not ok"}]), "needs a label, and a value"),
        (_radio(values=[*YES_NO, YES_NO[0]]), "offered twice"),
        ({"type": "select", "key": "a", "label": "A", "valuesKey": "pets"}, "no register"),
        (_radio(valuesKey="people"), "given twice"),
        (_radio(properties={"offer.maybe": "=true"}), "a choice that the question does not have"),
        (_radio(properties={"offer.yes": "=1 +"}), "cannot be read"),
        (_radio(properties={"declares": "interest"}), 'cannot declare "interest"'),
        (_radio(properties={"appoints": "sig_chair"}), '"properties.appoints" is not used'),
        (_text(conditional={"hide": "a != 1"}), "not an expression"),
        (_text(conditional={"hide": "=1 +"}), "cannot be read"),
        (_text(conditional={"hide": '=a = "x"'}), 'reads "a", which is not asked above'),
        ({"type": "group", "path": "Facts", "components": []}, "not in lower snake case"),
        ({"type": "dynamiclist", "components": []}, "has no path"),
        (
            {"type": "group", "path": "facts", "components": [_text()]},
            "other than a single choice",
        ),
        (
            {
                "type": "dynamiclist",
                "path": "rows",
                "components": [{"type": "dynamiclist", "path": "inner", "components": []}],
            },
            "stands inside another",
        ),
        (
            {"type": "group", "path": "a", "components": [{"type": "group", "path": "facts"}]},
            "stands inside another group",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(component, words):
    content = _form(component)

    problems = _problems(content)

    assert any(words in problem.what for problem in problems), [str(each) for each in problems]
    assert all(problem.line and problem.file == "forms/x/small.form" for problem in problems)
    assert all(each.why.endswith(".") and each.instead.endswith(".") for each in problems)


def test_two_questions_of_one_name_are_refused():
    [problem] = _problems(_form(_text("a"), _radio("a")))

    assert problem.what == '"a" stands on line 5 already.'


def test_every_problem_of_a_file_is_told_at_once():
    problems = _problems(_form(_text("A"), _text("b", label=""), _radio("c", values=[])))

    assert len(problems) == 3
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_groups_of_one_path_stand_beside_each_other():
    form = read_form(
        _form(
            {"type": "group", "path": "facts", "components": [_radio("a")]},
            {"type": "group", "path": "facts", "components": [_radio("b")]},
        ),
        file="f",
    )

    answers = form.validate({"facts": {"a": "yes", "b": "no"}}, context={})

    assert answers.facts == {"a": "yes", "b": "no"}


def test_what_the_form_editor_writes_and_nobody_needs_is_let_pass():
    content = _form(
        _text(
            id="Field_1",
            layout={"row": "Row_1", "columns": None},
            appearance={"prefixAdorner": ""},
            readonly=False,
            defaultValue="",
        ),
        exporter={"name": "form-js", "version": "1"},
        executionPlatform="Camunda Cloud",
    )

    assert [question.key for question in read_form(content, file="f").questions()] == ["a"]
