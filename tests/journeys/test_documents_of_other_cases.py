"""Documents of cases on which something else happened, made of the worked cases' own answers."""

import secrets
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import create_engine

from engine.deployment import read_folder
from engine.errors import NotPermittedError
from engine.scenario_reader import read_scenario
from engine.scenarios import Does, Starts
from tests.conftest import app_url
from tests.installation import config_for
from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.whole_case import played_on
from web.services import assemble, store_on
from web.store.store import Store
from web.store.versions import Versions

FILES = read_folder(Path(__file__).parents[2])
_DEPLOYED = "documents_deployed"


@pytest.fixture(scope="module")
def versions() -> Versions:
    return Versions()


@pytest.fixture(scope="module")
def play(migrated, versions) -> Iterator[Callable[[str], PostgresDesk]]:
    """Plays a worked case, to its end or until a task, on a database of its own."""
    migrated.create_database(_DEPLOYED, template="migrated")
    config = config_for(app_url(migrated, _DEPLOYED))
    engine = create_engine(config.database_app_url)
    store = store_on(engine, config)
    use = assemble(Store(engine, store.vault, store.clock, versions), config)
    use.deployments.deploy(FILES, by=None)
    engine.dispose()
    made: list[tuple[str, PostgresDesk]] = []

    def playing(name: str) -> PostgresDesk:
        database = f"documents_{secrets.token_hex(6)}"
        migrated.create_database(database, template=_DEPLOYED)
        scenario = read_scenario(FILES, f"workflows/scenarios/{name}.yaml")
        desk = played_on(config_for(app_url(migrated, database)), versions, scenario)
        made.append((database, desk))
        return desk

    yield playing
    for database, desk in made:
        desk.engine.dispose()
        migrated.drop_database(database)
    migrated.drop_database(_DEPLOYED)


def text_of(desk: PostgresDesk, name: str) -> str:
    by = desk.ids["billie_manager"]
    number = desk.use.documents.make(desk.reference, name, by=by)
    content = desk.use.documents.open(desk.reference, name, number, "pdf", by=by).content
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def written(desk: PostgresDesk, step: str, question: str) -> list[str]:
    """Return what the worked case wrote there each time; a step is a task, or a process begun."""
    acts = [each.act for each in desk.scenario.steps if each.refused is None]
    found = [
        act.answers[question]
        for act in acts
        if (isinstance(act, Does) and act.task == step and question in act.answers)
        or (isinstance(act, Starts) and act.process == step and question in act.answers)
    ]
    assert found
    return found


def missing_in(text: str, *written: list[str]) -> list[str]:
    return [each for several in written for each in several if each not in text]


@pytest.mark.clause("A3-03")
def test_a_change_of_scope_stands_in_the_terms(play):
    desk = play("scope_and_contract")

    terms = text_of(desk, "terms_of_reference")

    assert missing_in(terms, written(desk, "scope_change", "change")) == []
    with pytest.raises(NotPermittedError):
        text_of(desk, "contract")  # The reviewer was nominated, and no contract drawn up.


def test_a_decision_taken_again_stands_in_the_record_and_its_note_in_the_note(play):
    desk = play("new_facts_raise_a_review")

    record = text_of(desk, "decision_record")
    note = text_of(desk, "confidential_note")

    assert "Decided again, because facts had changed" in record
    assert missing_in(record, written(desk, "new_facts", "what_is_new")) == []
    assert missing_in(record, written(desk, "decide_again", "reasons")) == []
    assert missing_in(note, written(desk, "write_note_for_board", "note")) == []


@pytest.mark.clause("A3-05")
def test_minority_reports_are_kept_with_the_decision(play):
    desk = play("minority_reports")

    record = text_of(desk, "decision_record")

    assert missing_in(record, written(desk, "minority_report", "report")) == []
