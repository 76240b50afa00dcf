"""Show a form, and the answers given to one, as GOV.UK Frontend HTML.

The words and the order are the form's; the markup is in ``templates/components``. All of it works
without JavaScript, see docs/decisions/0060.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Flask, current_app
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from engine.forms import Choice, Form, Kind, Question, ShownQuestion, shown_questions
from engine.forms.dates import date_in_words, parts_of, read_date
from engine.uploads import kinds_in_words
from web.assets import asset
from web.forms.summaries import changes_between, lower_first, summary_of, upper_first
from web.markdown import markdown
from web.navigation import is_demonstration, navigation

BUTTONS: Final = {"continue": "Continue", "save": "Save and come back later"}
Options = Mapping[str, Sequence[Choice]]
Problems = Mapping[str, Sequence[str]]


def prepare_templates(app: Flask) -> None:
    """Let the application's templates use GOV.UK's macros, ``asset`` and our filters."""
    app.jinja_env.loader = ChoiceLoader(
        [
            app.create_global_jinja_loader(),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.globals.update(
        asset=asset, navigation=navigation, is_demonstration=is_demonstration
    )
    app.jinja_env.filters.update(
        markdown=markdown,
        date_parts=parts_of,
        date_in_words=_date_in_words,
        dashed=field_name,
        choice_items=_choice_items,
        accepted=_accepted,
        kinds_in_words=kinds_in_words,
        lower_first=lower_first,
        upper_first=upper_first,
    )


def field_name(path: str) -> str:
    """Return the name of the field of a path: ``children-0-last_name``."""
    return path.replace(".", "-")


def field_id(path: str) -> str:
    """Return the id of the field of a path, which error summaries and Change links lead to."""
    return f"q-{field_name(path)}"


def render_form(
    form: Form,
    values: Mapping[str, Any],
    problems: Problems,
    context: Mapping[str, Any],
    options: Options | None = None,
    *,
    now: datetime | None = None,
    buttons: Mapping[str, str] = BUTTONS,
) -> Markup:
    """Return everything that stands inside the page's ``<form method="post">``, but the CSRF token.

    ``values`` is what was entered (`raw_from_post`, a draft, `Form.prefilled` or `Answers.full`).
    ``buttons`` are what ``_do`` says and what people read. The error summary is apart,
    `render_problems`, because it stands above the page's heading.
    """
    shown = form.lay_out(values, context=context, options=options, now=now)
    return _render("form", shown, problems, form.controlling(), dict(buttons))


def render_problems(
    form: Form,
    values: Mapping[str, Any],
    problems: Problems,
    context: Mapping[str, Any],
    options: Options | None = None,
    *,
    now: datetime | None = None,
) -> Markup:
    """Return the error summary, in the order of the questions, each a link to its question.

    It is empty where there are no problems.
    """
    if not problems:
        return Markup("")
    shown = form.lay_out(values, context=context, options=options, now=now)
    asked = {each.path: each for each in shown_questions(shown)}
    order = [path for path in asked if path in problems]
    order += [path for path in problems if path not in asked]
    entries = [
        _Problem(sentence, _target(path, asked)) for path in order for sentence in problems[path]
    ]
    return _render("problems", entries)


def render_guidance(form: Form) -> Markup:
    """Return the guidance that the form wants beside its questions; empty where there is none."""
    return Markup("").join(markdown(each.text, 3) for each in form.beside())


def render_answers(
    form: Form,
    answers: Mapping[str, Any],
    *,
    context: Mapping[str, Any] | None = None,
    options: Options | None = None,
    change: str | None = None,
    now: datetime | None = None,
    heading_level: int = 2,
    reference: str | None = None,
) -> Markup:
    """Return the answers (`Answers.full`, or what was entered) as summary lists.

    Without ``context`` only what was answered is shown, as it was then: a submission. With it, what is
    asked now and was left blank stands there too: a page to check answers. ``change`` is the address of
    the page to change them on; each answer then has a link to its question. ``reference`` is that of
    the case, whose files can then be opened.
    """
    shown = None
    if context is not None:
        shown = form.lay_out(answers, context=context, options=options, now=now)
    sections = summary_of(form, answers, options or {}, shown)
    return _render("answers", sections, change, heading_level, reference)


def render_changes(
    form: Form,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    options: Options | None = None,
) -> Markup:
    """Return a table of the questions that are answered otherwise after a correction than before."""
    return _render("changes", changes_between(form, before, after, options or {}))


@dataclass(frozen=True, slots=True)
class _Problem:
    sentence: str
    href: str | None


def _target(path: str, asked: Mapping[str, ShownQuestion]) -> str | None:
    """Return where the link of a problem leads: the field, for a date the part that is missing."""
    if not path:
        return None
    question = asked.get(path)
    if question is None or question.question.kind is not Kind.DATE:
        return f"#{field_id(path)}"
    parts = parts_of(question.value)
    empty = next((part for part, text in parts.items() if not text), "day")
    return f"#{field_id(path)}-{empty}"


def _choice_items(shown: ShownQuestion) -> list[dict[str, str]]:
    """Return the choices as GOV.UK's macros want them."""
    return [{"value": choice.value, "text": choice.label} for choice in shown.choices]


def _accepted(question: Question) -> str:
    """Return what a browser's file chooser offers first; what is taken is decided on the server."""
    return ",".join(ending for kind in question.accepts for ending in kind.endings)


def _date_in_words(value: Any) -> str:
    date = read_date(value)
    return "" if date is None else date_in_words(date)


def _render(macro: str, *arguments: Any) -> Markup:
    module = current_app.jinja_env.get_template(f"components/{macro}.html").module
    rendered: Markup = getattr(module, macro)(*arguments)
    return rendered
