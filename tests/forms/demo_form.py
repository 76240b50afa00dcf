"""A form with every kind of question, and answers that satisfy it; tests of pages use them too."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.forms import Choice, Form, read_form

NOW = datetime(2014, 7, 15, 10, 0, tzinfo=UTC)
OPTIONS = {
    "agencies": (Choice("health", "Example Health"), Choice("police", "Example Police")),
    "files kept for letters": tuple(Choice(f"f-{n}", f"Letter {n}.txt") for n in range(4)),
    "people": (Choice("p-1", "Avery Example"), Choice("p-2", "Blake Example")),
}
CONTEXT: dict[str, Any] = {
    "facts": {"interagency_concern": "no"},
    "case": {},
    "settings": {"sig_has_considered": False, "upload_megabytes": Decimal(2)},
}
COMPLETE: dict[str, Any] = {
    "short_title": "A fall at home",
    "synopsis": "An invented child fell.\nNothing of it is true.",
    "happened_on": "2014-07-01",
    "agencies_known": "3",
    "press": "no",
    "told": ["police", "family"],
    "agencies": ["health"],
    "confirmed": True,
    "facts": {"outcome": "harmed"},
    "children": [
        {"last_name": "Testchild", "date_of_birth": {"day": "2", "month": "3", "year": "2010"}}
    ],
    "conflict": "no",
}


def demo_form() -> Form:
    return read_form(
        Path(__file__).with_name("demo.form").read_bytes(), file="forms/demo/demo.form"
    )
