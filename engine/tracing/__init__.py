"""Which part of a version carries which clause, what shows it, and whether that would be noticed missing."""
