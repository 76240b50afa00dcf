"""Strict evaluation refuses what the standard lets become null; both are one evaluation."""

import datetime as dt
from decimal import Decimal

import pytest

from engine.dmn import DecisionError, RowMatch
from engine.feel import Budget
from tests.dmn.decision_files import (
    decision,
    input_data,
    item,
    literal,
    model_of,
    structure,
    table,
)

OUTCOMES = '"died","harmed","unknown"'


def harm_model(hit_policy="UNIQUE", *rows, default=None, allowed=None):
    outputs = [("harm", "string", allowed, default)]
    return model_of(
        item("tOutcome", "string", OUTCOMES),
        structure("tFacts", outcome="tOutcome", age="number"),
        input_data("facts", "tFacts"),
        decision("harm", table(hit_policy, ["facts.outcome"], outputs, *rows), inputs=["facts"]),
    )


DIED = ("H-1", "T-20, T-21", ['"died"'], ['"high"'])
HARMED = ("H-2", "T-22", ['"harmed"'], ['"low"'])
ANY_OUTCOME = ("H-3", "", ["-"], ['"some"'])

REFUSED = {
    "no row matches": (harm_model("UNIQUE", DIED, HARMED), {"outcome": "unknown"}),
    "two rows match": (harm_model("UNIQUE", DIED, ANY_OUTCOME), {"outcome": "died"}),
    "rows differ": (harm_model("ANY", DIED, ANY_OUTCOME), {"outcome": "died"}),
    "a value is not allowed": (harm_model("UNIQUE", DIED), {"outcome": "fine"}),
    "a value is of the wrong type": (harm_model("UNIQUE", DIED), {"outcome": 7}),
    "a fact is missing": (harm_model("UNIQUE", DIED), {"age": 3}),
    "the input is missing": (harm_model("UNIQUE", DIED), None),
    "an output is not allowed": (
        harm_model("UNIQUE", DIED, allowed='"low"'),
        {"outcome": "died"},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_strictly_an_uncertain_answer_is_refused(case):
    model, facts = REFUSED[case]

    with pytest.raises(DecisionError) as refusal:
        model.evaluate("harm", {} if facts is None else {"facts": facts}, strict=True)

    assert refusal.value.decision == "harm"
    assert refusal.value.sentence
    assert "died" not in str(refusal.value)
    assert "fine" not in str(refusal.value)


def test_an_answer_that_is_not_allowed_does_not_lose_to_another_in_silence():
    model = harm_model("PRIORITY", DIED, ANY_OUTCOME, allowed='"some"')
    facts = {"facts": {"outcome": "died"}}

    with pytest.raises(DecisionError):
        model.evaluate("harm", facts, strict=True)

    by_the_standard = model.evaluate("harm", facts, strict=False)
    assert by_the_standard.value == "some"
    assert by_the_standard.warnings != ()


@pytest.mark.parametrize("case", REFUSED)
def test_by_the_standard_the_same_is_null_with_a_reason(case):
    model, facts = REFUSED[case]

    evaluation = model.evaluate("harm", {} if facts is None else {"facts": facts}, strict=False)

    assert evaluation.value is None
    assert evaluation.warnings
    assert evaluation.warnings[0].decision == "harm"
    assert evaluation.warnings[0].line > 1


def test_a_refusal_names_what_was_read():
    model, facts = REFUSED["no row matches"]

    with pytest.raises(DecisionError) as refusal:
        model.evaluate("harm", {"facts": facts}, strict=True)

    assert refusal.value.inputs == {"facts.outcome": "unknown"}


def test_a_null_among_listed_values_is_refused_only_strictly():
    model = harm_model("UNIQUE", ANY_OUTCOME)

    standard = model.evaluate("harm", {"facts": {"outcome": None}}, strict=False)
    with pytest.raises(DecisionError, match=r"facts\.outcome is null"):
        model.evaluate("harm", {"facts": {"outcome": None}}, strict=True)

    assert standard.value == "some"


@pytest.mark.parametrize("strict", [True, False])
def test_a_certain_answer_is_the_same_in_both_modes(strict):
    model = harm_model("UNIQUE", DIED, HARMED)

    evaluation = model.evaluate("harm", {"facts": {"outcome": "died"}}, strict=strict)

    assert evaluation.value == "high"
    assert evaluation.outputs == {"harm": "high"}
    assert evaluation.matched == (RowMatch("harm", "H-1", ("T-20", "T-21")),)
    assert evaluation.trace[0].inputs == {"facts.outcome": "died"}
    assert evaluation.warnings == ()


@pytest.mark.parametrize("strict", [True, False])
def test_a_default_answers_where_no_row_matches(strict):
    model = harm_model("UNIQUE", DIED, default='"none"')

    evaluation = model.evaluate("harm", {"facts": {"outcome": "harmed"}}, strict=strict)

    assert evaluation.value == "none"
    assert evaluation.matched == ()


@pytest.mark.parametrize("strict", [True, False])
def test_a_collecting_table_without_a_match_gives_the_empty_list(strict):
    model = harm_model("COLLECT", DIED)

    evaluation = model.evaluate("harm", {"facts": {"outcome": "harmed"}}, strict=strict)

    assert evaluation.value == []


def required_model():
    return model_of(
        input_data("facts"),
        decision(
            "special",
            table("UNIQUE", ["facts.custody"], ["special"], ("S-1", "T-23", ['"yes"'], ["true"])),
            inputs=["facts"],
        ),
        decision(
            "review",
            table(
                "UNIQUE",
                ["special", "facts.age"],
                ["kind", "mandatory"],
                ("R-1", "T-20", ["true", "-"], ['"SCR"', "true"]),
                ("R-2", "T-27", ["false", "< 18"], ['"NFA"', "false"]),
            ),
            inputs=["facts"],
            decisions=["special"],
        ),
    )


def test_required_decisions_come_first_in_the_trace():
    model = required_model()

    evaluation = model.evaluate("review", {"facts": {"custody": "yes", "age": 3}}, strict=True)

    assert evaluation.outputs == {"kind": "SCR", "mandatory": True}
    assert [each.decision for each in evaluation.trace] == ["special", "review"]
    assert [(row.decision, row.rule) for row in evaluation.matched] == [
        ("special", "S-1"),
        ("review", "R-1"),
    ]


def test_a_refusal_names_the_required_decision_that_has_no_answer():
    with pytest.raises(DecisionError) as refusal:
        required_model().evaluate("review", {"facts": {"custody": "no", "age": 3}}, strict=True)

    assert refusal.value.decision == "special"


def test_what_is_behind_a_decided_and_is_not_read():
    model = model_of(
        input_data("a"), decision("d", literal("a = 1 and b = 2 or true"), inputs=["a"])
    )

    assert model.evaluate("d", {"a": 2}, strict=True).value is True
    with pytest.raises(DecisionError, match="'b'"):
        model.evaluate("d", {"a": 1}, strict=True)


def test_what_a_function_of_another_decision_cannot_answer_is_refused():
    model = model_of(
        decision("adder", literal("function(x) x + absent")),
        decision("d", literal("adder(1) = null"), decisions=["adder"]),
    )

    evaluation = model.evaluate("d", {}, strict=False)
    with pytest.raises(DecisionError) as refusal:
        model.evaluate("d", {}, strict=True)

    assert evaluation.warnings[0].decision == "d"
    assert "'absent'" in refusal.value.sentence


def test_functions_and_the_clock_come_from_outside():
    def working_days_after(date, n):
        return date + dt.timedelta(days=int(n))

    model = model_of(
        input_data("received"),
        decision("due", literal("working days after(received, 3)"), inputs=["received"]),
        decision("late", literal("today() > received"), inputs=["received"]),
    )
    received = dt.date(2014, 3, 3)

    due = model.evaluate(
        "due",
        {"received": received},
        strict=True,
        functions={"working days after": working_days_after},
    )
    late = model.evaluate(
        "late", {"received": received}, strict=True, now=dt.datetime(2014, 3, 4, tzinfo=dt.UTC)
    )

    assert due.value == dt.date(2014, 3, 6)
    assert late.value is True


def test_all_decisions_of_one_evaluation_read_the_same_moment():
    model = model_of(
        decision("first", literal("now()")),
        decision("d", literal("string(first) = string(now())"), decisions=["first"]),
    )

    assert model.evaluate("d", {}, strict=True).value is True


@pytest.mark.parametrize("strict", [True, False])
def test_an_exhausted_budget_is_a_refusal_or_null_with_a_reason(strict):
    model = model_of(decision("endless", literal("for i in 1..1000000000 return i")))

    if strict:
        with pytest.raises(DecisionError) as refusal:
            model.evaluate("endless", {}, strict=True, budget=Budget(1_000))
        assert refusal.value.decision == "endless"
        return
    evaluation = model.evaluate("endless", {}, strict=False, budget=Budget(1_000))
    assert evaluation.value is None
    assert "steps" in evaluation.warnings[0].sentence


def test_an_unknown_decision_is_a_key_error():
    with pytest.raises(KeyError):
        harm_model("UNIQUE", DIED).evaluate("hram", {}, strict=True)


def test_a_model_keeps_nothing_of_an_evaluation():
    model = harm_model("UNIQUE", DIED, HARMED)

    first = model.evaluate("harm", {"facts": {"outcome": "died"}}, strict=True)
    second = model.evaluate("harm", {"facts": {"outcome": "harmed"}}, strict=True)

    assert (first.value, second.value) == ("high", "low")
    assert [row.rule for row in second.matched] == ["H-2"]


def test_numbers_are_exact():
    model = model_of(decision("sum", literal("0.1 + 0.2 = 0.3 and 1/3*3 < 1")))

    assert model.evaluate("sum", {}, strict=True).value is True
    assert model_of(decision("n", literal("a"), inputs=["a"]), input_data("a")).evaluate(
        "n", {"a": 0.1}, strict=True
    ).value == Decimal("0.1")
