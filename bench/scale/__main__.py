"""Fill, measure at 100 cases and at 100,000, and exit 1 where a page costs more than its budget.

Budgets are those of the design: 300 ms, and 1.5 times what it takes at 100 cases. Pages are asked for in
this process, so that the machine's network is no part of it.
"""

import argparse
import logging
import re
import secrets
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from bench.scale.cloning import Cloner, plan
from bench.scale.counting import count_anew
from bench.scale.template import play
from web.application import create_app
from web.config import Config
from web.postgres import Server, embedded_postgres
from web.sign_in import password_hash
from web.store.schema import APP_ROLE, migrate
from web.store.tally_check import disagreements

SMALL, LARGE = 100, 100_000
RATIO, MILLISECONDS = 1.5, 300
# Under this much, a ratio says nothing but how evenly the machine runs.
_NOISE_MS: Final = 5
_ROUNDS: Final = 9
_BATCH: Final = 5000
# A case that stands, with a past: what the case page shows of it does not grow with others.
_ANY_CASE: Final = """
    select reference from "case" join user_task on user_task.case_id = "case".id
    where user_task.closed_at_utc is null and user_task.element = 'decide_review'
    order by reference limit 1
"""
_PASSWORD: Final = secrets.token_urlsafe(12)

# Each page, and who looks at it.
PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "task list of the SIG Chair": ("cara.chairexample", "/"),
    "task list of the Business Manager": ("bea.managerexample", "/"),
    "task list of governance": ("gwen.governancetest", "/"),
    "case page": ("cara.chairexample", "/cases/{reference}"),
    "map": ("gwen.governancetest", "/map"),
    "map of a process": ("gwen.governancetest", "/map/serious_incident"),
    "departures": ("gwen.governancetest", "/departures"),
    "departures of one kind": ("gwen.governancetest", "/departures?kind=late_step"),
    "annual report": ("gwen.governancetest", "/annual-report/2026"),
}


def main() -> None:
    """Fill, measure, print; exit 1 where a page is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale")
    parser.add_argument(
        "--cases", type=int, default=LARGE, help="how many cases the large board has"
    )
    parser.add_argument("--prove", action="store_true", help="recount everything at the end")
    given = parser.parse_args()
    with (
        TemporaryDirectory(prefix="review-desk-bench-") as folder,
        embedded_postgres(Path(folder), settings={"fsync": "off"}) as server,
    ):
        sys.exit(_measure(server, given.cases, prove=given.prove))


def _measure(server: Server, large: int, *, prove: bool) -> int:
    config = _config(server)
    began = time.perf_counter()
    cases = play(config, password_hash=_hashed(config))
    owner = create_engine(server.url(database="scale"))
    print(f"Played {len(cases)} cases in {time.perf_counter() - began:.0f} s")
    cloner = Cloner(server.url(database="scale"), config.key_encryption_key)
    cloner.clone(plan(cases, first=1, count=SMALL - len(cases)))
    count_anew(owner)
    _analyse(server)
    before = _times(config)
    began = time.perf_counter()
    for first in range(SMALL, large, _BATCH):
        cloner.clone(plan(cases, first=first, count=min(_BATCH, large - first)))
        print(f"\r  {min(first + _BATCH, large):,} cases", end="", flush=True)
    print(
        f"\r  {large:,} cases after {time.perf_counter() - began:.0f} s; counting anew", flush=True
    )
    count_anew(owner)
    cloner.close()
    _analyse(server)
    print(f"Filled {large:,} cases in {time.perf_counter() - began:.0f} s; {_size(server)}")
    after = _times(config)
    if prove:
        with Session(owner) as session:
            print(f"A recount disagrees in {len(disagreements(session))} counts")
    owner.dispose()
    return _report(before, after, large)


def _report(before: Mapping[str, float], after: Mapping[str, float], large: int) -> int:
    print(f"\n{'page':<36} {'at 100':>9} {f'at {large:,}':>12} {'ratio':>7}")
    over = 0
    for name in PAGES:
        ratio = after[name] / before[name]
        slow = after[name] > MILLISECONDS
        grew = ratio > RATIO and after[name] - before[name] > _NOISE_MS
        over += slow or grew
        said = " ".join(
            [*([f"over {MILLISECONDS} ms"] if slow else []), *([f"over {RATIO}"] if grew else [])]
        )
        print(f"{name:<36} {before[name]:>6.0f} ms {after[name]:>9.0f} ms {ratio:>7.2f}  {said}")
    print(f"{over} pages over their budget" if over else "Every page keeps its budget")
    return 1 if over else 0


def _times(config: Config) -> dict[str, float]:
    """Return the median time of each page in milliseconds, the first asking not counted."""
    app = create_app(config)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with app.app_context():
        reference = app.extensions["sqlalchemy"].session.execute(text(_ANY_CASE)).scalar_one()
        app.extensions["sqlalchemy"].session.remove()
    clients = {who: _signed_in(app, who) for who, _ in PAGES.values()}
    return {
        name: _time(clients[who], path.format(reference=reference))
        for name, (who, path) in PAGES.items()
    }


def _time(client: FlaskClient, path: str) -> float:
    took = []
    for _ in range(_ROUNDS + 1):
        began = time.perf_counter()
        answer = client.get(path)
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}, not 200.")
    return statistics.median(took[1:])


def _signed_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    found = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    given = {"email": f"{who}@example.invalid", "password": _PASSWORD, "csrf_token": found[0]}
    if client.post("/sign-in", data=given).status_code != 303:
        raise SystemExit(f"{who} could not sign in.")
    return client


def _config(server: Server) -> Config:
    server.create_database("scale")
    owner = server.url(database="scale")
    as_app = make_url(owner).set(username=APP_ROLE, password="bench").render_as_string(False)  # noqa: S106
    migrate(owner, as_app)
    return Config(
        database_app_url=as_app,
        secret_key=secrets.token_urlsafe(48),
        key_encryption_key=secrets.token_bytes(32),
        public_address="http://localhost",
        mail_server=None,
        mail_from="review-desk@example.invalid",
        proxies=0,
        session_minutes=60,
        insecure_cookies=True,
        demonstration=True,
    )


def _hashed(config: Config) -> str:
    with create_app(config).app_context():
        return password_hash(_PASSWORD)


def _analyse(server: Server) -> None:
    engine = create_engine(server.url(database="scale"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("vacuum analyze"))
    engine.dispose()


def _size(server: Server) -> str:
    engine = create_engine(server.url(database="scale"))
    with engine.connect() as connection:
        size = connection.execute(text("select pg_database_size('scale')")).scalar_one()
    engine.dispose()
    return f"the database holds {size / 1e9:.1f} GB"


if __name__ == "__main__":
    main()
