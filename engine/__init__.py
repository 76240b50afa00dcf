"""How diagrams run: everything between the files a process owner edits and the people who work a case."""
