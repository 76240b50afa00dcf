"""The annual report as it is drawn and written: charts without colour, and a PDF that says what they show."""

import re
import zlib
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from web.annual_chart import chart_of, in_words
from web.documents.annual_paper import paper_of
from web.documents.paper import Imprint
from web.documents.pdf import pdf_of
from web.small_numbers import Count, coarse, exact, hidden_parts
from web.use_cases.annual_report_views import AnnualReport, ReportFigure, ReportLine

SVG = "{http://www.w3.org/2000/svg}"
IMPRINT = Imprint(None, "2 March 2027", "Gale Governance", "version 1 of the protocol")


def figure(*cells: Count, title: str = "Steps in time", label: str = "Triage") -> ReportFigure:
    columns = ("In time", "Late") if len(cells) > 1 else ("Number",)
    line = ReportLine("triage", label, cells, None)
    return ReportFigure(
        key="timeliness",
        title=title,
        about="About.",
        clauses=("A5-08",),
        columns=columns,
        keys=tuple(each.lower() for each in columns),
        lines=(line,),
        totals=(),
        lists=False,
        awaited={},
    )


def bars(drawn: str) -> list[ET.Element]:
    root = ET.fromstring(drawn)
    return root.findall(f"{SVG}g/{SVG}rect")


def words_in(drawn: str) -> list[str]:
    root = ET.fromstring(drawn)
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def unpacked(pdf: bytes) -> bytes:
    """Return the streams of a PDF, among them the tags with their alternative texts."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return b"".join(zlib.decompress(each) for each in streams if each[:1] == b"x")


def report(*figures: ReportFigure, exact_counts: bool = True) -> AnnualReport:
    return AnnualReport(2026, (2026,), date(2026, 12, 31), False, exact_counts, 1, figures)


def test_bars_are_as_long_as_their_counts_and_each_says_its_own() -> None:
    drawn = chart_of(figure(exact(20), exact(5)))

    first, second = bars(drawn)
    assert float(first.get("width", "")) == pytest.approx(4 * float(second.get("width", "")), abs=3)
    assert words_in(drawn) == ["Triage", "In time: 20", "Late: 5"]


def test_bars_beside_one_another_differ_in_pattern_and_none_in_colour() -> None:
    drawn = chart_of(figure(exact(20), exact(5)))

    first, second = bars(drawn)
    assert first.get("fill") != second.get("fill")
    colours = {
        value
        for each in ET.fromstring(drawn).iter()
        for name, value in each.attrib.items()
        if name in ("fill", "stroke")
    }
    assert {each for each in colours if not each.startswith("url(#")} <= {"currentColor", "none"}


def test_a_hidden_count_is_drawn_alike_whatever_it_is() -> None:
    drawn = {chart_of(figure(*hidden_parts(counts)[0])) for counts in ((20, 1), (17, 4), (16, 0))}

    assert len(drawn) == 1
    assert "Late: under 5" in words_in(drawn.pop())


def test_control_counts_that_are_shown_are_not_drawn_alike() -> None:
    assert chart_of(figure(exact(20), exact(1))) != chart_of(figure(exact(20), exact(4)))


def test_the_chart_says_in_words_what_it_shows_and_escapes_them() -> None:
    drawn = chart_of(figure(coarse(3), title="<b>In time</b> & late", label='A "step"'))

    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    names = [root.find(f"{SVG}{name}").text for name in ("title", "desc")]  # type: ignore[union-attr]
    assert names == ["<b>In time</b> & late, as bars", 'A "step": under 5.']
    assert "<b>" not in drawn


def test_a_long_label_stays_inside_the_picture() -> None:
    drawn = chart_of(figure(exact(7), label="A step with a name that goes on and on " * 3))

    assert max(map(len, words_in(drawn))) <= 46


def test_the_pdf_holds_every_count_and_the_chart_as_a_picture_with_words() -> None:
    shown = figure(exact(20), exact(5))
    content = pdf_of(paper_of(report(shown)), IMPRINT)

    document = pypdfium2.PdfDocument(BytesIO(content))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for each in ("Annual report 2026", "Steps in time", "Triage", "20", "until 31 December 2026"):
        assert each in text
    assert "under 5" not in text
    assert in_words(shown) == "Triage, In time: 20. Triage, Late: 5."
    assert in_words(shown).encode() in unpacked(content)


def test_the_pdf_of_who_sees_hidden_counts_says_so() -> None:
    content = pdf_of(paper_of(report(figure(coarse(2)), exact_counts=False)), IMPRINT)

    document = pypdfium2.PdfDocument(BytesIO(content))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "Counts below five stand as “under 5”" in text
