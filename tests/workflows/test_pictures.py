"""The diagrams open in bpmn-js, as the owner's modeller opens them, and have their pictures."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from scripts.pictures import PICTURES, drawing_of
from tests.workflows.drawing import FILES


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_diagram_opens_in_the_modeller_without_a_warning(path: Path, page: Page):
    xml = path.read_text(encoding="utf-8")

    svg, warnings = drawing_of(page, xml)

    assert warnings == []
    assert svg.count("djs-shape") >= xml.count("<bpmndi:BPMNShape ") > 5


def test_a_diagram_with_an_id_used_twice_is_warned_about(page: Page):
    file = next(path for path in FILES if path.stem == "agency_information")
    xml = file.read_text(encoding="utf-8")
    broken = xml.replace('id="define_request_di"', 'id="collate_information_di"')

    _, warnings = drawing_of(page, broken)

    assert any("duplicate ID" in warning for warning in warnings)


def test_every_diagram_has_a_picture_small_enough_for_a_page():
    assert len(FILES) >= 3
    for path in FILES:
        assert (PICTURES / f"{path.stem}.svg").exists()
        assert (PICTURES / f"{path.stem}.png").stat().st_size < 400_000
