"""Departures from the protocol: what counts as one is what workflows/departures.yaml says.

Each entry is a kind of departure: what it looks at, and the places where it may be found, each with a
condition, a sentence, a clause and where the reason is given. The engine asks the conditions as a case moves.
"""

from engine.departures.definition import DEPARTURES, AnswerAt, Moment, Place, Rule
from engine.departures.reader import read_departures

__all__ = ["DEPARTURES", "AnswerAt", "Moment", "Place", "Rule", "read_departures"]
