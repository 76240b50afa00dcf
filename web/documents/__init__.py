"""Documents: a template filled in from a case is a paper, and a paper is written as PDF or for Word."""
