"""The annual report as a paper, from which its PDF is written."""

from collections.abc import Iterator
from typing import Final

from web.annual_chart import chart_of, in_words
from web.documents.paper import Grid, Paper, Part, Picture, Run, Title, cell, plain
from web.small_numbers import OVER, UNDER, WITHHELD
from web.use_cases.annual_report_views import AnnualReport, ReportFigure
from web.words import day

TITLE: Final = "Annual report"
HIDDEN: Final = (
    f"Counts below five stand as “{UNDER}”, nought among them. A larger count from which one of them could "
    f"be worked out stands as “{OVER}” or “{WITHHELD}”."
)


def paper_of(report: AnnualReport) -> Paper:
    """Return the report as a paper; its numbers are those that its reader may see."""
    clauses = dict.fromkeys(clause for figure in report.figures for clause in figure.clauses)
    return Paper(
        name="annual_report",
        title=f"{TITLE} {report.year}",
        marking="",
        subject=str(report.year),
        clauses=tuple(clauses),
        parts=(plain(_said_first(report)), *(p for f in report.figures for p in _parts(f))),
        made_from=(),
    )


def _said_first(report: AnnualReport) -> str:
    until = f"Counted from 1 January {report.year} until {day(report.until)}."
    if report.running:
        until += " The year is not over."
    return until if report.exact else f"{until} {HIDDEN}"


def _parts(figure: ReportFigure) -> Iterator[Part]:
    yield Title(2, (Run(figure.title),))
    yield plain(f"{figure.about} (Clauses {', '.join(figure.clauses)})")
    if chart := chart_of(figure):
        yield Picture(chart, in_words(figure))
    rows = [
        (line.label, *line.cells, *([] if line.total is None else [line.total]))
        for line in figure.lines
    ]
    if figure.totals:
        rows.append(("Together", *figure.totals))
    yield Grid(
        figure.title,
        ("What", *figure.head),
        tuple(tuple(cell(str(each)) for each in row) for row in rows),
    )
