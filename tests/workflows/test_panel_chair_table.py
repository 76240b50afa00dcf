"""Who chairs the Panel: every combination of conflicts, as the protocol has it."""

import itertools
import json
from functools import cache

import pytest
from click.testing import CliRunner

from engine.dmn import Model, read_model
from tests.workflows.drawing import ROOT
from web.commands import main

FILE = "workflows/decisions/panel_chair.dmn"
INPUTS = {
    "separate_panel": ("yes", "no"),
    "chair_conflicted": ("yes", "no", "unknown"),
    "vice_conflicted": ("yes", "no", "unknown"),
}
COMBINATIONS = [
    dict(zip(INPUTS, values, strict=True)) for values in itertools.product(*INPUTS.values())
]


@cache
def model() -> Model:
    return read_model((ROOT / FILE).read_bytes(), file=FILE)


def answer(**given):
    evaluation = model().evaluate("panel_chair", given, strict=True)
    [row] = evaluation.matched
    return {**evaluation.value, "row": row.rule}


def test_every_combination_is_answered_by_exactly_one_row():
    rows = [answer(**given)["row"] for given in COMBINATIONS]

    assert len(rows) == 18
    assert set(rows) == {f"PC-{number}" for number in range(1, 7)}


@pytest.mark.clause("C-05")
@pytest.mark.parametrize("chair", INPUTS["chair_conflicted"])
@pytest.mark.parametrize("vice", INPUTS["vice_conflicted"])
def test_a_separate_panel_has_an_independent_chair_whoever_is_conflicted(chair, vice):
    found = answer(separate_panel="yes", chair_conflicted=chair, vice_conflicted=vice)

    assert found["panel_chair"] == "independent"
    assert found["action"] == "IC appoints chair of the separate panel"


@pytest.mark.clause("C-06", "C-07", "C-08")
@pytest.mark.parametrize(
    ("chair", "vice", "row", "panel_chair", "action"),
    [
        ("no", "no", "PC-2", "sig_chair", "none"),
        ("no", "yes", "PC-2", "sig_chair", "none"),
        ("no", "unknown", "PC-2", "sig_chair", "none"),
        ("yes", "no", "PC-3", "sig_vice_chair", "none"),
        (
            "yes",
            "yes",
            "PC-4",
            "appointee",
            "IC appoints another Board member or an independent person",
        ),
        ("unknown", "no", "PC-5", "pending", "obtain declaration"),
        ("unknown", "yes", "PC-5", "pending", "obtain declaration"),
        ("unknown", "unknown", "PC-5", "pending", "obtain declaration"),
        ("yes", "unknown", "PC-6", "pending", "obtain declaration"),
    ],
)
def test_the_chair_then_the_vice_chair_then_an_appointee_chairs_the_panel(
    chair, vice, row, panel_chair, action
):
    found = answer(separate_panel="no", chair_conflicted=chair, vice_conflicted=vice)

    assert found == {"row": row, "panel_chair": panel_chair, "action": action}


def test_nobody_who_may_be_conflicted_ever_chairs():
    for given in COMBINATIONS:
        chosen = answer(**given)["panel_chair"]
        assert chosen != "sig_chair" or given["chair_conflicted"] == "no"
        assert chosen != "sig_vice_chair" or given["vice_conflicted"] == "no"


@pytest.fixture
def decide(tmp_path):
    def ask(given):
        file = tmp_path / "given.json"
        file.write_text(json.dumps(given))
        return CliRunner().invoke(
            main, ["decide", "panel_chair", "--facts", str(file), "--folder", str(ROOT)]
        )

    return ask


@pytest.mark.clause("C-08")
def test_the_command_answers_with_the_row_and_its_clause(decide):
    given = {"separate_panel": "no", "chair_conflicted": "yes", "vice_conflicted": "yes"}

    result = decide(given)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "decision": "panel_chair",
        "outputs": {
            "panel_chair": "appointee",
            "action": "IC appoints another Board member or an independent person",
        },
        "matched": [{"decision": "panel_chair", "rule": "PC-4", "clauses": ["C-08"]}],
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"separate_panel": "unknown"},
        {"chair_conflicted": "perhaps"},
        {"vice_conflicted": None},
        {"vice_conflict": "no"},
    ],
)
def test_a_word_that_the_table_does_not_know_is_refused(decide, wrong):
    given = {"separate_panel": "no", "chair_conflicted": "yes", "vice_conflicted": "no", **wrong}

    assert decide(given).exit_code == 2
    assert decide(
        {name: given[name] for name in INPUTS} | dict.fromkeys(wrong, "no")
    ).exit_code == (0 if set(wrong) <= set(INPUTS) else 2)


def test_a_missing_input_is_refused(decide):
    assert decide({"separate_panel": "no", "chair_conflicted": "yes"}).exit_code == 2
