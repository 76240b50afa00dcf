"""The flowchart of Appendix 2 leads nowhere that is not there."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from engine.deployment import check, load, read_folder
from engine.flowchart import APPENDIX_2, check_flowchart, read_flowchart

FILES = read_folder(Path(__file__).parents[2])
WRITTEN = FILES[APPENDIX_2].decode("utf-8")


@cache
def version():
    return load(FILES)


def problems(written: str):
    files = {**FILES, APPENDIX_2: written.encode()}
    return list(check_flowchart(replace(version(), files=files)))


def test_it_is_as_it_should_be():
    chart = read_flowchart(FILES[APPENDIX_2], file=APPENDIX_2)

    assert len(chart.boxes) > 30
    assert problems(WRITTEN) == []


def test_every_box_is_led_to_or_begins():
    chart = read_flowchart(FILES[APPENDIX_2], file=APPENDIX_2)
    led_to = {arrow.target for arrow in chart.arrows}

    assert set(chart.boxes) - led_to == {"advice"}


@pytest.mark.parametrize(
    ("there", "instead", "what", "offered"),
    [
        (
            "element: serious_incident/triage\n",
            "element: serious_incident/triagge\n",
            "triagge",
            "triage",
        ),
        ("element: advice/advice_sought", "element: advise/advice_sought", "advise/", "advice"),
        ("clauses: [T-06]", "clauses: [T-066]", '"T-066"', "T-06"),
        ("clauses: [T-06]", "clauses: []", "cites no clause", "ids"),
        ("from: told,", "from: tolld,", '"tolld"', "told"),
        ("at: [2, 2]", "at: [2, 1]", 'where "notified" stands', "another place"),
        ("at: [2, 2]", "at: [2, b]", "no place", "column and row"),
        ("shape: question", "shape: diamond", "no shape", "question"),
        ("clauses: [T-06]", "clause: [T-06]", "means nothing", "clauses"),
    ],
)
def test_a_mistake_is_refused_with_what_is_nearest(there, instead, what, offered):
    assert there in WRITTEN

    found = problems(WRITTEN.replace(there, instead, 1))

    assert any(what in each.what and offered in each.instead for each in found), found


def test_the_gate_checks_it():
    written = WRITTEN.replace("clauses: [T-06]", "clauses: [T-66]").encode()

    assert [each.file for each in check({**FILES, APPENDIX_2: written})] == [APPENDIX_2]
