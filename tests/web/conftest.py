"""The real protocol with the people of its normal route, shared by the tests of a module."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.web.board import Board, open_board


@pytest.fixture(scope="module")
def board(make_shared_app: Callable[..., Flask]) -> Iterator[Board]:
    with open_board(make_shared_app) as board:
        board.plan("SIG", days=7)
        yield board


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="write docs/refusals.md anew")
