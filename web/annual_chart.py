"""A figure of the annual report as bars: read by length, pattern and words, and in one colour only.

Everything is drawn in the colour of the text around it, so that it prints, and holds in forced colours. A
count that is hidden has a box of one size with its words, whatever the number behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Final
from xml.etree import ElementTree as ET

from web.small_numbers import Count
from web.use_cases.annual_report_views import ReportFigure

WIDTH: Final = 360
_LETTERS: Final = 46
_LINE: Final = 17
_BAR: Final = 14
_LONGEST: Final = 350
_HIDDEN: Final = 34
_GAP: Final = 9
_PATTERNS: Final = 6


@dataclass(frozen=True, slots=True)
class _Bar:
    """One bar: the words above it, its count, and the number of its pattern."""

    words: str
    count: Count
    pattern: int
    heading: str = ""


def chart_of(figure: ReportFigure) -> str:
    """Return the chart as SVG; "" where there is nothing to draw. The table beside it holds the same."""
    bars = list(_bars(figure))
    if not bars:
        return ""
    longest = max((each.count.number or 0 for each in bars), default=0) or 1
    drawn = ET.Element("g")
    foot = 0
    for bar in bars:
        foot = _draw(drawn, bar, figure.key, foot, longest)
    names = f"chart-{figure.key}-title", f"chart-{figure.key}-about"
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "rd-chart",
            "role": "img",
            "viewBox": f"0 0 {WIDTH} {foot}",
            "width": str(WIDTH),
            "height": str(foot),
            "font-family": "DejaVu Sans, sans-serif",
            "aria-labelledby": " ".join(names),
        },
    )
    ET.SubElement(svg, "title", {"id": names[0]}).text = f"{figure.title}, as bars"
    ET.SubElement(svg, "desc", {"id": names[1]}).text = in_words(figure)
    svg.append(_patterns(figure.key))
    svg.append(drawn)
    return ET.tostring(svg, encoding="unicode")


def in_words(figure: ReportFigure) -> str:
    """Return what the chart shows, for who does not see it."""
    return " ".join(
        f"{f'{bar.heading}, ' if bar.heading else ''}{bar.words}: {bar.count}."
        for bar in _bars(figure, always_headed=True)
    )


def _bars(figure: ReportFigure, *, always_headed: bool = False) -> Iterator[_Bar]:
    several = len(figure.columns) > 1
    for line in figure.lines:
        if not several:
            yield _Bar(line.label, line.cells[0], 0)
            continue
        for at, (column, count) in enumerate(zip(figure.columns, line.cells, strict=True)):
            heading = line.label if at == 0 or always_headed else ""
            yield _Bar(column, count, at % _PATTERNS, heading)


def _draw(into: ET.Element, bar: _Bar, key: str, top: int, longest: int) -> int:
    """Draw a bar below its words and its count, below `top`; return where it ends."""
    if bar.heading:
        top = _words(into, bar.heading, top + _GAP, strong=True)
    top = _words(into, f"{bar.words}: {bar.count}", top)
    number = bar.count.number
    if number == 0:
        return top + 2
    length = _HIDDEN if number is None else max(round(number / longest * _LONGEST), 2)
    frame = {
        "x": "1",
        "y": str(top + 2),
        "width": str(length),
        "height": str(_BAR),
        "stroke": "currentColor",
        "stroke-width": "1.5",
        "fill": "none" if number is None else f"url(#chart-{key}-{bar.pattern})",
    }
    if number is None:
        frame["stroke-dasharray"] = "4 3"
    ET.SubElement(into, "rect", frame)
    return top + 2 + _BAR + _GAP


def _words(into: ET.Element, words: str, top: int, *, strong: bool = False) -> int:
    for line in wrap(words, _LETTERS):
        top += _LINE
        _text(into, line, {"x": "0", "y": str(top - 3), "font-weight": "700" if strong else "400"})
    return top


def _text(into: ET.Element, words: str, at: dict[str, str]) -> None:
    ET.SubElement(into, "text", {**at, "font-size": "14", "fill": "currentColor"}).text = words


def _patterns(key: str) -> ET.Element:
    """Return six fillings that differ in shape: full, leaning, dotted, level, crossed, upright."""
    drawn = ET.Element("defs")
    lines = (
        "M0 4H8M0 1H8M0 7H8",
        "M-2 2L2 -2M0 8L8 0M6 10L10 6",
        "M2 2h2v2h-2zM6 6h2v2h-2z",
        "M0 4H8",
        "M0 4H8M4 0V8",
        "M4 0V8",
    )
    for number, path in enumerate(lines):
        pattern = ET.SubElement(
            drawn,
            "pattern",
            {
                "id": f"chart-{key}-{number}",
                "width": "8",
                "height": "8",
                "patternUnits": "userSpaceOnUse",
            },
        )
        width = "3.4" if number == 0 else "1.5"
        ET.SubElement(
            pattern,
            "path",
            {"d": path, "stroke": "currentColor", "stroke-width": width, "fill": "none"},
        )
    return drawn
