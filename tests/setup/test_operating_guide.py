"""docs/operating.md describes every setting and every command, and nothing that is gone."""

import re
from pathlib import Path

import click
from click.testing import CliRunner

from web.commands import main
from web.config import SETTINGS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "operating.md").read_text("utf-8")


def described_settings() -> list[str]:
    return re.findall(r"^\| `([A-Z_]+)` \|", GUIDE, re.MULTILINE)


def test_each_setting_is_described_in_the_order_of_the_table():
    assert described_settings() == list(SETTINGS)


def test_each_variable_that_the_code_reads_is_a_setting():
    read = set()
    for path in (ROOT / "web").rglob("*.py"):
        read.update(
            re.findall(r'environ(?:ment)?(?:\.get\(|\[)"([A-Z_]+)"', path.read_text("utf-8"))
        )

    assert read
    assert read <= set(SETTINGS)


def test_each_command_in_the_documents_exists():
    named = set()
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        named.update(re.findall(r"`review-desk ([a-z]+)", path.read_text("utf-8")))

    commands = set(main.list_commands(click.Context(main)))

    assert named
    assert named <= commands


def test_each_make_target_in_the_documents_exists():
    targets = set(
        re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    named = set()
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        named.update(re.findall(r"`make ([a-z]+)", path.read_text("utf-8")))

    assert {"run", "test"} <= named
    assert named <= targets


def test_the_command_lists_what_it_can_do():
    shown = CliRunner().invoke(main, ["--help"])

    assert shown.exit_code == 0
    for name in (
        "check",
        "decide",
        "deploy",
        "migrate",
        "person",
        "play",
        "run",
        "serve",
        "worker",
    ):
        assert re.search(rf"^  {name}\s+\S", shown.output, re.MULTILINE), name


def test_each_link_of_the_readme_leads_to_something():
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text("utf-8"))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
