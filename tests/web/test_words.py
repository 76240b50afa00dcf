"""Cells of decision tables and values of decisions as people read them."""

from decimal import Decimal

import pytest

from engine.settings import Setting
from web.words import cell_in_words, in_words, unit_in_words


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


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "months from receipt", "month from receipt"),
        (1, "working days after the step", "working day after the step"),
        (2, "months from receipt", "months from receipt"),
        (1, "true or false", "true or false"),
    ],
)
def test_the_unit_of_one_is_singular(value, unit, words):
    assert unit_in_words(Setting("key", Decimal(value), unit, "invented", 1)) == words
