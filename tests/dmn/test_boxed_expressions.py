"""Every boxed expression of the standard, and decision services."""

import pytest

from tests.dmn.decision_files import decision, input_data, literal, model_of

NUMBERS = "<list>" + literal("1") + literal("2") + literal("3") + "</list>"


def value_of(logic, **options):
    return model_of(decision("d", logic, **options)).evaluate("d", {}, strict=True).value


def test_a_context_reads_its_earlier_entries():
    entries = (
        '<contextEntry><variable name="a"/>' + literal("1") + "</contextEntry>"
        '<contextEntry><variable name="b - c"/>' + literal("a + 1") + "</contextEntry>"
    )

    assert value_of(f"<context>{entries}</context>") == {"a": 1, "b - c": 2}
    result = f"<contextEntry>{literal('a + b - c')}</contextEntry>"
    assert value_of(f"<context>{entries}{result}</context>") == 3


def test_a_list_and_a_relation():
    relation = (
        '<relation><column name="name"/><column name="age"/>'
        "<row>" + literal('"Avery"') + literal("3") + "</row>"
        "<row>" + literal('"Robin"') + literal("7") + "</row></relation>"
    )

    assert value_of(NUMBERS) == [1, 2, 3]
    assert value_of(relation) == [{"name": "Avery", "age": 3}, {"name": "Robin", "age": 7}]


@pytest.mark.parametrize(("condition", "expected"), [("1 < 2", "yes"), ("2 < 1", "no")])
def test_a_conditional(condition, expected):
    logic = (
        f"<conditional><if>{literal(condition)}</if><then>{literal(chr(34) + 'yes' + chr(34))}"
        f"</then><else>{literal(chr(34) + 'no' + chr(34))}</else></conditional>"
    )

    assert value_of(logic) == expected


def test_a_filter():
    logic = f"<filter><in>{NUMBERS}</in><match>{literal('item > 1')}</match></filter>"

    assert value_of(logic) == [2, 3]


def test_a_loop_may_read_its_results_so_far():
    logic = (
        f'<for iteratorVariable="n"><in>{NUMBERS}</in><return>'
        f"{literal('n + count(partial) * 10')}</return></for>"
    )

    assert value_of(logic) == [1, 12, 23]


@pytest.mark.parametrize(("kind", "expected"), [("some", True), ("every", False)])
def test_some_and_every(kind, expected):
    logic = (
        f'<{kind} iteratorVariable="n"><in>{NUMBERS}</in><satisfies>{literal("n > 2")}'
        f"</satisfies></{kind}>"
    )

    assert value_of(logic) is expected


def knowledge(name, body, *parameters):
    formal = "".join(f'<formalParameter name="{name}" typeRef="{of}"/>' for name, of in parameters)
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic></businessKnowledgeModel>"
    )


TWICE = knowledge("twice", literal("n * 2"), ("n", "number"))


def test_a_function_is_invoked_by_box_and_by_text():
    binding = f'<binding><parameter name="n"/>{literal("21")}</binding>'
    model = model_of(
        TWICE,
        decision(
            "boxed",
            f"<invocation>{literal('twice')}{binding}</invocation>",
            knowledge=["twice"],
        ),
        decision("by_text", literal("twice(21) + twice(n: 1)"), knowledge=["twice"]),
        decision("mistyped", literal('twice("a")'), knowledge=["twice"]),
    )

    assert model.evaluate("boxed", {}, strict=True).value == 42
    assert model.evaluate("by_text", {}, strict=True).value == 44
    assert model.evaluate("mistyped", {}, strict=False).value is None


def test_a_function_may_call_itself():
    factorial = knowledge(
        "factorial", literal("if n < 2 then 1 else n * factorial(n - 1)"), ("n", "number")
    )
    model = model_of(factorial, decision("d", literal("factorial(10)"), knowledge=["factorial"]))

    assert model.evaluate("d", {}, strict=True).value == 3_628_800


def test_a_java_function_is_refused_in_words():
    java = TWICE.replace("<encapsulatedLogic>", '<encapsulatedLogic kind="Java">')
    model = model_of(java, decision("d", literal("twice(1)"), knowledge=["twice"]))

    evaluation = model.evaluate("d", {}, strict=False)

    assert evaluation.value is None
    assert "Java" in evaluation.warnings[0].sentence


SERVICE = """<decisionService id="s" name="risk service"><variable name="risk service"/>
<outputDecision href="#risk"/><encapsulatedDecision href="#base"/>
<inputDecision href="#factor"/><inputData href="#age_input"/></decisionService>"""


def service_model():
    return model_of(
        input_data("age", "number"),
        decision("factor", literal("100"), type_ref="number"),
        decision("base", literal("age * 2"), inputs=["age"]),
        decision("risk", literal("base + factor"), decisions=["base", "factor"]),
        SERVICE,
        decision("d", literal("risk service(3, 4)"), knowledge=["s"]),
    )


def test_a_decision_service_takes_decisions_as_inputs():
    evaluation = service_model().invoke("risk service", {"age": 3, "factor": 4}, strict=True)

    assert evaluation.value == 10
    assert [each.decision for each in evaluation.trace] == ["base", "risk"]


def test_a_decision_service_is_a_function_for_decisions():
    model = service_model()

    assert model.evaluate("d", {}, strict=True).value == 10
    assert model.evaluate("risk", {"age": 3}, strict=True).value == 106


def test_a_decision_without_logic_is_null_with_a_reason():
    evaluation = model_of(decision("d", "")).evaluate("d", {}, strict=False)

    assert evaluation.value is None
    assert "no logic" in evaluation.warnings[0].sentence
