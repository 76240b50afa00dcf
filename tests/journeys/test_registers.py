"""Registers on PostgreSQL: rows stand as the steps of a case left them, and reach who may read them."""

import csv
import hashlib
import io
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenarios import Scenario
from tests.conftest import app_url
from tests.installation import config_for
from tests.journeys.conftest import Deployed
from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.worked_cases import scenario_of
from tests.web.browser import chromium_running, served
from tests.web.forms_in_pages import token_of
from web.application import create_app
from web.exports import Export, take_away
from web.sign_in import password_hash
from web.use_cases.register_views import RegisterFilters

SCENARIO = "workflows/scenarios/action_not_effective.yaml"
PASSWORD = "only invented people have this"
READERS = ("billie_manager", "uma_unit", "casey_chair", "indy_chair", "gale_governance")


@dataclass
class Room:
    """A case whose action is overdue, and an application on its database."""

    desk: PostgresDesk
    app: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, who: str) -> FlaskClient:
        if who not in self.clients:
            people = self.desk.use.people
            token = people.password_link(self.desk.ids[who], by=None)
            people.use_link(token, password_hash=self.hashed)
            client = self.app.test_client()
            sign_in = {"email": f"{who}@example.invalid", "password": PASSWORD}
            sign_in["csrf_token"] = token_of(client.get("/sign-in").text)
            assert client.post("/sign-in", data=sign_in).status_code == 303
            self.clients[who] = client
        return self.clients[who]

    @property
    def hashed(self) -> str:
        with self.app.app_context():
            return password_hash(PASSWORD)

    def rows(self, who: str, **chosen: str):
        filters = RegisterFilters(**chosen)
        return self.desk.use.registers.register("actions", filters, by=self.desk.ids[who]).lines

    def run(self, statement: str, **values: object) -> list:
        with self.desk.engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return list(found) if found.returns_rows else []


@pytest.fixture(scope="module")
def room(deployed: Deployed) -> Iterator[Room]:
    name = f"registers_{secrets.token_hex(6)}"
    deployed.server.create_database(name, template="deployed")
    config = config_for(app_url(deployed.server, name))
    scenario = scenario_of(SCENARIO)
    entered = [getattr(step.act, "task", "") for step in scenario.steps].index("open_action")
    overdue = replace(scenario, steps=scenario.steps[: entered + 1], ends=None)
    desk = PostgresDesk(config, deployed.versions, overdue)
    play(overdue, desk)
    desk.advance(datetime(2026, 10, 2, 9, tzinfo=UTC))
    app = create_app(config)
    yield Room(desk, app)
    with app.app_context():
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()
    desk.engine.dispose()
    deployed.server.drop_database(name)


def test_a_row_stands_as_the_steps_left_it_and_is_late_after_its_day(room: Room):
    [line] = room.rows("casey_chair")

    assert (line.row, line.state, line.late) == (2, "under_way", True)
    assert line.due == date(2026, 10, 1)
    assert [cell.words for cell in line.cells if cell.label == "Agencies"] == ["Testshire Health"]


def test_whoever_reads_registers_reads_every_row(room: Room):
    for who in READERS:
        assert len(room.rows(who)) == 1, who


def test_a_conflict_takes_the_rows_of_a_case_away(room: Room):
    member = room.desk.ids["morgan_member"]
    reference = room.rows("casey_chair")[0].reference
    room.run("update \"case\" set shown_to = '{sig_member}'")
    assert len(room.rows("morgan_member")) == 1

    room.run(
        "insert into conflict (id, case_id, person_id, declared_at_utc, done_before)"
        " select gen_random_uuid(), id, :member, now(), '{}' from \"case\"",
        member=member,
    )

    assert room.rows("morgan_member") == ()
    with pytest.raises(NotFoundError):
        room.desk.use.registers.row("actions", reference, 1, 2, by=member)
    room.run("delete from conflict")
    room.run("update \"case\" set shown_to = '{}'")


def test_board_members_read_what_is_reported_and_of_cases_shown_to_them(room: Room):
    assert room.rows("bo_board") == ()

    room.run("update \"case\" set shown_to = '{board_member}'")
    [line] = room.rows("bo_board")

    labels = [cell.label for cell in line.cells]
    assert "Agencies" in labels
    assert "Who answers for it" not in labels
    assert "Who answers for it" in [cell.label for cell in room.rows("casey_chair")[0].cells]
    room.run("update \"case\" set shown_to = '{}'")


def test_others_have_no_registers(room: Room):
    for who in ("avery_example", "parker_police"):
        assert room.client(who).get("/registers").status_code == 403
        assert room.client(who).get("/registers/actions").status_code == 403


def test_filters_choose_rows_and_an_empty_choice_says_so(room: Room):
    client = room.client("casey_chair")

    assert room.rows("casey_chair", state="under_way", reference="si-")
    assert room.rows("casey_chair", state="effective") == ()
    page = client.get("/registers/actions?state=effective").text
    assert "No row that you may see fits what you have chosen" in page
    assert "There is nothing here yet" in client.get("/registers/publications").text


