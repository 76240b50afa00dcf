"""A version whose tables have gaps and overlaps: the gate refuses it, so it is put in behind its back."""

from flask import Flask

from engine.deployment import load
from tests.web.board import protocol
from web.services import clock, store_on
from web.store.database import db

CRITERIA = "workflows/decisions/criteria.dmn"
NUMBER = 2


def put_in(app: Flask) -> None:
    """Keep the version as number 2."""
    with app.test_request_context():
        store = store_on(db.engine, app.config["REVIEW_DESK"])
        with store.transaction() as session:
            store.versions.add(session, load(_files()), number=NUMBER, by=None, at=clock().now())


CHANGES = {
    # Nothing answers a child who was harmed and nothing more.
    'id="hl_6_outcome"><text>"harmed"': 'id="hl_6_outcome"><text>"harm"',
    # LA-2 answers whoever placed the child, LA-5 what LA-1 answers already, and nothing what LA-5 did.
    'id="la_2_placed_by_other_authority"><text>"no"': 'id="la_2_placed_by_other_authority"><text>-',
    'id="la_5_placed_by_other_authority"><text>"no"': 'id="la_5_placed_by_other_authority"><text>"yes"',
}


def _files() -> dict[str, bytes]:
    text = protocol()[CRITERIA].decode()
    for before, after in CHANGES.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return {**protocol(), CRITERIA: text.encode()}
