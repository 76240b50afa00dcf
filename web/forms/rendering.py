"""Show a form, and the answers given to one, as GOV.UK Frontend HTML.

Both need an application whose Jinja environment was prepared by `prepare_templates`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Flask
from markupsafe import Markup

from engine.forms import Choice, Form


def prepare_templates(app: Flask) -> None:
    """Let the application's templates use GOV.UK's macros, `asset` and our filters."""
    raise NotImplementedError


def render_form(
    form: Form,
    values: Mapping[str, Any],
    problems: Mapping[str, Sequence[str]],
    context: Mapping[str, Any],
    options: Mapping[str, Sequence[Choice]] | None = None,
    *,
    now: datetime | None = None,
    buttons: Sequence[str] = ("continue", "save"),
) -> Markup:
    """Return everything that stands inside the page's `<form method="post">`, but the CSRF token.

    ``values`` is what was entered (`raw_from_post`, a draft, or `Answers.full`). The error summary is
    apart, `render_problems`, because it stands above the page's heading.
    """
    raise NotImplementedError


def render_problems(
    form: Form,
    values: Mapping[str, Any],
    problems: Mapping[str, Sequence[str]],
    context: Mapping[str, Any],
    options: Mapping[str, Sequence[Choice]] | None = None,
    *,
    now: datetime | None = None,
) -> Markup:
    """Return the error summary, in the order of the questions, each a link to its question."""
    raise NotImplementedError


def render_answers(
    form: Form,
    answers: Mapping[str, Any],
    *,
    context: Mapping[str, Any],
    options: Mapping[str, Sequence[Choice]] | None = None,
    change: str | None = None,
    now: datetime | None = None,
) -> Markup:
    """Return the answers (`Answers.full`) as summary lists; ``change`` is the page to change them on."""
    raise NotImplementedError
