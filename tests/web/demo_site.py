"""A small site with one form on it, as the pages show forms: for tests of how forms look and behave."""

from typing import Any

from flask import Flask, make_response, render_template_string, request
from werkzeug import Response

from engine.errors import InvalidAnswersError
from engine.forms import pressed, raw_from_post, rearranged
from tests.forms.demo_form import CONTEXT, NOW, OPTIONS, demo_form
from web import headers
from web.forms.rendering import (
    prepare_templates,
    render_answers,
    render_form,
    render_guidance,
    render_problems,
)

PAGE = """
{% extends "layout.html" %}
{% block page_title %}{{ "Error: " if problems }}{{ title }}{% endblock %}
{% block content %}
{{ problems }}
<h1 class="govuk-heading-l">{{ title }}</h1>
<div class="govuk-grid-row">
<div class="govuk-grid-column-two-thirds"><form method="post" action="/" novalidate>{{ form }}</form></div>
<div class="govuk-grid-column-one-third">
<aside class="rd-aside" aria-label="Guidance">{{ guidance }}</aside>
</div>
</div>
{% endblock %}
"""
CHECK = """
{% extends "layout.html" %}
{% block page_title %}Check your answers{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Check your answers</h1>{{ answers }}{% endblock %}
"""


def demo_site() -> Flask:
    """Return the application; `received` in its configuration holds what was accepted."""
    app = Flask("web.application")
    app.config.update(SECRET_KEY="a key of a test", received=[], started_with={})
    prepare_templates(app)
    headers.install(app)
    form = demo_form()

    def page(values: Any, problems: Any = None) -> Response:
        arguments = (form, values, problems or {}, CONTEXT, OPTIONS)
        html = render_template_string(
            PAGE,
            title=form.title,
            problems=render_problems(*arguments, now=NOW),
            form=render_form(*arguments, now=NOW),
            guidance=render_guidance(form),
        )
        return make_response(html, 422 if problems else 200)

    @app.get("/")
    def show() -> Response:
        return page(app.config["started_with"])

    @app.post("/")
    def answer() -> Response:
        raw = raw_from_post(form, request.form)
        button = pressed(request.form)
        if button.shows_the_form_again:
            return page(rearranged(form, raw, button))
        try:
            answers = form.validate(raw, context=CONTEXT, options=OPTIONS, now=NOW)
        except InvalidAnswersError as refusal:
            return page(raw, refusal.problems)
        app.config["received"].append(answers)
        html = render_answers(
            form, answers.full, context=CONTEXT, options=OPTIONS, change="/", now=NOW
        )
        return make_response(render_template_string(CHECK, answers=html))

    return app
