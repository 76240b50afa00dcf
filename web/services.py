"""The use cases, put together once per application and reached from pages, API, commands and jobs."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy.engine import Engine

from web.config import Config
from web.documents.pdf import pdf_of
from web.documents.word import word_of
from web.store.clock import ClockReader
from web.store.database import db
from web.store.encryption import Vault
from web.store.store import Store
from web.use_cases.agenda_pack import AgendaPacks
from web.use_cases.agendas import Agendas
from web.use_cases.annual_cases import AnnualCases
from web.use_cases.annual_report import AnnualReports
from web.use_cases.attention import Attention
from web.use_cases.beginnings import Beginnings
from web.use_cases.cases import Cases
from web.use_cases.chronology import Chronologies
from web.use_cases.clock import ClockMoves
from web.use_cases.compliance import Compliance
from web.use_cases.conflicts import Conflicts
from web.use_cases.corrections import Corrections
from web.use_cases.deadlines import Deadlines
from web.use_cases.departures import Departures
from web.use_cases.deployments import Deployments
from web.use_cases.documents import Documents
from web.use_cases.dossier.making import Dossiers
from web.use_cases.due_work import DueWork
from web.use_cases.finding import Finding
from web.use_cases.happened import Happened
from web.use_cases.mail_choices import MailChoices
from web.use_cases.mails import Post
from web.use_cases.map import Map
from web.use_cases.meetings import Meetings
from web.use_cases.notifications import Notifications
from web.use_cases.outbox import Outbox
from web.use_cases.people import People
from web.use_cases.posts import Posts
from web.use_cases.registers import Registers
from web.use_cases.taking import Taking
from web.use_cases.task_lists import TaskLists
from web.use_cases.tasks import Tasks
from web.use_cases.uploads import Uploads
from web.use_cases.yearly import Yearly

_EXTENSION = "review_desk"
_DUE_WORK = "review_desk_due_work"


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case. Tests of pages put fakes in their place."""

    notifications: Notifications
    tasks: Tasks
    task_lists: TaskLists
    taking: Taking
    finding: Finding
    mail_choices: MailChoices
    cases: Cases
    beginnings: Beginnings
    corrections: Corrections
    conflicts: Conflicts
    meetings: Meetings
    deadlines: Deadlines
    people: People
    posts: Posts
    deployments: Deployments
    attention: Attention
    clock: ClockMoves
    outbox: Outbox
    uploads: Uploads
    registers: Registers
    map: Map
    departures: Departures
    documents: Documents
    dossiers: Dossiers
    yearly: Yearly
    agendas: Agendas
    agenda_packs: AgendaPacks
    compliance: Compliance
    happened: Happened
    chronologies: Chronologies
    annual_reports: AnnualReports
    annual_cases: AnnualCases


def install(app: Flask, services: Services | None = None) -> None:
    """Put the use cases into the application; called by the factory after the database is set up."""
    if services is not None:
        app.extensions[_EXTENSION] = services
        return
    with app.app_context():
        engine = db.engine
    config: Config = app.config["REVIEW_DESK"]
    store = store_on(engine, config)
    app.extensions[_EXTENSION] = assemble(store, config)
    app.extensions[_DUE_WORK] = DueWork(store, post_of(config))


def store_on(engine: Engine, config: Config) -> Store:
    """Return the store of a database."""
    return Store(
        engine=engine,
        vault=Vault(config.key_encryption_key),
        clock=ClockReader(movable=config.demonstration),
    )


def post_of(config: Config) -> Post:
    """Return the way out for notices."""
    return Post(config.mail_server, config.mail_from, config.public_address)


