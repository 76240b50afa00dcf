"""A tiny form written for a test."""

import json

from engine.forms import read_form


def form(form_id: str):
    """Return a form with one yes/no question, `answer`."""
    question = {
        "type": "radio",
        "id": f"{form_id}_answer",
        "key": "answer",
        "label": "Yes or no?",
        "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}],
        "validate": {"required": True},
    }
    content = {"type": "default", "id": form_id, "schemaVersion": 18, "components": [question]}
    return read_form(json.dumps(content).encode(), file=f"forms/small/{form_id}.form")
