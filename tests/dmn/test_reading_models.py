"""DMN files are read from every version of the standard, hardened, with problems in their place."""

import dataclasses

import pytest

from engine.dmn import ModelError, read_model
from engine.dmn.boxed import DecisionTable
from engine.dmn.reader import read_models
from engine.dmn.xml import MAXIMUM_BYTES, NAMESPACES
from tests.dmn.decision_files import (
    decision,
    definitions,
    input_data,
    item,
    literal,
    model_of,
    structure,
    table,
)

ONE_AND_ONE = decision("sum", literal("1 + 1"))


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_version_of_the_standard_is_read(namespace):
    model = model_of(ONE_AND_ONE, dmn=namespace)

    assert model.evaluate("sum", {}, strict=True).value == 2


def test_types_of_dmn_1_1_are_written_with_a_prefix():
    content = definitions(
        '<itemDefinition name="tAge"><typeRef>feel:number</typeRef></itemDefinition>'
        + input_data("age", "t:tAge")
        + decision("d", literal("age + 1"), inputs=["age"], type_ref="feel:number"),
        dmn=NAMESPACES[0],
    ).replace(b"<definitions ", b'<definitions xmlns:feel="urn:feel" xmlns:t="urn:test" ')
    model = read_model(content, file="old.dmn")

    assert model.evaluate("d", {"age": 1}, strict=True).value == 2
    assert model.evaluate("d", {"age": "1"}, strict=False).value is None


HOSTILE_XML = {
    "a document type": b'<!DOCTYPE a><definitions xmlns="%b"/>',
    "an entity": b'<!DOCTYPE a [<!ENTITY e "x">]><definitions xmlns="%b">&e;</definitions>',
    "a file from elsewhere": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><definitions xmlns="%b"/>',
    "no XML": b"decision",
    "nothing": b"",
    "other XML": b"<html/>",
    "BPMN": b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    "a cut off file": b'<definitions xmlns="%b"><decision>',
    "more bytes than allowed": b" " * (MAXIMUM_BYTES + 1),
    "more depth than allowed": b'<definitions xmlns="%b">' + b"<a>" * 300 + b"</a>" * 300,
}


@pytest.mark.parametrize("case", HOSTILE_XML)
def test_what_is_no_model_is_refused(case):
    content = HOSTILE_XML[case].replace(b"%b", NAMESPACES[3].encode())

    with pytest.raises(ModelError) as refusal:
        read_model(content, file="bad.dmn")

    assert refusal.value.file == "bad.dmn"


def test_an_entity_in_another_encoding_is_refused_too():
    text = (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY e "x">]>'
        f'<definitions xmlns="{NAMESPACES[3]}">&e;</definitions>'
    )

    with pytest.raises(ModelError):
        read_model(text.encode("utf-16"), file="bad.dmn")


def test_a_cell_that_is_not_feel_is_a_problem_with_its_line_and_row():
    model = model_of(
        input_data("a"),
        decision(
            "d",
            table("FIRST", ["a"], ["b"], ("R-1", "", ["> 1 >"], ["1"]), ("R-2", "", ["-"], ["2"])),
            inputs=["a"],
        ),
    )

    [problem] = model.problems

    assert problem.label == "R-1"
    assert problem.line == 8
    assert "column 5" in problem.what
    assert "write" in problem.instead


def test_a_requirement_that_points_nowhere_is_a_problem():
    model = model_of(decision("d", literal("a"), inputs=["a"]))

    [problem] = model.problems

    assert problem.element == "d"
    assert "a_input" in problem.what


def test_a_type_that_is_not_there_is_a_problem_that_names_the_nearest():
    model = model_of(
        item("tOutcome", "string", '"died"'),
        input_data("outcome", "tOutcom"),
        decision("d", literal("outcome"), inputs=["outcome"], type_ref="strin"),
    )

    assert [(each.element, each.what, each.instead) for each in model.problems] == [
        ("outcome_input", "There is no type tOutcom.", "Write tOutcome."),
        ("d", "There is no type strin.", "Write string."),
    ]


