"""A process owner's form editor opens every form of the protocol, and saves what we read just the same."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from engine.forms import read_form

ROOT = Path(__file__).parents[2]
FORMS = sorted(path.relative_to(ROOT) for path in ROOT.glob("forms/*/*.form"))
DEMO = Path("tests/forms/demo.form")


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("editor")
    subprocess.run(
        ["node", ROOT / "frontend/test/bundle_form_editor.mjs", folder], check=True, timeout=120
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_content("<!doctype html><title>Form editor</title>")
        page.add_script_tag(path=folder / "editor.js")
        yield page
        browser.close()


def test_there_are_forms_to_open():
    assert len(FORMS) >= 10


@pytest.mark.parametrize("path", [DEMO, *FORMS], ids=str)
def test_the_form_editor_opens_the_form_without_complaint(editor, path):
    content = (ROOT / path).read_bytes()

    opened = editor.evaluate("schema => window.openForm(schema)", json.loads(content))

    assert opened["complaints"] == []
    assert _asked(json.dumps(opened["saved"]).encode()) == _asked(content)


def test_the_form_editor_complains_of_what_it_does_not_know(editor):
    schema = {"type": "default", "components": [{"type": "no_such_thing"}]}

    assert editor.evaluate("schema => window.openForm(schema)", schema)["complaints"]


def _asked(content: bytes) -> list[tuple[object, ...]]:
    """Return what is asked, where and under which conditions; lines move when a file is saved."""
    return [
        (
            question.path,
            question.kind,
            question.label,
            question.required,
            question.choices,
            question.hide and question.hide.text,
            sorted(question.properties.items()),
        )
        for question in read_form(content, file="x").questions()
    ]
