"""What must hold for every set of facts is proved; what does not is shown by full sets of facts."""

import json
import random
import re
from pathlib import Path

import pytest

from engine.admission import fields_of
from engine.dmn import read_model
from engine.dmn.conditions import listed
from engine.dmn.symbolic import SymbolicModel
from engine.errors import DefinitionError
from engine.table_proofs import check_rules
from engine.table_rules import Monotone, read_table_rules

ROOT = Path(__file__).parents[2]
CRITERIA = (ROOT / "workflows/decisions/criteria.dmn").read_text()
RULES = (ROOT / "workflows/rules.yaml").read_text()
REVIEW = {
    "decision": "review_type",
    "output": "recommendation",
    "output_order": ["NFA", "MORE_INFO", "IMR", "SIR", "SCR"],
}
OUTCOMES = ["none", "near_miss", "harmed", "seriously_harmed", "died"]
ANSWERS = [
    ("special_death", ()),
    ("harm_level", ()),
    ("notification_duty", ("level",)),
    ("notification_duty", ("in_doubt",)),
    ("review_type", ("recommendation",)),
    ("review_type", ("mandatory",)),
    ("lead_authority", ("lead",)),
    ("classification", ("review_type", "basis")),
]


def criteria(text=CRITERIA):
    return read_model(text.encode(), file="criteria.dmn")


def altered(rule, old, new):
    """The criteria with one cell of a rule changed."""
    start = CRITERIA.index(f'<rule id="{rule}">')
    end = CRITERIA.index("</rule>", start)
    block = CRITERIA[start:end]
    assert block.count(old) == 1
    return criteria(CRITERIA[:start] + block.replace(old, new) + CRITERIA[end:])


def problems(model, **sections):
    text = json.dumps(sections) if sections else RULES
    rules = read_table_rules(text.encode(), file="rules.yaml")
    return check_rules({"criteria": model}, rules, contradictions="contradictions")


def sets_shown(problem):
    return [json.loads(found) for found in re.findall(r"\{.*?\}", problem.what)]


def answer(model, decision, name, facts):
    return model.evaluate(decision, {"facts": facts}, strict=True).outputs[name]


def test_every_rule_of_the_protocol_is_proved():
    rules = read_table_rules(RULES.encode(), file="rules.yaml")

    assert len([rule for rule in rules if isinstance(rule, Monotone)]) == 12
    assert len(rules) == 48
    assert problems(criteria()) == []


def test_what_is_worked_out_for_all_facts_is_what_an_evaluation_says():
    model = criteria()
    fields = fields_of(model, "tFacts")
    values = {name: listed(field.allowed) for name, field in fields.items()}
    symbolic = SymbolicModel(model, "facts", values)
    trees = {each: symbolic.output(*each) for each in ANSWERS}
    chance = random.Random(2013)

    for _ in range(200):
        facts = {name: chance.choice(choices) for name, choices in values.items()}
        for (decision, path), tree in trees.items():
            found = model.evaluate(decision, {"facts": facts}, strict=True).value
            for name in path:
                found = found[name]
            assert symbolic.forest.end_for(tree, facts) == found


def test_with_unknown_facts_a_worse_outcome_may_lead_to_less_and_the_pair_is_shown():
    model = criteria()
    entry = REVIEW | {"because": "x", "input": "outcome", "input_order": OUTCOMES}

    [problem] = problems(model, monotone=[entry])

    lower, higher = sets_shown(problem)
    assert set(lower) == set(higher) == set(fields_of(model, "tFacts"))
    assert {name for name in lower if lower[name] != higher[name]} == {"outcome"}
    assert answer(model, "review_type", "recommendation", lower) == "MORE_INFO"
    assert answer(model, "review_type", "recommendation", higher) == "NFA"


def test_two_rows_with_their_answers_swapped_are_found_and_the_pair_is_shown():
    first = altered("review_type_rt_16", '"SIR"', '"IMR"')
    both = CRITERIA.replace(
        '<outputEntry id="rt_16_gives_recommendation"><text>"SIR"</text>',
        '<outputEntry id="rt_16_gives_recommendation"><text>"IMR"</text>',
    ).replace(
        '<outputEntry id="rt_17_gives_recommendation"><text>"IMR"</text>',
        '<outputEntry id="rt_17_gives_recommendation"><text>"SIR"</text>',
    )
    swapped = criteria(both)
    entry = REVIEW | {
        "because": "x",
        "input": "abuse_or_neglect",
        "input_order": ["no", "suspected", "known"],
    }

    [problem] = problems(swapped, monotone=[entry])

    assert problems(first, monotone=[entry]) == []
    lower, higher = sets_shown(problem)
    assert {name for name in lower if lower[name] != higher[name]} == {"abuse_or_neglect"}
    assert answer(swapped, "review_type", "recommendation", lower) == "SIR"
    assert answer(swapped, "review_type", "recommendation", higher) == "IMR"
    assert "the answer is SIR; and with " in problem.what


def test_a_mandatory_review_without_a_duty_to_notify_is_shown():
    model = altered("notification_criteria_m_01", '"must"', '"could"')

    found = [each for each in problems(model) if "must also have been notified" in each.why]

    [problem] = found
    [facts] = sets_shown(problem)
    assert answer(model, "review_type", "mandatory", facts) is True
    assert answer(model, "notification_duty", "level", facts) == "could"


def test_no_further_action_on_what_is_not_known_is_shown():
    model = altered("review_type_rt_14", '"MORE_INFO"', '"NFA"')

    [problem] = [each for each in problems(model) if "what is not known" in each.why]

    known, made_unknown = sets_shown(problem)
    assert answer(model, "contradictions", "contradictions", known) == []
    assert answer(model, "contradictions", "contradictions", made_unknown) == []
    [fact] = [name for name in known if known[name] != made_unknown[name]]
    assert made_unknown[fact] == "unknown"
    assert answer(model, "review_type", "recommendation", known) != "NFA"
    assert answer(model, "review_type", "recommendation", made_unknown) == "NFA"


