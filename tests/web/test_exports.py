"""Tables as files: what a spreadsheet makes of them."""

import csv
import io
from datetime import date

import pytest

from web.exports import written
from web.small_numbers import coarse, exact


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.invalid")',
        "+44 20",
        "-1",
        "@sum",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "|calc",
    ],
)
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(text: str) -> None:
    [[cell]] = read_back(written([[text]]))

    assert cell == f"'{text}"


@pytest.mark.parametrize("text", ["SI-2026-0001", "under 5", "a = b", "", "5 or more", "Ann - Bee"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert read_back(written([[text, "x"]])) == [[text, "x"]]


def test_numbers_days_counts_and_gaps_are_written_so_that_they_can_be_read_back() -> None:
    row = [-3, date(2026, 3, 1), exact(12), coarse(2), None]

    assert read_back(written([row])) == [["-3", "2026-03-01", "12", "under 5", ""]]


def test_the_file_says_that_it_is_utf_8_and_ends_its_lines_as_the_standard_asks() -> None:
    content = written([["é"], ['a "quoted", word']])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    assert read_back(content) == [["é"], ['a "quoted", word']]
