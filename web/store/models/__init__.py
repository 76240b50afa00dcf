"""Every table; importing this module makes them all known to SQLAlchemy."""

from web.store.models.agendas import AgendaItem, Attendance
from web.store.models.audit import AuditEvent
from web.store.models.cases import (
    Case,
    CaseAgency,
    CaseData,
    Conflict,
    ReferenceCounter,
    StandIn,
)
from web.store.models.corrections import Correction
from web.store.models.deadlines import Extension
from web.store.models.definitions import Deployment
from web.store.models.departures import Departure, DepartureTally
from web.store.models.documents import Document, DocumentContent, DraftFile
from web.store.models.dossiers import Dossier
from web.store.models.instances import (
    DecisionEvaluation,
    ElementVisit,
    FlowTaken,
    ProcessInstance,
    UserTask,
)
from web.store.models.people import Agency, Deputy, Person, Role, RoleAssignment, SetPasswordLink
from web.store.models.registers import RegisterEntry, RegisterStanding
from web.store.models.sign_in import SignInAttempt
from web.store.models.submissions import Draft, Idempotency, Submission
from web.store.models.tallies import CaseStanding, Tally, TallyTotal
from web.store.models.task_lists import (
    TaskHandover,
    TaskListLook,
    TaskMail,
    TaskMailChoice,
    TaskOpening,
)
from web.store.models.time import Clock, Meeting, NeedsAttention, Notice, OutboxMail, Timer

__all__ = [
    "Agency",
    "AgendaItem",
    "Attendance",
    "AuditEvent",
    "Case",
    "CaseAgency",
    "CaseData",
    "CaseStanding",
    "Clock",
    "Conflict",
    "Correction",
    "DecisionEvaluation",
    "Departure",
    "DepartureTally",
    "Deployment",
    "Deputy",
    "Document",
    "DocumentContent",
    "Dossier",
    "Draft",
    "DraftFile",
    "ElementVisit",
    "Extension",
    "FlowTaken",
    "Idempotency",
    "Meeting",
    "NeedsAttention",
    "Notice",
    "OutboxMail",
    "Person",
    "ProcessInstance",
    "ReferenceCounter",
    "RegisterEntry",
    "RegisterStanding",
    "Role",
    "RoleAssignment",
    "SetPasswordLink",
    "SignInAttempt",
    "StandIn",
    "Submission",
    "Tally",
    "TallyTotal",
    "TaskHandover",
    "TaskListLook",
    "TaskMail",
    "TaskMailChoice",
    "TaskOpening",
    "Timer",
    "UserTask",
]
