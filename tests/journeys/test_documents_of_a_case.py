"""The documents of a serious case review, made of the worked case's own answers, opened and read."""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import docx
import pypdfium2
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import create_engine, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from engine.deployment import load, read_folder
from engine.errors import NotFoundError, NotPermittedError
from engine.scenarios import Does, Scenario
from tests.conftest import app_url
from tests.installation import config_for
from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.whole_case import NOTE, played_on, whole_case
from tests.store.breaking import contents
from tests.web.forms_in_pages import token_of
from web.documents.pdf import pdf_of
from web.documents.word import word_of
from web.services import assemble, store_on
from web.sign_in import password_hash
from web.store import audit
from web.store.models import AuditEvent, Case, Conflict, Document
from web.store.store import Store
from web.store.versions import Versions
from web.use_cases.documents import Documents

FILES = read_folder(Path(__file__).parents[2])
VERSION = load(FILES)
PASSWORD = "only invented people have this"
MANAGER = "billie_manager"

# What each document is made of, whole: every sentence that was written there stands in it.
MADE_OF = {
    "decision_record": ("triage", "recommend", "decide_review"),
    "sig_report": ("recommend", "prepare_board_report"),
    "confidential_note": ("write_confidential_note",),
    "terms_of_reference": ("agree_terms",),
    "contract": ("draw_up_contract",),
    "agency_request": ("define_request",),
    "merged_chronology": ("agency_return", "collate_information"),
    "recommendations_and_action_plan": ("make_recommendations", "draw_up_plan"),
    "publication_record": ("decide_publication", "publish_report", "decide_retention"),
}
WORD = (
    "sig_report",
    "confidential_note",
    "terms_of_reference",
    "contract",
    "recommendations_and_action_plan",
)
OPENS = {
    "casey_chair": set(MADE_OF),
    "indy_chair": set(MADE_OF),
    "gale_governance": set(MADE_OF),
    "morgan_member": set(MADE_OF) - {"confidential_note", "contract"},
    "bo_board": {
        "sig_report",
        "confidential_note",
        "recommendations_and_action_plan",
        "publication_record",
    },
    "ari_author": {
        "contract",
        "terms_of_reference",
        "merged_chronology",
        "recommendations_and_action_plan",
    },
    "harper_health": {"agency_request", "recommendations_and_action_plan"},
    "avery_example": set(),
}


@dataclass
class Played:
    """The whole case on a database, and its documents as they were made."""

    desk: PostgresDesk
    scenario: Scenario
    owner: Engine
    opened: dict[tuple[str, str], bytes] = field(default_factory=dict)
    app: Any = None
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        assert self.desk.reference
        return self.desk.reference

    @property
    def documents(self) -> Documents:
        return self.desk.use.documents

    def id(self, who: str) -> UUID:
        return self.desk.ids[who]

    def read(self, name: str, fmt: str = "pdf") -> bytes:
        if (name, fmt) not in self.opened:
            made = self.documents.make(self.reference, name, by=self.id(MANAGER))
            document = self.documents.open(self.reference, name, made, fmt, by=self.id(MANAGER))
            self.opened[name, fmt] = document.content
        return self.opened[name, fmt]

    def client(self, who: str) -> FlaskClient:
        if who not in self.clients:
            people = self.desk.use.people
            link = people.password_link(self.id(who), by=None)
            with self.app.test_request_context():
                people.use_link(link, password_hash=password_hash(PASSWORD))
            client = self.app.test_client()
            data = {"email": f"{who}@example.invalid", "password": PASSWORD}
            token = token_of(client.get("/sign-in").text)
            assert client.post("/sign-in", data={**data, "csrf_token": token}).status_code == 303
            self.clients[who] = client
        return self.clients[who]

    def audit(self) -> list[AuditEvent]:
        with Session(self.owner) as session:
            case = session.scalars(select(Case)).one()
            return list(audit.trail(session, str(case.id)))


@pytest.fixture(scope="module")
def played(migrated) -> Iterator[Played]:
    from web.application import create_app

    name = f"documents_{secrets.token_hex(6)}"
    migrated.create_database(name, template="migrated")
    config = config_for(app_url(migrated, name))
    engine = create_engine(config.database_app_url)
    store = store_on(engine, config)
    versions = Versions()
    use = assemble(Store(engine, store.vault, store.clock, versions), config)
    use.deployments.deploy(FILES, by=None)
    engine.dispose()
    scenario = whole_case(FILES)
    owner = create_engine(migrated.url(database=name))
    played = Played(played_on(config, versions, scenario), scenario, owner)
    with Session(owner) as session:
        session.expunge_all()
    played.app = create_app(config)
    yield played
    with played.app.app_context():
        played.app.extensions["sqlalchemy"].engine.dispose()
    played.desk.engine.dispose()
    owner.dispose()
    migrated.drop_database(name)


