"""The annual report: workflows/annual_report.yaml says which figures it holds and what each counts."""

from engine.annual.definition import ANNUAL_REPORT, Awaited, Figure, Line, Source
from engine.annual.reader import read_annual_report

__all__ = ["ANNUAL_REPORT", "Awaited", "Figure", "Line", "Source", "read_annual_report"]