def test_a_broken_text_spoils_only_what_it_stands_in():
    model = model_of(decision("broken", literal("1 +")), decision("whole", literal("1")))

    assert model.evaluate("whole", {}, strict=True).value == 1
    assert model.evaluate("broken", {}, strict=False).value is None


def test_rows_have_codes_clauses_and_lines():
    model = model_of(
        input_data("a"),
        decision(
            "d",
            table("UNIQUE", ["a"], ["b"], ("R-1", "T-20, T-21;T-22", ["1"], ["2"])),
            inputs=["a"],
        ),
    )

    logic = model.decisions["d"].expression
    assert isinstance(logic, DecisionTable)
    [rule] = logic.rules
    assert (rule.row, rule.clauses, rule.number, rule.line) == (
        "R-1",
        ("T-20", "T-21", "T-22"),
        1,
        8,
    )
    assert rule.annotations == {"row": "R-1", "clause": "T-20, T-21;T-22"}
    assert rule.inputs[0].text == "1"


def test_a_column_takes_its_allowed_values_from_what_it_reads():
    model = model_of(
        item("tOutcome", "string", '"died","harmed"'),
        structure("tFacts", outcome="tOutcome"),
        input_data("facts", "tFacts"),
        decision(
            "d",
            table(
                "UNIQUE", ["facts.outcome"], [("harm", "tOutcome")], ("1", "", ["-"], ['"died"'])
            ),
            inputs=["facts"],
        ),
    )

    logic = model.decisions["d"].expression
    assert isinstance(logic, DecisionTable)
    assert logic.inputs[0].allowed.text == '"died","harmed"'
    assert logic.outputs[0].allowed.text == '"died","harmed"'


def test_a_column_of_its_own_values_keeps_them():
    model = model_of(
        input_data("a"),
        decision(
            "d",
            table("UNIQUE", [("a", "string", '"x"')], ["b"], ("1", "", ["-"], ["1"])),
            inputs=["a"],
        ),
    )

    assert model.decisions["d"].expression.inputs[0].allowed.text == '"x"'


NAMES_OF_MANY_KINDS = ["Profit/Loss", "time in service", "a - b", "Person.Age", "it's", "größe 2"]


@pytest.mark.parametrize("name", NAMES_OF_MANY_KINDS)
def test_names_of_the_model_may_hold_words_and_signs(name):
    model = model_of(
        f'<inputData id="x_input" name="{name}"><variable name="{name}"/></inputData>',
        decision("d", literal(f"{name} + 1"), inputs=["x"]),
    )

    assert model.problems == ()
    assert model.evaluate("d", {name: 2}, strict=True).value == 3


IMPORTED = definitions(
    structure("tPerson", name="string")
    + input_data("Person", "tPerson")
    + decision("greeting", literal('"Hello " + Person.name'), inputs=["Person"])
    + '<businessKnowledgeModel id="double" name="double it"><variable name="double it"/>'
    + '<encapsulatedLogic><formalParameter name="n" typeRef="number"/>'
    + literal("n * 2")
    + "</encapsulatedLogic></businessKnowledgeModel>",
    namespace="urn:imported",
)
IMPORT = '<import namespace="urn:imported" name="other" importType="https://www.omg.org/spec/DMN"/>'


def importing_model():
    main = definitions(
        IMPORT
        + '<decision id="d" name="d"><variable name="d"/>'
        + '<informationRequirement><requiredDecision href="urn:imported#greeting"/>'
        + "</informationRequirement>"
        + '<informationRequirement><requiredInput href="urn:imported#Person_input"/>'
        + "</informationRequirement>"
        + '<knowledgeRequirement><requiredKnowledge href="urn:imported#double"/>'
        + "</knowledgeRequirement>"
        + literal("other.greeting + string(other.double it(21)) + other.Person.name")
        + "</decision>"
        + decision("typed", literal('{name: "Avery"}'), type_ref="other.tPerson")
        + decision("mistyped", literal("{age: 3}"), type_ref="other.tPerson"),
        namespace="urn:main",
    )
    return read_models({"main.dmn": main, "other.dmn": IMPORTED})["main.dmn"]


