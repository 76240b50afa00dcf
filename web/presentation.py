"""What every template may use: forms, explained decisions, and days, times and values in words."""

from flask import Flask

from engine.bpmn.called import called, leads_to
from web import words
from web.explained import explained
from web.forms.rendering import (
    prepare_templates,
    render_answers,
    render_changes,
    render_form,
    render_guidance,
    render_problems,
)
from web.use_cases.chronology_views import has_chronology


def install(app: Flask) -> None:
    """Prepare the application's templates."""
    prepare_templates(app)
    app.jinja_env.globals.update(
        render_form=render_form,
        render_problems=render_problems,
        render_answers=render_answers,
        render_changes=render_changes,
        render_guidance=render_guidance,
        explained=explained,
        called=called,
        leads_to=leads_to,
    )
    for written in (
        words.day,
        words.moment,
        words.iso,
        words.in_words,
        words.cell_in_words,
        words.role_title,
        words.unit_in_words,
        has_chronology,
    ):
        app.add_template_filter(written)
