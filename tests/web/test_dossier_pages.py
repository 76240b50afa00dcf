"""The pages of a dossier: made at a press, its digest shown, and the file read without network."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.board import Board, open_board
from tests.web.browser import chromium_running, served
from tests.web.forms_in_pages import token_of
from tests.web.small_board import small_case, small_files

GOVERNOR = "governor"


@pytest.fixture(scope="module")
def small(make_shared_app: Callable[..., Flask]) -> Iterator[tuple[Board, str]]:
    with open_board(make_shared_app, scenario=small_case(), files=small_files()) as board:
        reference = board.brought_to("triage")
        with board.app.test_request_context():
            board.complete(reference, board.act("triage"))
        yield board, reference


def make(board: Board, reference: str, who: str = GOVERNOR) -> TestResponse:
    client, path = board.client(who), f"/cases/{reference}/dossier"
    return client.post(path, data={"csrf_token": token_of(client.get(path).text)})


def test_the_case_leads_to_it(small: tuple[Board, str]):
    board, reference = small

    page = board.client(GOVERNOR).get(f"/cases/{reference}").text

    assert f'href="/cases/{reference}/dossier"' in page


def test_whoever_sees_only_a_status_is_not_led_to_one_and_gets_none(small: tuple[Board, str]):
    board, reference = small
    client = board.client("notifier")

    assert "/dossier" not in client.get(f"/cases/{reference}").text
    assert client.get(f"/cases/{reference}/dossier").status_code == 403
    assert client.get(f"/cases/{reference}/dossier/file").status_code == 403
    assert make(board, reference, "notifier").status_code in (400, 403)


def test_before_it_is_made_the_page_says_what_it_will_hold(small: tuple[Board, str]):
    board, reference = small
    client = board.client("manager")

    page = client.get(f"/cases/{reference}/dossier").text

    assert "Make the dossier" in page
    assert "The audit trail records that you have read all that is in it" in page
    assert "Its digest (SHA-256)" not in page
    assert client.get(f"/cases/{reference}/dossier/file").status_code == 404


def test_once_it_is_made_the_page_shows_the_digest_of_the_very_file_it_offers(
    small: tuple[Board, str],
):
    board, reference = small
    client = board.client(GOVERNOR)

    answer = make(board, reference)

    assert (answer.status_code, answer.location) == (303, f"/cases/{reference}/dossier#made")
    page = client.get(f"/cases/{reference}/dossier").text
    file = client.get(f"/cases/{reference}/dossier/file")
    digest = hashlib.sha256(file.data).hexdigest()
    assert digest in page
    assert f"sha256sum {reference}-dossier.zip" in page
    assert "by another way than the file" in page
    assert file.headers["Content-Disposition"] == f"attachment; filename={reference}-dossier.zip"
    assert file.mimetype == "application/zip"
    trail = client.get(f"/cases/{reference}/audit").text
    assert "dossier_made" in trail
    assert digest in trail
    assert "dossier_opened" in trail


def test_in_a_browser_it_can_be_made_read_and_printed_without_network(
    small: tuple[Board, str], tmp_path: Path
):
    board, reference = small
    make(board, reference)
    content = board.client(GOVERNOR).get(f"/cases/{reference}/dossier/file").data
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(tmp_path)

    with chromium_running() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "index.html").as_uri())

        assert page.title() == f"Dossier of {reference}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        broken = "all => all.filter(each => !each.complete || !each.naturalWidth).length"
        assert page.locator("img").count() > 1
        assert page.locator("img").evaluate_all(broken) == 0
        assert [each for each in asked if not each.startswith("file:")] == []
        violations = Axe().run(page).response["violations"]
        assert [
            each["id"] for each in violations if each["impact"] in ("serious", "critical")
        ] == []


def test_the_page_is_accessible_and_fits_on_a_telephone(small: tuple[Board, str]):
    board, reference = small
    make(board, reference)

    with served(board.app) as address, chromium_running() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(f"{address}sign-in")
        page.get_by_label("Email address").fill(f"{GOVERNOR}@example.invalid")
        page.get_by_label("Password").fill("only invented people have this")
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{address}cases/{reference}/dossier")

        assert page.get_by_role("heading", name=f"Dossier of {reference}").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        violations = Axe().run(page).response["violations"]
        assert [
            each["id"] for each in violations if each["impact"] in ("serious", "critical")
        ] == []
