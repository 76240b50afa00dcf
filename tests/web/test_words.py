"""Cells of decision tables and values of decisions as people read them."""

import pytest

from web.words import cell_in_words, in_words


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('"died"', "died"),
        ('"no","unknown"', "no or unknown"),
        ('"seriously_harmed", "died"', "seriously harmed or died"),
        ('"SCR"', "SCR"),
        ("true", "yes"),
        ("false", "no"),
        ("> 3", "> 3"),
        ('not("no")', 'not("no")'),
    ],
)
def test_a_cell_is_read_without_its_quotation_marks(cell, words):
    assert cell_in_words(cell) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "no answer"),
        (True, "yes"),
        ([], "none"),
        (["M-01", "K-02"], "M-01, K-02"),
        ({"further_information": False}, "further information: no"),
    ],
)
def test_a_value_is_read_in_words(value, words):
    assert in_words(value) == words
