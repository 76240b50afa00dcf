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


def asks_for_a_file(form_id: str):
    """Return a form that asks yes or no, on yes for a file, and for a word if one likes."""
    yes_or_no = {
        "type": "radio",
        "id": "answer",
        "key": "answer",
        "label": "Yes or no?",
        "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}],
        "validate": {"required": True},
    }
    paper = {
        "type": "filepicker",
        "id": "paper",
        "key": "paper",
        "label": "The paper",
        "accept": ".pdf",
        "validate": {"required": True},
        "properties": {"megabytes": "=1"},
        "conditional": {"hide": '=answer = "no"'},
    }
    word = {"type": "textfield", "id": "word", "key": "word", "label": "A word"}
    content = {
        "type": "default",
        "id": form_id,
        "schemaVersion": 18,
        "components": [yes_or_no, paper, word],
    }
    return read_form(json.dumps(content).encode(), file=f"forms/small/{form_id}.form")


def appoints(form_id: str):
    """Return a form that asks whom to appoint as the Panel's chair, if anybody."""
    who = {
        "type": "select",
        "id": "who",
        "key": "who",
        "label": "Who chairs the Panel?",
        "valuesKey": "people",
        "properties": {"appoints": "panel_chair"},
    }
    content = {"type": "default", "id": form_id, "schemaVersion": 18, "components": [who]}
    return read_form(json.dumps(content).encode(), file=f"forms/small/{form_id}.form")
