"""The diagram that decides on corrections lets nobody accept what cannot take effect: the gate sees to it."""

import json

import pytest

from engine.correcting import start_of_correction
from engine.deployment import check, load, read_folder
from tests.correcting.test_for_the_record import ROOT

READ_BY = {
    "choice of a form": (
        "forms/correction/decide_correction.form",
        b'"offer.accept": "=correction_proposed.can_take_effect = \\"yes\\""',
        b'"offer.accept": "=true"',
    ),
    "way to an end": (
        "workflows/correction.bpmn",
        b' and correction_proposed.can_take_effect = "yes"',
        b"",
    ),
}


@pytest.mark.parametrize("where", READ_BY)
def test_it_reads_in_its_form_and_on_its_way_whether_a_correction_can_take_effect(where):
    path, reads, reads_not = READ_BY[where]
    files = read_folder(ROOT)
    assert reads in files[path]

    problems = check({**files, path: files[path].replace(reads, reads_not)})

    assert [each.what for each in problems] == [
        f'No {where} reads "correction_proposed.can_take_effect".'
    ]


def test_a_diagram_of_before_corrections_were_for_the_record_is_not_asked_to_decide_on_one():
    files = read_folder(ROOT)
    path = "forms/correction/correction_proposed.form"
    form = json.loads(files[path])
    asked = [each for each in form["components"] if each.get("key") in (None, "reason")]
    older = {**files, path: json.dumps({**form, "components": asked}).encode()}

    # It was deployed when the gate let it through, and is loaded as it is.
    assert start_of_correction(load(older)) is None
    start = start_of_correction(load(files))
    assert start is not None
    assert start.id == "correction_proposed"
