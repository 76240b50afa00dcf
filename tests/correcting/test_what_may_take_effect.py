"""The diagram that decides on corrections lets nobody accept what cannot take effect: the gate sees to it."""

import pytest

from engine.deployment import check, read_folder
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
