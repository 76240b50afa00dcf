"""Whether a review is published, and for how long: every combination, as the protocol has it."""

import itertools
import json
from functools import cache

import pytest
from click.testing import CliRunner

from engine.decide import Answer, Refusal, decide, read_tables
from engine.deployment import read_folder
from engine.dmn import Model, read_model
from tests.workflows.drawing import ROOT
from web.commands import main

FILE = "workflows/decisions/publication.dmn"
INPUTS = {
    "review_type": ("SCR", "SIR", "IMR", "other"),
    "exceptional_reason": ("yes", "no"),
    "sig_recommends": ("yes", "no", "not_asked"),
    "ic_agrees": ("yes", "no"),
}
COMBINATIONS = [
    dict(zip(INPUTS, values, strict=True)) for values in itertools.product(*INPUTS.values())
]
MONTHS = {"scr_website_months": 12, "other_website_months": 6}
IN_FULL, NO, PENDING = "in_full", "no", "pending"


@cache
def model() -> Model:
    return read_model((ROOT / FILE).read_bytes(), file=FILE)


def answer(given):
    evaluation = model().evaluate("publication", {**given, "settings": MONTHS}, strict=True)
    [row] = evaluation.matched
    return {**evaluation.value, "row": row.rule}


def test_every_combination_is_answered_by_exactly_one_row():
    rows = {answer(given)["row"] for given in COMBINATIONS}

    assert len(COMBINATIONS) == 48
    assert rows == {f"PU-{number}" for number in range(1, 8)}


@pytest.mark.clause("P-01", "P-02", "P-03", "T-28")
@pytest.mark.parametrize("sig_recommends", INPUTS["sig_recommends"])
@pytest.mark.parametrize(
    ("exceptional_reason", "ic_agrees", "publish", "months"),
    [
        ("no", "no", IN_FULL, 12),
        ("no", "yes", IN_FULL, 12),
        ("yes", "no", IN_FULL, 12),
        ("yes", "yes", NO, 0),
    ],
)
def test_a_serious_case_review_is_published_unless_an_exceptional_reason_is_accepted(
    exceptional_reason, ic_agrees, publish, months, sig_recommends
):
    found = answer(
        {
            "review_type": "SCR",
            "exceptional_reason": exceptional_reason,
            "sig_recommends": sig_recommends,
            "ic_agrees": ic_agrees,
        }
    )

    assert (found["publish"], found["months"]) == (publish, months)


@pytest.mark.clause("P-04", "P-05", "T-30", "T-31")
@pytest.mark.parametrize("review_type", ["SIR", "IMR", "other"])
@pytest.mark.parametrize("exceptional_reason", INPUTS["exceptional_reason"])
@pytest.mark.parametrize(
    ("sig_recommends", "ic_agrees", "publish", "months"),
    [
        ("yes", "yes", IN_FULL, 6),
        ("yes", "no", NO, 0),
        ("no", "yes", NO, 0),
        ("no", "no", NO, 0),
        ("not_asked", "yes", PENDING, 0),
        ("not_asked", "no", PENDING, 0),
    ],
)
def test_another_review_is_published_if_the_sig_recommends_it_and_the_chair_agrees(
    review_type, exceptional_reason, sig_recommends, ic_agrees, publish, months
):
    found = answer(
        {
            "review_type": review_type,
            "exceptional_reason": exceptional_reason,
            "sig_recommends": sig_recommends,
            "ic_agrees": ic_agrees,
        }
    )

    assert (found["publish"], found["months"]) == (publish, months)


@pytest.mark.parametrize(
    ("given", "extra"),
    [
        (("SCR", "no", "not_asked", "no"), "send to Panel 1 week before"),
        (("SCR", "yes", "not_asked", "yes"), "record reason, inform Panel"),
        (("SCR", "yes", "not_asked", "no"), "reason not accepted"),
        (("SIR", "no", "yes", "yes"), "none"),
        (("IMR", "no", "yes", "no"), "record reason"),
        (("other", "no", "no", "no"), "record reason"),
        (("SIR", "no", "not_asked", "no"), "ask SIG"),
    ],
)
def test_each_row_says_what_else_is_done(given, extra):
    assert answer(dict(zip(INPUTS, given, strict=True)))["extra"] == extra


def test_the_command_answers_on_the_four_inputs_and_refuses_others(tmp_path):
    file = tmp_path / "given.json"
    given = {"review_type": "SIR", "exceptional_reason": "no"}
    given |= {"sig_recommends": "yes", "ic_agrees": "yes"}
    wrong = {**given, "review_type": "NFA"}
    file.write_text(json.dumps([given, wrong]))

    result = CliRunner().invoke(
        main, ["decide", "publication", "--facts", str(file), "--folder", str(ROOT)]
    )

    assert result.exit_code == 2
    assert json.loads(result.stdout) == {
        "decision": "publication",
        "outputs": {"publish": "in_full", "months": 6, "extra": "none"},
        "matched": [
            {
                "decision": "publication",
                "rule": "PU-4",
                "clauses": ["P-04", "P-05", "T-30", "T-31"],
            }
        ],
    }
    assert "NFA" in result.stderr


def test_the_months_are_those_of_the_settings():
    files = dict(read_folder(ROOT))
    settings = files["workflows/settings.yaml"].decode()
    longer = settings.replace(
        "other_website_months:\n    value: 6", "other_website_months:\n    value: 9"
    )
    assert longer != settings
    given = {"review_type": "SIR", "exceptional_reason": "no"}
    given |= {"sig_recommends": "yes", "ic_agrees": "yes"}

    answer = decide(
        read_tables({**files, "workflows/settings.yaml": longer.encode()}), "publication", given
    )

    assert isinstance(answer, Answer)
    assert answer.as_json()["outputs"]["months"] == 9


def test_the_settings_are_not_for_whoever_asks_to_give():
    given = {"review_type": "SIR", "exceptional_reason": "no"}
    given |= {"sig_recommends": "yes", "ic_agrees": "yes", "settings": MONTHS}

    answer = decide(read_tables(read_folder(ROOT)), "publication", given)

    assert isinstance(answer, Refusal)
    assert "settings" in answer.reasons[0]
