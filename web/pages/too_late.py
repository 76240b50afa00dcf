"""The page for what came too late: the case has moved on, and nothing that was written is lost."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from web.pages import answering
from web.services import cases


def too_late(
    reference: str, entered: str | None = None, why: str | None = None
) -> ResponseReturnValue:
    """Say that the case has moved on, or `why` else (409), and give back every word that was entered."""
    case = cases().case(reference, by=g.person.id)
    process, _, element = request.form.get("_element", "").partition("/")
    versions = (case.version, *(version for _, version in case.other_versions.values()))
    forms = (version.forms.get((process, element)) for version in versions)
    form = next((each for each in forms if each is not None), None)
    page = render_template(
        "tasks/too_late.html",
        case=case,
        why=why,
        kept=answering.kept_text(form, request, entered),
    )
    return page, 409
