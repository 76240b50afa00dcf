"""What the journeys share: Chromium, and a site that several small journeys walk one after the other."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.journeys.hands import Pointer
from tests.journeys.site import Site, open_site
from tests.web.browser import chromium_running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_running() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(make_shared_app: Callable[..., Flask], chromium: Browser) -> Iterator[Site]:
    with open_site(make_shared_app, chromium, Pointer()) as site:
        site.board.plan("SIG", days=7)
        site.board.plan("Board", days=40)
        yield site


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="take the pictures of docs anew")
