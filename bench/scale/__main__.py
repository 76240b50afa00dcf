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
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.installation import as_app, config_of_new
from bench.scale.cloning import Cloner, plan
from bench.scale.counting import count_anew
from bench.scale.template import play
from web.application import create_app
from web.config import Config
from web.postgres import Server, embedded_postgres
from web.sign_in import password_hash
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
# Everybody looked at their tasks yesterday: what is new since is found among all that waits.
_LOOKED_YESTERDAY: Final = (
    "update task_list_look set looked_at_utc = looked_at_utc - interval '1 day'"
)
_LARGE: Final = "scale"
_SMALL: Final = "scale_small"
_PASSWORD: Final = secrets.token_urlsafe(12)

# Each page, and who looks at it.
PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "task list of the SIG Chair": ("cara.chairexample", "/"),
    "task list of the Business Manager": ("bea.managerexample", "/"),
    "task list of governance": ("gwen.governancetest", "/"),
    "task list of the Independent Chair": ("indra.independentexample", "/"),
    "task list of an agency": ("pip.policetest", "/"),
    "task list of a notifier": ("nell.notifierexample", "/"),
    "task list: waiting for others": ("bea.managerexample", "/waiting"),
    "the same, of an agency": ("pip.policetest", "/waiting"),
    "case page": ("cara.chairexample", "/cases/{reference}"),
    "map": ("gwen.governancetest", "/map"),
    "map of a process": ("gwen.governancetest", "/map/serious_incident"),
    "cases at a step": (
        "gwen.governancetest",
        "/map/serious_incident/steps/decide_review",
    ),
    "departures": ("gwen.governancetest", "/departures"),
    "departures of one kind": ("gwen.governancetest", "/departures?kind=late_step"),
    "annual report": ("gwen.governancetest", "/annual-report/2026"),
    "cases behind a count of it": (
        "gwen.governancetest",
        "/annual-report/2026/received/received",
    ),
    "those done in time": (
        "gwen.governancetest",
        "/annual-report/2026/timeliness/recommend?of=in_time",
    ),
    "those done late": (
        "gwen.governancetest",
        "/annual-report/2026/timeliness/triage?of=late",
    ),
    "needs attention": ("bea.managerexample", "/attention"),
    "cases": ("bea.managerexample", "/cases"),
    "cases of an agency": ("pip.policetest", "/cases"),
    "late cases of an agency": ("pip.policetest", "/cases?late=yes"),
    "cases of a notifier": ("nell.notifierexample", "/cases"),
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
    config = config_of_new(server, _LARGE, demonstration=True)
    began = time.perf_counter()
    cases = play(config, password_hash=_hashed(config))
    print(f"Played {len(cases)} cases in {time.perf_counter() - began:.0f} s")
    _grow(server, config, cases, first=len(cases), last=SMALL)
    server.create_database(_SMALL, template=_LARGE)
    began = time.perf_counter()
    _grow(server, config, cases, first=SMALL, last=large)
    print(f"Filled {large:,} cases in {time.perf_counter() - began:.0f} s; {_size(server)}")
    small = replace(config, database_app_url=as_app(server, _SMALL))
    before, after = _times(small, config)
    if prove:
        owner = create_engine(server.url(database=_LARGE))
        with Session(owner) as session:
            print(f"A recount disagrees in {len(disagreements(session))} counts")
        owner.dispose()
    return _report(before, after, large)


def _grow(
    server: Server,
    config: Config,
    cases: Mapping[UUID, tuple[date, bool]],
    *,
    first: int,
    last: int,
) -> None:
    """Clone cases until there are so many, and make the counts those of a recount."""
    cloner = Cloner(server.url(database=_LARGE), config.key_encryption_key)
    for number in range(first, last, _BATCH):
        cloner.clone(plan(cases, first=number, count=min(_BATCH, last - number)))
        print(f"\r  {min(number + _BATCH, last):,} cases", end="", flush=True)
    cloner.close()
    print("; counting anew", flush=True)
    owner = create_engine(server.url(database=_LARGE))
    count_anew(owner)
    owner.dispose()
    engine = create_engine(server.url(database=_LARGE), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("vacuum analyze"))
    engine.dispose()


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


def _times(*configs: Config) -> tuple[dict[str, float], ...]:
    """Return the median time of each page on each database in milliseconds.

    The databases take turns, so that a machine that slows down slows all of them down.
    """
    apps = [create_app(config) for config in configs]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    visitors = [_Visitors(app) for app in apps]
    took: list[dict[str, list[float]]] = [{name: [] for name in PAGES} for _ in apps]
    for name, (who, path) in PAGES.items():
        for _ in range(_ROUNDS + 1):
            for visitor, times in zip(visitors, took, strict=True):
                times[name].append(visitor.time(who, path))
    return tuple(
        {name: statistics.median(each[1:]) for name, each in times.items()} for times in took
    )


class _Visitors:
    """People at their browsers, on one database."""

    def __init__(self, app: Flask) -> None:
        self._clients = {who: _signed_in(app, who) for who, _ in PAGES.values()}
        for client in self._clients.values():
            client.get("/")
        engine = create_engine(app.config["REVIEW_DESK"].database_app_url)
        with engine.begin() as connection:
            connection.execute(text(_LOOKED_YESTERDAY))
            self._reference: str = connection.execute(text(_ANY_CASE)).scalar_one()
        engine.dispose()

    def time(self, who: str, path: str) -> float:
        """Ask for a page and return how many milliseconds it took."""
        asked = path.format(reference=self._reference)
        began = time.perf_counter()
        answer = self._clients[who].get(asked)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{asked} answered {answer.status_code}, not 200.")
        return took


def _signed_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    found = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    given = {"email": f"{who}@example.invalid", "password": _PASSWORD, "csrf_token": found[0]}
    if client.post("/sign-in", data=given).status_code != 303:
        raise SystemExit(f"{who} could not sign in.")
    return client


def _hashed(config: Config) -> str:
    with create_app(config).app_context():
        return password_hash(_PASSWORD)


def _size(server: Server) -> str:
    engine = create_engine(server.url(database=_LARGE))
    with engine.connect() as connection:
        size = connection.execute(text(f"select pg_database_size('{_LARGE}')")).scalar_one()
    engine.dispose()
    return f"the database holds {size / 1e9:.1f} GB"


if __name__ == "__main__":
    main()