def test_the_history_of_a_row_says_which_step_changed_what(room: Room):
    [line] = room.rows("casey_chair")

    page = room.client("casey_chair").get(f"/registers/actions/{line.reference}/1/2").text

    assert "Carry out the action" in page
    assert "by Parker Police" in page
    assert re.search(r"What was done: A form for replies is in use", page)
    assert "Tell those who carry it out" in page
    # The action that was not effective stands in the history of the one that took its place.
    assert "Evaluation: Not effective" in page
    assert "(before: Not effective)" in page


def test_a_row_that_is_not_there_is_not_found(room: Room):
    client = room.client("casey_chair")
    [line] = room.rows("casey_chair")

    for path in (
        f"/registers/actions/{line.reference}/1/3",
        f"/registers/actions/{line.reference}/2/2",
        "/registers/actions/SI-1999-0001/1/2",
        f"/registers/nothing/{line.reference}/1/2",
    ):
        assert client.get(path).status_code == 404, path


def test_rows_are_taken_away_as_csv_and_the_audit_trail_says_so(room: Room):
    answer = room.client("billie_manager").get("/registers/actions/rows.csv")

    [head, row] = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    today = london_date(room.desk.use.clock.now()).isoformat()
    assert (
        answer.headers["Content-Disposition"]
        == f"attachment; filename=register-actions-{today}.csv"
    )
    assert head[0] == "Case"
    assert row[head.index("How it stands")] == "Under way"
    events = room.run(
        "select subject, detail, actor, digest from audit_event where kind = 'exported'"
    )
    assert (events[-1].subject, events[-1].detail) == ("register_actions", "1 row")
    assert events[-1].actor == room.desk.ids["billie_manager"]
    assert bytes(events[-1].digest) == hashlib.sha256(answer.data).digest()


def test_that_something_was_taken_away_is_kept_with_what_it_was_taken_from_or_not_at_all(
    room: Room,
):
    taken = "select count(*) from audit_event where kind = 'exported'"
    [[before]] = room.run(taken)
    with Session(room.desk.engine) as session:
        take_away(
            session,
            Export("something", ("Case",), [("SI-2026-0001",)]),
            by=room.desk.ids["billie_manager"],
            at=room.desk.use.clock.now(),
        )
        session.rollback()

    assert room.run(taken) == [(before,)]


def test_nothing_of_a_row_stands_in_plain_text_and_every_version_is_kept(room: Room):
    entries = room.run("select * from register_entry order by version")

    assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) >= 2
    kept = repr(entries) + "".join(repr(bytes(entry.content)) for entry in entries)
    assert "A form for replies" not in kept
    assert "under_way" not in kept


def test_axe_finds_nothing_on_the_pages_and_they_fit_on_a_telephone(room: Room):
    room.client("casey_chair")
    [line] = room.rows("casey_chair")
    with served(room.app) as address, chromium_running() as browser:
        page = browser.new_page()
        page.goto(f"{address}sign-in")
        page.fill("[name=email]", "casey_chair@example.invalid")
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        for path in (
            "registers",
            "registers/actions",
            "registers/actions?state=effective",
            "registers/publications",
            f"registers/actions/{line.reference}/1/2",
        ):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(address + path)
            found = Axe().run(page).response["violations"]
            assert [each["id"] for each in found] == [], path
            page.set_viewport_size({"width": 360, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_control_an_altered_row_of_a_worked_case_is_noticed(deployed: Deployed):
    scenario = scenario_of(SCENARIO)
    altered = [{**row, "outcome": "partly"} for row in scenario.ends["registers"]]
    wrong = replace(scenario, ends={**scenario.ends, "registers": altered})

    def differences(each: Scenario) -> list[str]:
        played = play(each, memory_desk(deployed.version, each))
        return [found.about for found in played.differences_at_the_end()]

    assert differences(scenario) == []
    assert differences(wrong) == ["registers"]


def test_a_row_made_from_an_answer_that_was_corrected_since_says_so(room: Room):
    [line] = room.rows("casey_chair")
    path = f"/registers/actions/{line.reference}/1/2"
    says_so = "Rests on an answer that was corrected on"
    chair = room.client("casey_chair")
    assert says_so not in chair.get(path).text
    slip = {"answers": {"due_on": "2026-10-05"}, "reason": "It was agreed for the Monday."}
    room.desk.correct("open_action", by="billie_manager", agency=None, **slip)
    assert says_so not in chair.get(path).text

    note = {"decision": "note", "reason": "The agency goes by the first day."}
    room.desk.complete("decide_correction", by="indy_chair", agency=None, answers=note)

    page, register = chair.get(path).text, chair.get("/registers/actions").text
    # At the top of the row, and in its history beside the one version that this answer wrote.
    assert (page.count(says_so), register.count(says_so)) == (2, 1)
    assert f'href="/cases/{line.reference}#submission-' in page
    [unchanged] = room.rows("casey_chair")
    assert unchanged.due == date(2026, 10, 1)
    room.run("update \"case\" set shown_to = '{board_member}'")
    board_member = room.client("bo_board").get(path).text
    assert says_so in board_member
    assert "#submission-" not in board_member