def assemble(store: Store, config: Config) -> Services:
    """Return every use case on a store."""
    agendas = Agendas(store)
    documents = Documents(store, {"pdf": pdf_of, "docx": word_of})
    uploads = Uploads(store)
    return Services(
        notifications=Notifications(store),
        tasks=Tasks(store),
        task_lists=TaskLists(store),
        taking=Taking(store),
        finding=Finding(store),
        mail_choices=MailChoices(store),
        cases=Cases(store),
        beginnings=Beginnings(store),
        corrections=Corrections(store),
        conflicts=Conflicts(store),
        meetings=Meetings(store),
        deadlines=Deadlines(store),
        people=People(store),
        posts=Posts(store),
        deployments=Deployments(store),
        attention=Attention(store),
        clock=ClockMoves(store),
        outbox=Outbox(store, shown=config.demonstration and config.mail_server is None),
        uploads=uploads,
        registers=Registers(store),
        map=Map(store),
        departures=Departures(store),
        dossiers=Dossiers(store),
        documents=documents,
        yearly=Yearly(store, pdf_of),
        agendas=agendas,
        agenda_packs=AgendaPacks(store, agendas, documents, uploads, pdf_of),
        compliance=Compliance(store),
        happened=Happened(store),
        chronologies=Chronologies(store),
        annual_reports=AnnualReports(store, pdf_of),
        annual_cases=AnnualCases(store),
    )


def due_work() -> DueWork:
    """Return what the worker does."""
    return cast(DueWork, current_app.extensions[_DUE_WORK])


def services() -> Services:
    """Return the use cases of the current application."""
    return cast(Services, current_app.extensions[_EXTENSION])


def notifications() -> Notifications:
    """Return the use cases of the notification form."""
    return services().notifications


def tasks() -> Tasks:
    """Return the use cases of user tasks."""
    return services().tasks


def task_lists() -> TaskLists:
    """Return the use cases of lists of tasks."""
    return services().task_lists


def taking() -> Taking:
    """Return the use cases of taking tasks and handing them over."""
    return services().taking


def finding() -> Finding:
    """Return the use cases of finding a case by its reference."""
    return services().finding


def mail_choices() -> MailChoices:
    """Return the use cases of how people want mails about tasks."""
    return services().mail_choices


def cases() -> Cases:
    """Return the use cases of cases."""
    return services().cases


def beginnings() -> Beginnings:
    """Return the use cases of what people begin on a case."""
    return services().beginnings


def corrections() -> Corrections:
    """Return the corrections of submitted answers."""
    return services().corrections


def conflicts() -> Conflicts:
    """Return the use cases of conflicts of interest."""
    return services().conflicts


def meetings() -> Meetings:
    """Return the use cases of meetings."""
    return services().meetings


def deadlines() -> Deadlines:
    """Return the use cases of deadlines."""
    return services().deadlines


def people() -> People:
    """Return the use cases of people."""
    return services().people


def posts() -> Posts:
    """Return the use cases of roles and deputies."""
    return services().posts


def deployments() -> Deployments:
    """Return the use cases of deployed versions."""
    return services().deployments


def attention() -> Attention:
    """Return the use cases of what needs attention."""
    return services().attention


def clock() -> ClockMoves:
    """Return the clock."""
    return services().clock


def registers() -> Registers:
    """Return the use cases of registers."""
    return services().registers


def protocol_map() -> Map:
    """Return the use cases of the map."""
    return services().map


def departures() -> Departures:
    """Return the use cases of departures."""
    return services().departures


def uploads() -> Uploads:
    """Return the use cases of files that people hand in."""
    return services().uploads


def outbox() -> Outbox:
    """Return the local outbox."""
    return services().outbox


def documents() -> Documents:
    """Return the use cases of documents."""
    return services().documents


def dossiers() -> Dossiers:
    """Return the use cases of dossiers."""
    return services().dossiers


def chronologies() -> Chronologies:
    """Return the use cases of the merged chronology."""
    return services().chronologies


def happened() -> Happened:
    """Return the use cases of what a submission led to."""
    return services().happened


def annual_reports() -> AnnualReports:
    """Return the use cases of the annual report."""
    return services().annual_reports


def yearly() -> Yearly:
    """Return the use cases of documents over a year."""
    return services().yearly


def agendas() -> Agendas:
    """Return the use cases of agendas."""
    return services().agendas


def agenda_packs() -> AgendaPacks:
    """Return the use cases of the packs of meetings."""
    return services().agenda_packs


def compliance() -> Compliance:
    """Return the use cases of how cases stand to the clauses."""
    return services().compliance


def annual_cases() -> AnnualCases:
    """Return the use cases of the lists behind the annual report."""
    return services().annual_cases
