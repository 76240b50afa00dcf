"""Diagrams: reading them, refusing what would run wrongly, and running the rest."""
