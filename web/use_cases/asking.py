"""What is needed to show a form and to take its answers: registers, present values, who submits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.model import Element
from engine.errors import NotFoundError
from engine.forms import Choice, Form
from engine.version import Version
from web.store.models import Agency, Person
from web.use_cases.views import Options


def form_of(version: Version, process: str, element: str) -> tuple[Form, Element]:
    """Return the form of a user task or start event, or raise NotFoundError."""
    drawn = version.element(process, element)
    form = version.form_of(drawn)
    if form is None:
        raise NotFoundError(f"no form for {process}/{element}")
    return form, drawn


def registers(session: Session, form: Form) -> Options:
    """Return the choices of the registers that the form asks from."""
    asked = {question.register for question in form.questions() if question.register}
    options: dict[str, tuple[Choice, ...]] = {}
    if "agencies" in asked:
        agencies = session.execute(
            select(Agency.key, Agency.name).where(Agency.active).order_by(Agency.name)
        )
        options["agencies"] = tuple(Choice(key, name) for key, name in agencies)
    if "people" in asked:
        people = session.execute(
            select(Person.id, Person.name).where(Person.active).order_by(Person.name, Person.id)
        )
        options["people"] = tuple(Choice(str(person), name) for person, name in people)
    return options


def depends_on_the_case(form: Form) -> bool:
    """Say whether the form sets facts or fields of the case, so that a newer version of them matters."""
    return bool(form.facts() or form.case_fields())