def words(text: str) -> str:
    """Return the text with each run of blanks and line ends as one blank."""
    return re.sub(r"\s+", " ", text)


def text_of(pdf: bytes) -> str:
    return words(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def text_of_word(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return words(" ".join(texts))


def sentences(answers: Any) -> Iterator[str]:
    """Yield what was written in words, not chosen from a list."""
    if isinstance(answers, Mapping):
        for value in answers.values():
            yield from sentences(value)
    elif isinstance(answers, list):
        for value in answers:
            yield from sentences(value)
    elif isinstance(answers, str) and " " in answers:
        yield answers


def written(played: Played, task: str) -> list[str]:
    """Return what the worked case wrote there, but not what is inside the files that it handed in."""
    acts = [step.act for step in played.scenario.steps if isinstance(step.act, Does)]
    files = {
        question.path
        for (_, element), form in VERSION.forms.items()
        if element == task
        for question in form.files()
    }
    return [
        text
        for act in acts
        if act.task == task
        for name, answer in act.answers.items()
        if name not in files
        for text in sentences(answer)
    ]


def test_all_documents_of_the_case_can_be_made(played):
    lines = played.documents.shelf(played.reference, by=played.id(MANAGER))

    assert {line.name for line in lines if not line.why_not} == set(MADE_OF)


@pytest.mark.parametrize("name", MADE_OF)
def test_every_sentence_that_was_written_stands_in_the_document(played, name):
    text = text_of(played.read(name))

    expected = [each for task in MADE_OF[name] for each in written(played, task)]

    assert expected
    # A PDF breaks words at hyphens; nothing of the worked case has one.
    assert [each for each in expected if words(each) not in text] == []


@pytest.mark.parametrize("name", WORD)
def test_the_word_file_holds_what_the_pdf_holds(played, name):
    text = text_of_word(played.read(name, "docx"))

    expected = [each for task in MADE_OF[name] for each in written(played, task)]

    assert [each for each in expected if words(each) not in text] == []


@pytest.mark.parametrize("name", WORD)
def test_the_word_file_can_be_worked_on(played, name):
    document = docx.Document(BytesIO(played.read(name, "docx")))
    headings = [each.style.name for each in document.paragraphs if "Heading" in each.style.name]

    assert headings[0] == "Heading 1"
    assert "Heading 2" in headings
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title.endswith(played.reference)


@pytest.mark.parametrize("name", MADE_OF)
def test_the_pdf_is_tagged_titled_and_in_british_english(played, name):
    root = PdfReader(BytesIO(played.read(name))).trailer["/Root"]
    metadata = root["/Metadata"].get_data()

    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in metadata
    assert played.reference.encode() in metadata
    assert "/JavaScript" not in root.get("/Names", {})


@pytest.mark.parametrize("name", MADE_OF)
def test_nothing_in_the_pdf_runs_into_the_margin(played, name):
    margin = 56  # 20 mm, a little less for rounding.
    pdf = pypdfium2.PdfDocument(played.read(name))
    for page in pdf:
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        assert boxes, "an empty page"
        assert all(box[0] > 0 and box[2] < width - margin and box[3] < height for box in boxes)
        text.close()
        page.close()
    pdf.close()


@pytest.mark.clause("G-05", "G-06", "G-07")
def test_the_decision_record_names_rows_clauses_and_who_was_told(played):
    text = text_of(played.read("decision_record"))

    for expected in (
        "A serious case review",
        "RT-02",
        "T-21: A Serious Case Review is held where abuse or neglect is known or suspected",
        "Department for Education",
        "Indy Chair",
    ):
        assert expected in text


@pytest.mark.clause("D-09")
def test_the_confidential_note_is_what_the_chair_wrote(played):
    text = text_of(played.read("confidential_note"))

    assert NOTE["note"] in text
    assert "For members of the Board only" in text


def test_a_document_is_made_as_the_case_stood_at_a_moment(played):
    assert "The report has not been published." not in text_of(played.read("publication_record"))
    case = played.desk.use.cases.case(played.reference, by=played.id(MANAGER))
    decided = next(each for each in case.submissions if each.element == "decide_publication")

    number = played.documents.make(
        played.reference, "publication_record", by=played.id(MANAGER), as_of=decided.at_utc
    )

    opened = played.documents.open(
        played.reference, "publication_record", number, "pdf", by=played.id(MANAGER)
    )
    assert "The report has not been published." in text_of(opened.content)
    line = next(
        each
        for each in played.documents.shelf(played.reference, by=played.id(MANAGER))
        if each.name == "publication_record"
    )
    assert line.is_current  # The version of today is there still, under its number.
    assert number == 2


@pytest.mark.parametrize("who", OPENS)
def test_each_role_opens_its_documents_and_no_other(played, who):
    for name in MADE_OF:
        played.read(name)

    opened = set()
    for name in MADE_OF:
        try:
            document = played.documents.open(played.reference, name, 1, "pdf", by=played.id(who))
        except NotFoundError:
            continue
        assert document.content.startswith(b"%PDF")
        opened.add(name)

    assert opened == OPENS[who]


def test_whoever_has_nothing_to_do_with_the_case_finds_none(played):
    for name in MADE_OF:
        with pytest.raises(NotFoundError):
            played.documents.open(played.reference, name, 1, "pdf", by=played.id("sasha_schools"))


def test_governance_opens_what_there_is_and_makes_nothing(played):
    lines = played.documents.shelf(played.reference, by=played.id("gale_governance"))

    assert {line.may_make for line in lines} == {False}
    with pytest.raises(NotPermittedError):
        played.documents.make(played.reference, "contract", by=played.id("gale_governance"))


def test_a_conflict_shuts_every_document(played):
    played.read("contract")
    person = played.id("uma_unit")
    with Session(played.owner) as session, session.begin():
        case = session.scalars(select(Case)).one()
        at = case.opened_at_utc
        session.add(Conflict(case_id=case.id, person_id=person, declared_at_utc=at))
    try:
        with pytest.raises(NotFoundError):
            played.documents.open(played.reference, "contract", 1, "pdf", by=person)
        assert played.client("uma_unit").get(f"/cases/{played.reference}").status_code == 404
    finally:
        with Session(played.owner) as session, session.begin():
            session.delete(session.scalars(select(Conflict)).one())
    assert played.documents.open(played.reference, "contract", 1, "pdf", by=person).content


def test_the_same_sources_are_not_made_into_a_document_twice(played):
    played.read("sig_report")
    before = len(played.audit())

    assert played.documents.make(played.reference, "sig_report", by=played.id("casey_chair")) == 1

    with Session(played.owner) as session:
        rows = session.scalars(select(Document).where(Document.name == "sig_report")).all()
    assert sorted(row.version for row in rows) == [1, 1]  # PDF and Word.
    assert len(played.audit()) == before


def test_making_and_each_opening_are_in_the_audit_trail(played):
    played.read("sig_report")
    played.documents.open(played.reference, "sig_report", 1, "docx", by=played.id("bo_board"))
    events = played.audit()

    with Session(played.owner) as session:
        digests = set(session.scalars(select(Document.digest).where(Document.name == "sig_report")))
    made = [each for each in events if (each.kind, each.subject[:10]) == _MADE]
    assert {each.digest for each in made} == digests
    assert (events[-1].kind, events[-1].subject, events[-1].actor) == (
        "document_opened",
        "sig_report 1 docx",
        played.id("bo_board"),
    )
    assert audit.verify(events) is None


_MADE = ("document_made", "sig_report")


def test_no_word_of_a_document_stands_in_the_database_in_plain_text(played):
    for name in MADE_OF:
        played.read(name)
    held = {table: rows for table, rows in contents(played.owner).items() if "document" in table}
    assert set(held) == {"document", "document_content"}
    plain = ["%PDF", "PK\x03\x04", NOTE["note"], *written(played, "draw_up_contract")]

    found = [
        word
        for rows in held.values()
        for word in plain
        if word in rows or word.encode().hex() in rows
    ]

    assert found == []
    assert "sig_report" in held["document"]  # Control: what is plain is found.


def test_a_document_that_the_case_outran_is_made_anew(played):
    """Somebody else's version is kept while ours is written: ours is composed again, and is the same."""
    calls = []

    def slow(paper: Any, imprint: Any) -> bytes:
        calls.append(imprint.version)
        if len(calls) == 1:
            other = Documents(played.desk.store, {"pdf": pdf_of, "docx": word_of})
            other.make(
                played.reference,
                "agency_request",
                by=played.id("casey_chair"),
                as_of=played.desk.now(),
            )
        return pdf_of(paper, imprint)

    documents = Documents(played.desk.store, {"pdf": slow, "docx": word_of})

    number = documents.make(played.reference, "agency_request", by=played.id(MANAGER))

    with Session(played.owner) as session:
        rows = session.scalars(select(Document).where(Document.name == "agency_request")).all()
    assert [row.version for row in rows] == [number]


class TestPages:
    """The section on the page of the case, and the downloads."""

    def test_the_page_lists_what_there_is_with_its_formats(self, played):
        played.read("contract")

        page = played.client(MANAGER).get(f"/cases/{played.reference}").text

        assert 'id="documents"' in page
        assert f"/cases/{played.reference}/documents/contract/1.pdf" in page
        assert f"/cases/{played.reference}/documents/contract/1.docx" in page
        assert "Up to date" in page

    def test_a_download_is_called_by_reference_and_kept_by_nobody(self, played):
        played.read("contract")

        answer = played.client(MANAGER).get(f"/cases/{played.reference}/documents/contract/1.pdf")

        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert (
            answer.headers["Content-Disposition"]
            == f"attachment; filename={played.reference}-contract-v1.pdf"
        )
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.data.startswith(b"%PDF")

    def test_the_board_reads_its_documents_on_its_page(self, played):
        played.read("sig_report")

        page = played.client("bo_board").get(f"/cases/{played.reference}").text

        assert "documents/sig_report/1.pdf" in page
        assert "contract" not in page

    @pytest.mark.parametrize("who", ["avery_example", "sasha_schools", "bo_board"])
    def test_whoever_may_not_open_one_reads_that_there_is_none(self, played, who):
        played.read("contract")

        client = played.client(who)
        token = token_of(client.get("/cases").text)

        path = f"/cases/{played.reference}/documents/contract"
        assert client.get(f"{path}/1.pdf").status_code == 404
        assert client.post(path, headers={"X-CSRFToken": token}).status_code == 404

    @pytest.mark.parametrize("path", ["contract/9.pdf", "contract/1.exe", "nothing/1.pdf"])
    def test_what_was_never_made_is_not_found(self, played, path):
        played.read("contract")

        answer = played.client(MANAGER).get(f"/cases/{played.reference}/documents/{path}")

        assert answer.status_code == 404

    def test_a_document_is_made_by_a_button(self, played):
        client = played.client("indy_chair")
        page = client.get(f"/cases/{played.reference}").text

        answer = client.post(
            f"/cases/{played.reference}/documents/publication_record",
            data={"csrf_token": token_of(page)},
        )

        assert answer.status_code == 303
        assert answer.location.endswith("#document-publication_record")


OF_THE_YEAR = "/annual-report/2026/documents/cases_of_a_year.pdf"


class TestYear:
    """What became of the cases of a year."""

    def test_the_numbers_are_those_of_the_case(self, played):
        document = played.desk.use.yearly.open("cases_of_a_year", 2026, by=played.id(MANAGER))
        text = text_of(document.content)

        assert "1 case was received in 2026." in text
        assert "A serious case review 1" in text
        assert "A serious incident review 0" in text
        assert document.file_name == "cases-of-a-year-2026.pdf"

    def test_a_year_without_cases_counts_none(self, played):
        document = played.desk.use.yearly.open("cases_of_a_year", 2019, by=played.id(MANAGER))

        assert "0 cases were received in 2019." in text_of(document.content)

    def test_they_hold_nothing_that_was_written(self, played):
        document = played.desk.use.yearly.open("cases_of_a_year", 2026, by=played.id(MANAGER))
        text = text_of(document.content)

        everything = [
            each
            for step in played.scenario.steps
            if isinstance(step.act, Does)
            for each in sentences(step.act.answers)
        ]
        assert len(everything) > 50
        assert [each for each in everything if words(each) in text] == []
        assert played.reference not in text

    def test_only_who_reads_the_numbers_opens_them(self, played):
        with pytest.raises(NotFoundError):
            played.desk.use.yearly.open("cases_of_a_year", 2026, by=played.id("casey_chair"))
        assert played.client("casey_chair").get(OF_THE_YEAR).status_code == 403

    def test_the_annual_report_leads_to_them(self, played):
        page = played.client("gale_governance").get("/annual-report/2026")

        assert page.status_code == 200
        assert OF_THE_YEAR in page.text
        answer = played.client("gale_governance").get(OF_THE_YEAR)
        assert (
            answer.headers["Content-Disposition"] == "attachment; filename=cases-of-a-year-2026.pdf"
        )
