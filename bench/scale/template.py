"""The cases that are cloned: short ones of the board of `make demo`, played by the use cases."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from engine.deployment import read_folder
from web.config import Config
from web.demo.filling import Filling
from web.demo.recipes import read_board
from web.store.models import Case

ROOT: Final = Path(__file__).parents[2]
# Closed ones and standing ones, early and late, with departures, an extension and a review that goes on.
CLONED: Final = (
    "nfa_on_time",
    "nfa_at_triage_late",
    "no_review",
    "nfa_confirmed",
    "late_at_the_independent_chair",
    "triage_was_late",
    "returns_awaited",
    "more_detail",
)


def play(config: Config, *, password_hash: str) -> dict[UUID, tuple[date, bool]]:
    """Play the cases; return when each was received and whether it is closed."""
    files = read_folder(ROOT)
    board = read_board(files)
    recipes = tuple(each for each in board.recipes if each.key in CLONED)
    engine = create_engine(config.database_app_url)
    try:
        filling = Filling(
            engine, config, replace(board, recipes=recipes), files, say=lambda _: None
        )
        filling.fill(password_hash=lambda: password_hash)
        with Session(engine) as session:
            return {
                case.id: (case.received_on, case.closed_at_utc is not None)
                for case in session.scalars(select(Case))
            }
    finally:
        engine.dispose()
