"""docs/refusals.md holds what people read for bad input exactly as the program prints it today.

Written anew by `python -m pytest tests/web/test_refusals_document.py --write`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import html5lib
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.tiny_folder import TABLES, changed, tiny_folder
from tests.web.board import ROOT, Board
from tests.web.forms_in_pages import fields_of
from web.commands.check import command

DOCUMENT = ROOT / "docs/refusals.md"
CHAIR = "casey_chair"
HEAD = """# What people read when something cannot be taken

As the program printed it. `tests/web/test_refusals_document.py` compares this page with what it prints
now; run it with `--write` to write the page anew.

## Files that do not fit, as `review-desk check` says it

Each line says the file and line, the element, what is wrong, why it matters, and what to do instead. The
files are a small example of a protocol. A folder with a problem is never put live: the last good version
serves on.
"""
PAGES = """
## Answers that cannot be taken, as the pages say it

In each of these everything that was entered is kept, and stands on the page that is shown.
"""
_MISSPELT = ('triage.outcome = "convene"', 'triage.outcom = "convene"')
_NO_SUCH_VALUE = ('triage.outcome = "convene"', 'triage.outcome = "convenes"')


def files_that_do_not_fit() -> Iterator[tuple[str, Mapping[str, bytes]]]:
    small = tiny_folder()
    yield "A diagram that was cut off", {**small, INCIDENT: small[INCIDENT][:3000]}
    yield (
        "A lane that no role has",
        changed(INCIDENT, '<bpmn:lane id="sig_chair" name="SIG Chair">', _lane("SIG Chairperson")),
    )
    yield "A misspelt variable", changed(INCIDENT, *_MISSPELT)
    yield "A misspelt value", changed(INCIDENT, *_NO_SUCH_VALUE)
    yield (
        "A table with a gap",
        changed(TABLES, '<text>"died","harmed"</text>', '<text>"died"</text>'),
    )
    yield "A form with a missing question", _without_the_question(small)


def _lane(title: str) -> str:
    return f'<bpmn:lane id="sig_chair" name="{title}">'


def _without_the_question(small: Mapping[str, bytes]) -> dict[str, bytes]:
    path = "forms/incident/hear.form"
    text = small[path].decode()
    assert text.count('"willing"') == 1
    return {**small, path: text.replace('"willing"', '"agreed"').encode()}


def checked(folder: Path, files: Mapping[str, bytes]) -> str:
    """Return what the command prints about a folder of these files."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    result = CliRunner().invoke(command, [str(folder)])
    assert result.exit_code == 1
    return result.output.strip()


def answers_that_cannot_be_taken(board: Board) -> Iterator[tuple[str, str]]:
    client = board.client(CHAIR)
    reference = board.brought_to("triage")
    path = f"/cases/{reference}/tasks/{board.task_id(reference, 'triage', who=CHAIR)}"
    written = {"reason": "The criteria may be met."}

    yield "A form with nothing chosen", read(send(client, path, _do="continue"))
    too_long = send(client, path, _do="continue", reason="x" * 100_000)
    yield "A text of 100,000 characters", read(too_long)

    page = send(client, path, _do="continue", **answered(board), **written)
    again = fields_of(page) | {"_key": uuid4().hex}
    once = client.post(f"{path}/check", data=fields_of(page), follow_redirects=True)
    twice = client.post(f"{path}/check", data=fields_of(page), follow_redirects=True)
    assert read(once) == read(twice)
    yield "The button pressed twice: both times the page says", read(once)

    stale = client.post(f"{path}/check", data=again)
    assert stale.status_code == 409
    assert written["reason"] in stale.text
    yield "A task page that is out of date (409)", read(stale)


def answered(board: Board) -> dict[str, str]:
    answers = board.answers("triage")
    day = dict(zip(("year", "month", "day"), str(answers["discussed_on"]).split("-"), strict=True))
    fields = {
        key: str(value) for key, value in answers.items() if key not in ("reason", "discussed_on")
    }
    return fields | {f"discussed_on-{part}": digits for part, digits in day.items()}


def send(client: FlaskClient, path: str, **fields: str) -> str:
    form = fields_of(client.get(path).text) | fields
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.text


def read(answer: object) -> str:
    """Return what a page says of what happened: its error summary, or its status."""
    page = html5lib.parse(getattr(answer, "text", answer), namespaceHTMLElements=False)
    said = [
        *page.findall(".//div[@class='govuk-error-summary']//*[@role='alert']"),
        *page.findall(".//div[@class='rd-notice']"),
    ]
    assert said, "the page says nothing"
    lines = ("".join(said[0].itertext())).split("\n")
    words = [re.sub(r"SI-\d{4}-\d{4}", "SI-2026-0042", line.strip()) for line in lines]
    return "\n".join(line for line in words if line)


def document(board: Board, folder: Path) -> str:
    parts = [HEAD]
    for number, (what, files) in enumerate(files_that_do_not_fit()):
        parts.append(f"**{what}**\n\n```\n{checked(folder / str(number), files)}\n```\n")
    parts.append(PAGES)
    parts += [
        f"**{what}**\n\n```\n{said}\n```\n" for what, said in answers_that_cannot_be_taken(board)
    ]
    return "\n".join(parts)


def test_what_people_read_stands_in_docs_as_it_is_printed(board, tmp_path, request):
    printed = document(board, tmp_path)
    if request.config.getoption("--write", default=False):
        DOCUMENT.write_text(printed, "utf-8")

    assert printed == DOCUMENT.read_text("utf-8"), (
        "Run this test with --write, and read the difference"
    )
