"""What is needed to show a form and to take its answers: registers, present values, who submits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.model import Element
from engine.errors import NotFoundError
from engine.forms import PEOPLE_NOT_FROM_THEM, Choice, Form
from engine.version import Version
from web.store.models import Agency, Case, CaseAgency, Person
from web.use_cases.form_views import Options


def form_of(version: Version, process: str, element: str) -> tuple[Form, Element]:
    """Return the form of a user task or start event, or raise NotFoundError."""
    drawn = version.element(process, element)
    form = version.form_of(drawn)
    if form is None:
        raise NotFoundError(f"no form for {process}/{element}")
    return form, drawn


def registers(session: Session, form: Form, *, case: Case | None = None) -> Options:
    """Return the choices of the registers that the form asks from; `case` is None before there is one."""
    asked = {question.register for question in form.questions() if question.register}
    options: dict[str, tuple[Choice, ...]] = {}
    if "agencies" in asked:
        agencies = session.execute(
            select(Agency.key, Agency.name).where(Agency.active).order_by(Agency.name)
        )
        options["agencies"] = tuple(Choice(key, name) for key, name in agencies)
    if "people" in asked:
        people = session.execute(
            select(Person.id, Person.name, Person.agency_key)
            .where(Person.active)
            .order_by(Person.name, Person.id)
        ).all()
        options["people"] = tuple(Choice(str(person), name) for person, name, _ in people)
        if any(question.not_from for question in form.questions()):
            reviewed = agencies_under_review(session, case)
            options[PEOPLE_NOT_FROM_THEM] = tuple(
                Choice(str(person), name)
                for person, name, agency in people
                if agency not in reviewed
            )
    return options


def agencies_under_review(session: Session, case: Case | None) -> frozenset[str]:
    """Return the keys of the agencies that forms listed as under review on the case."""
    if case is None:
        return frozenset()
    return frozenset(
        session.scalars(select(CaseAgency.agency_key).where(CaseAgency.case_id == case.id))
    )


def depends_on_the_case(form: Form) -> bool:
    """Say whether the form sets facts or fields of the case, so that a newer version of them matters."""
    return bool(form.facts() or form.case_fields())