@pytest.mark.parametrize(
    "inputs", [{"Person": {"name": "Avery"}}, {"other": {"Person": {"name": "Avery"}}}]
)
def test_an_imported_model_lends_decisions_functions_inputs_and_types(inputs):
    model = importing_model()

    evaluation = model.evaluate("d", inputs, strict=True)

    assert model.problems == ()
    assert evaluation.value == "Hello Avery42Avery"
    assert [each.decision for each in evaluation.trace] == ["greeting", "d"]
    assert model.evaluate("typed", {}, strict=True).value == {"name": "Avery"}
    assert model.evaluate("mistyped", {}, strict=False).value is None


def imported_as(name, namespace):
    return f'<import namespace="{namespace}" name="{name}" importType="x"/>'


def requires(namespace, id_):
    return (
        f'<informationRequirement><requiredDecision href="{namespace}#{id_}"/>'
        "</informationRequirement>"
    )


def greeter(namespace):
    """A model that greets the person of the model that it imports."""
    return definitions(
        imported_as("modelA", "urn:imported")
        + '<decision id="greet" name="greet"><variable name="greet"/>'
        + requires("urn:imported", "greeting")
        + literal('modelA.greeting + "!"')
        + "</decision>",
        namespace=namespace,
    )


def test_one_model_imported_twice_has_inputs_of_its_own_each_time():
    main = definitions(
        imported_as("Model B", "urn:b")
        + imported_as("Model B2", "urn:b2")
        + '<decision id="d" name="d"><variable name="d"/>'
        + requires("urn:b", "greet")
        + requires("urn:b2", "greet")
        + literal('Model B.greet + " " + Model B2.greet')
        + "</decision>",
        namespace="urn:main",
    )
    models = read_models(
        {"main": main, "b": greeter("urn:b"), "b2": greeter("urn:b2"), "a": IMPORTED}
    )
    inputs = {
        "Model B": {"modelA": {"Person": {"name": "Avery"}}},
        "Model B2": {"modelA": {"Person": {"name": "Robin"}}},
    }

    evaluation = models["main"].evaluate("d", inputs, strict=True)

    assert evaluation.value == "Hello Avery! Hello Robin!"


def test_an_import_without_a_name_lends_its_elements_directly():
    main = definitions(
        imported_as("", "urn:imported")
        + '<decision id="d" name="d"><variable name="d" typeRef="string"/>'
        + requires("urn:imported", "greeting")
        + literal("greeting")
        + "</decision>"
        + decision("typed", literal('{name: "Avery"}'), type_ref="tPerson"),
        namespace="urn:main",
    )
    model = read_models({"main": main, "a": IMPORTED})["main"]

    assert model.evaluate("d", {"Person": {"name": "Avery"}}, strict=True).value == "Hello Avery"
    assert model.evaluate("typed", {}, strict=True).value == {"name": "Avery"}


@pytest.mark.parametrize(("items", "fits"), [("[1, 2]", True), ("[1, 2, 3]", False)])
def test_a_constraint_holds_for_the_list_as_a_whole(items, fits):
    few = (
        '<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef>'
        "<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>"
    )
    model = model_of(few, decision("d", literal(items), type_ref="tFew"))

    assert (model.evaluate("d", {}, strict=False).value is not None) is fits


def test_models_that_import_each_other_are_read():
    one = definitions(IMPORT.replace("imported", "two") + ONE_AND_ONE, namespace="urn:one")
    two = definitions(IMPORT.replace("imported", "one") + ONE_AND_ONE, namespace="urn:two")

    models = read_models({"one.dmn": one, "two.dmn": two})

    assert models["one.dmn"].evaluate("sum", {}, strict=True).value == 2


def test_a_decision_that_requires_itself_is_no_endless_loop():
    model = model_of(
        decision("a", literal("b"), decisions=["b"]), decision("b", literal("a"), decisions=["a"])
    )

    evaluation = model.evaluate("a", {}, strict=False)

    assert evaluation.value is None
    assert any("itself" in warning.sentence for warning in evaluation.warnings)


def test_the_parts_of_a_model_cannot_be_changed():
    model = model_of(ONE_AND_ONE)

    with pytest.raises(dataclasses.FrozenInstanceError):
        model.decisions["sum"].name = "other"
