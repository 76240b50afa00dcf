"""Forms as pages: GOV.UK Frontend HTML that works without JavaScript."""

from web.forms.rendering import render_answers, render_form

__all__ = ["render_answers", "render_form"]