def test_facts_that_get_no_answer_break_every_promise():
    model = altered("review_type_rt_22", '"yes"', '"no"')

    found = problems(model)

    assert found
    assert "the answer is none at all" in found[0].what
    [facts] = sets_shown(found[0])
    with pytest.raises(Exception, match="review_type"):
        model.evaluate("review_type", {"facts": facts}, strict=True)


def test_facts_that_contradict_themselves_are_shown_only_where_no_others_break_a_rule():
    start = CRITERIA.index('<rule id="harm_level_hl_5">')
    end = CRITERIA.index("</rule>", start)
    block = CRITERIA[start:end].replace(
        '"seriously_harmed"</text></outputEntry>', '"none"</text></outputEntry>'
    )
    model = criteria(CRITERIA[:start] + block + CRITERIA[end:])
    entry = REVIEW | {
        "because": "x",
        "input": "serious_sexual_abuse",
        "input_order": ["no", "yes"],
    }

    [problem] = problems(model, monotone=[entry])

    for facts in sets_shown(problem):
        assert answer(model, "contradictions", "contradictions", facts) == []


@pytest.mark.parametrize(
    ("section", "entry", "reason"),
    [
        (
            "monotone",
            REVIEW | {"input": "outcom", "input_order": OUTCOMES},
            'there is no fact "outcom"',
        ),
        (
            "monotone",
            REVIEW | {"input": "outcome", "input_order": ["harmed", "dead"]},
            '"dead" is no value of outcome here',
        ),
        (
            "monotone",
            REVIEW | {"output_order": ["NFA", "SIR"], "input": "outcome", "input_order": OUTCOMES},
            "the order of the output leaves out IMR, MORE_INFO, SCR",
        ),
        (
            "monotone",
            REVIEW | {"decision": "reviewtype", "input": "outcome", "input_order": OUTCOMES},
            'there is no decision "reviewtype"; did you mean "review_type"',
        ),
        (
            "unknown_never_gives",
            {"decision": "review_type", "output": "recommendation", "value": "NFI"},
            "the answer is never NFI",
        ),
        (
            "implies",
            {"when": {"facts.outcom": "died"}, "then": {"notification_duty.level": "must"}},
            'there is no fact "outcom"',
        ),
        (
            "implies",
            {"when": {"facts.outcome": ["dead"]}, "then": {"notification_duty.level": "must"}},
            '"dead" is no value of outcome here',
        ),
        (
            "implies",
            {
                "when": {"review_type.mandatory": True},
                "then": {"notification_duty.levels": "must"},
            },
            'it reads "levels" of what has no such part',
        ),
        (
            "unknown_never_gives",
            {"decision": "notification_duty", "output": "codes", "value": "M-01"},
            'of a Filter, it reads "notification_criteria"',
        ),
    ],
)
def test_a_rule_that_means_nothing_is_refused_and_never_passed(section, entry, reason):
    [problem] = problems(criteria(), **{section: [entry | {"because": "x"}]})

    assert problem.what == f"This cannot be proved: {reason}."


NOTIFIED = [
    f"M-{each}"
    for each in ("01", "02", "03", "04", "05", "06a", "06b", "07", "08", "09", "10a", "10b")
]
COULD_BE = [f"K-{each}" for each in ("01a", "01b", "01c", *(f"{n:02}" for n in range(2, 13)))]


@pytest.mark.clause(
    "N-01",
    "N-06",
    "N-08",
    "N-09",
    "N-10",
    "N-11",
    "N-12",
    "N-13",
    "N-14",
    "N-15",
    "N-16",
    "N-18",
    "N-19",
    "N-20",
    "N-21b",
    "N-22",
    "N-23",
    "N-24",
    "N-25",
    "N-26",
    "N-27",
)
@pytest.mark.parametrize("code", [*NOTIFIED, *COULD_BE])
def test_no_row_that_calls_for_a_notification_can_be_taken_out(code):
    blocks = re.findall(r"<rule id=.*?</rule>", CRITERIA, re.DOTALL)
    [block] = [each for each in blocks if f"<text>{code}</text>" in each]

    found = problems(criteria(CRITERIA.replace(block, "")))

    assert any(f"({code}," in problem.why for problem in found)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("monotone: {}", "This is not a list of entries."),
        ("monotonous: []", '"monotonous" means nothing here.'),
        ("implies: [{because: x, when: {a.b: c}}]", "The entry lacks then."),
        (
            "implies: [{because: x, when: {a.b: c}, then: {facts.outcome: died}}]",
            "One output and its value belong here.",
        ),
        (
            "implies: [{because: x, when: {a.b: []}, then: {c: d}}]",
            "A word, or true or false, or a list of them, belongs here.",
        ),
        (
            "unknown_never_gives: [{because: x, decision: d, output: o, value: [a]}]",
            "A word, or true or false, belongs here.",
        ),
        (
            "monotone: [{because: x, decision: d, output: o, output_order: [a], input: i,"
            " input_order: [a, b]}]",
            "This is not an order of two or more values.",
        ),
        (
            "monotone: [{because: x, decision: d, output: o, output_order: [a, b], input: i,"
            " input_order: [a, b], over: some}]",
            'Only "known" can stand here.',
        ),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(text, what):
    with pytest.raises(DefinitionError) as refusal:
        read_table_rules(text.encode(), file="rules.yaml")

    assert what in [problem.what for problem in refusal.value.problems]
