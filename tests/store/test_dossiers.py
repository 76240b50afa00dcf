"""A dossier holds all that its receiver may read of a case and nothing else, and making it is recorded."""

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from re import DOTALL, findall
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from engine.errors import InvalidAnswersError, NotFoundError, NotPermittedError
from tests.conftest import app_url
from tests.installation import config_for
from tests.store.dossiers import (
    NATURE,
    PAPER,
    PAPER_NAME,
    WHY_HANDED,
    WHY_LATER,
    files_in,
    made,
    worked_case,
)
from tests.store.office import CHILD, NOTIFICATION, SYNOPSIS, TRIAGE, Office, open_office
from web.dossier.contents import Contents
from web.dossier.manifest import ABOUT, ENTRIES, TRAIL
from web.dossier.verifying import verify
from web.dossier.writing import write
from web.postgres import Server
from web.store.documents import salted_content_of
from web.use_cases.dossier.reading import DossierReading

WRITTEN = (
    CHILD,
    SYNOPSIS,
    TRIAGE["reason"],
    WHY_LATER,
    WHY_HANDED,
    NATURE,
    PAPER.decode(),
    PAPER_NAME,
)


@pytest.fixture(scope="module")
def worked(furnished: Server) -> Iterator[tuple[Office, str]]:
    """An office with one worked case; the tests that use it add nothing but dossiers."""
    furnished.create_database("of_dossiers", template="furnished")
    office = open_office(config_for(app_url(furnished, "of_dossiers")))
    try:
        yield office, worked_case(office)
    finally:
        office.engine.dispose()
        furnished.drop_database("of_dossiers")


def entries_in(files: dict[str, bytes]) -> list[dict]:
    return json.loads(files[ENTRIES])


def events_in(files: dict[str, bytes]) -> list[list]:
    return [json.loads(line) for line in files[TRAIL].splitlines()]


def page_of(files: dict[str, bytes]) -> str:
    return files["index.html"].decode()


def newest(office: Office, reference: str, kind: str) -> tuple:
    [found] = office.rows(
        "select actor, subject, detail, digest from audit_event where kind = :kind"
        " order by id desc limit 1",
        kind=kind,
    )
    return found


def test_it_holds_everything_that_governance_may_read(worked: tuple[Office, str]):
    office, reference = worked
    files = files_in(made(office, reference)[0])

    given = Counter(each["kind"] for each in entries_in(files) if each["file"])
    assert given == {
        "submission": 3,
        "decision": 1,
        "facts": 2,
        "file": 1,
        "extension": 1,
        "handover": 1,
        "register_row": 1,
        "conflict": 1,
    }
    page = page_of(files)
    for words in (CHILD, SYNOPSIS, TRIAGE["reason"], WHY_LATER, WHY_HANDED, NATURE, PAPER_NAME):
        assert words in page
    assert PAPER in [files[name] for name in files if name.startswith("files/")]
    for notice in office.case(reference).notices:
        assert notice.to in page


def test_a_decision_stands_there_with_its_rows_inputs_versions_and_diagram(
    worked: tuple[Office, str],
):
    office, reference = worked
    files = files_in(made(office, reference)[0])
    page, [decision] = page_of(files), office.case(reference).decisions

    part = page[page.index('id="decision-1"') : page.index('id="entered"')]
    for match in decision.matched:
        assert f"row {match.row}" in part
    for path in ("small_incident.bpmn", "decisions/urgency.dmn"):
        name = f"protocol/version-{decision.deployment}/workflows/{path}"
        assert f'href="{name}"' in part
        assert hashlib.sha256(files[name]).hexdigest() in part
    assert "Outcome for the child: <strong>harmed</strong>" in part
    picture = files["pictures/decision-0001/small_incident-1.svg"].decode()
    assert "Decided here" in picture
    assert "Triage: waiting now" in picture, "it stood there then"
    assert "Consider: " not in picture, "it came there later"
    assert "Consider: done" in files["pictures/at-the-end/small_incident-1.svg"].decode()


def test_every_link_of_the_page_leads_to_a_file_or_a_place_of_it(worked: tuple[Office, str]):
    office, reference = worked
    files = files_in(made(office, reference)[0])
    page = page_of(files)

    targets = [part.partition('"')[0] for part in page.replace("src=", "href=").split('href="')[1:]]
    missing = [
        each
        for each in targets
        if not (each in files or (each[0] == "#" and f'id="{each[1:]}"' in page))
    ]
    assert missing == []
    assert len(targets) > 20
    assert "http" not in page.replace("https://review-desk", "")
    assert "<script" not in page


def section(page: str, name: str) -> str:
    [found] = findall(rf'<section aria-labelledby="{name}">(.*?)</section>', page, DOTALL)
    return found


def test_every_clause_stands_there_as_on_the_page_of_the_case_with_what_shows_it(
    worked: tuple[Office, str],
):
    office, reference = worked
    files = files_in(made(office, reference)[0])
    part = unescape(section(page_of(files), "clauses"))
    standing = office.use.compliance.of_case(office.case(reference))

    assert [each.clause.id for each in standing.clauses] == ["S-01", "S-02", "S-03"]
    for each in standing.clauses:
        [row] = findall(rf'<tr id="clause-{each.clause.id}">(.*?)</tr>', part, DOTALL)
        assert each.clause.requirement in row
        assert row.count("<li>") == len([*each.departures, *each.evidence, *each.ahead])
        assert all(shown.label in row for shown in [*each.evidence, *each.ahead])
    for status, number in standing.counts.items():
        assert f"<strong>{number}</strong> {status.value.lower()}" in part
    [triaged] = findall(r'id="submission-(\d+)">\d+\. Triage', page_of(files))
    assert f'<a href="#submission-{triaged}">the answers</a>' in part
    assert 'href="#notices"' in part
    assert 'href="pictures/at-the-end/small_incident-1.svg"' in part


def test_a_meeting_stands_there_with_its_agenda_attendance_conflicts_and_what_was_decided(
    worked: tuple[Office, str],
):
    office, reference = worked
    files = files_in(made(office, reference)[0])
    part = section(page_of(files), "meetings")

    assert part.count("<h3") == 1, "one meeting, though none of a Panel or the Board held it"
    assert "SIG, " in part
    assert "(held)" in part
    assert "As number 1" in part
    assert "Una Example" in part, "who has declared a conflict"
    for name, standing in (("Meg Example", "Present"), ("Vicky Example", "Apologies")):
        [row] = [each for each in part.split("<tr>") if name in each]
        assert standing in row
    [decided] = findall(r'id="submission-(\d+)">\d+\. Consider', page_of(files))
    assert f'<a href="#submission-{decided}">Consider</a>, by Cherry Example' in part


def test_a_case_that_waits_for_a_meeting_has_its_agenda_and_one_on_none_has_no_section(
    office: Office,
):
    reference = office.triaged()
    assert "Meetings" not in page_of(files_in(made(office, reference)[0]))

    office.meeting_in(1)
    waiting = section(page_of(files_in(made(office, reference)[0])), "meetings")

    assert "(planned)" in waiting
    assert "Consider" in waiting, "what comes up"
    assert "Nothing yet" in waiting


def test_what_waited_for_a_meeting_stands_on_its_agenda_at_whatever_hour_it_met(office: Office):
    reference = office.triaged()
    planned = office.meeting_in(1)
    office.days_pass(1)

    # The hour has come, and nobody has done yet what was due by it.
    held = office.use.meetings.record_held("SIG", by=office.manager)

    assert held == planned
    assert [each.reference for each in office.use.agendas.agenda(held, by=office.chair).lines] == [
        reference
    ]


def test_a_board_member_reads_of_a_meeting_what_is_reported_and_of_the_clauses_nothing(
    worked: tuple[Office, str],
):
    office, reference = worked
    page = page_of(files_in(made(office, reference, who="board")[0]))
    part = section(page, "meetings")

    assert "S-01" not in page
    assert 'id="clauses"' not in page
    assert "Consider" in part
    assert "Conflicts" not in part
    assert "Una Example" not in page
    assert "Attendance" not in part, "who has no seat in the SIG does not read who came"


def test_every_event_with_a_digest_has_its_entry(worked: tuple[Office, str]):
    office, reference = worked
    files = files_in(made(office, reference)[0])

    with_digest = {event[1]: event[7] for event in events_in(files) if event[7]}
    entries = {each["event"]: each["digest"] for each in entries_in(files)}

    assert entries == with_digest
    hidden = Counter(each["kind"] for each in entries_in(files) if not each["file"])
    # What is known only as a digest: what was taken out before it was submitted, and what others open.
    assert hidden - Counter(dossier=99) == Counter(document=2, file=1)


def test_what_is_left_out_keeps_its_digest_and_nothing_by_which_it_could_be_guessed(
    worked: tuple[Office, str],
):
    office, reference = worked
    content, _ = made(office, reference)
    files = files_in(content)
    chair = files_in(made(office, reference, who="chair")[0])

    hidden = {each["digest"] for each in entries_in(files) if each["kind"] == "document"}
    read = {each["digest"]: each for each in entries_in(chair) if each["kind"] == "document"}

    assert hidden == set(read)
    for digest, entry in read.items():
        salt = chair[entry["salt"]]
        assert hashlib.sha256(salt + chair[entry["file"]]).hexdigest() == digest
        assert salt not in content
        assert chair[entry["file"]] not in content
        assert digest in page_of(files)


def test_a_board_member_gets_what_is_reported_and_digests_of_the_rest(worked: tuple[Office, str]):
    office, reference = worked
    content, digest = made(office, reference, who="board")
    files = files_in(content)

    given = [each for each in entries_in(files) if each["file"]]
    assert [each["kind"] for each in given] == ["submission"]
    assert "Invented minutes." in page_of(files)
    for words in WRITTEN:
        assert words.encode() not in content, words
    governance = {each["digest"] for each in entries_in(files_in(made(office, reference)[0]))}
    assert {each["digest"] for each in entries_in(files)} < governance
    assert hashlib.sha256(content).hexdigest() == digest


def test_a_board_member_gets_no_event_and_nothing_to_guess_one_from(worked: tuple[Office, str]):
    office, reference = worked
    content, _ = made(office, reference, who="board")
    files = files_in(content)
    [(chain,)] = office.rows('select id::text from "case"')
    hashes = office.rows(
        "select hash from audit_event where chain = :chain order by seq", chain=chain
    )

    assert TRAIL not in files
    assert chain.encode() not in content
    about = json.loads(files[ABOUT])
    assert about["trail"]["events"] is None
    assert bytes.fromhex(about["trail"]["ends_with"]) in [bytes(each) for (each,) in hashes]
    for (each,) in hashes:
        known = bytes(each).hex().encode() in content
        assert known == (bytes(each).hex() == about["trail"]["ends_with"])
    assert {each["event"] for each in entries_in(files)} == {None}
    assert not [name for name in files if name.startswith(("pictures/", "decisions/", "facts/"))]


def test_without_the_trail_it_is_verified_all_the_same(worked: tuple[Office, str], tmp_path: Path):
    office, reference = worked
    content, digest = made(office, reference, who="board")
    (tmp_path / "board.zip").write_bytes(content)

    verdict = verify(tmp_path / "board.zip", digest)

    assert (verdict.wrong, verdict.proven, verdict.events) == ("", True, None)
    assert verdict.redacted == verdict.entries - 1


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("notifier", NotPermittedError),
        ("unit", NotFoundError),  # who has a conflict
        ("colleague", NotFoundError),
        ("police_lead", NotFoundError),
        ("admin", NotFoundError),
        ("nobody", NotFoundError),
    ],
)
def test_whoever_sees_less_gets_none(who: str, refusal: type, worked: tuple[Office, str]):
    office, reference = worked

    for use in (office.use.dossiers.make, office.use.dossiers.page, office.use.dossiers.open):
        with pytest.raises(refusal):
            use(reference, by=office.people[who])


def test_a_corrected_answer_stands_there_as_it_was_and_as_it_is(office: Office):
    reference = office.triaged()
    [first] = office.case(reference).submissions[:1]
    assert first.id is not None
    shown = office.use.corrections.form(reference, first.id, by=office.notifier)
    office.use.corrections.correct(
        reference,
        first.id,
        {**NOTIFICATION, "synopsis": "What happened, put right."},
        "An invented slip of the pen.",
        by=office.notifier,
        key=uuid4().hex,
        version=shown.page.version,
    )

    files = files_in(made(office, reference)[0])
    page = page_of(files)

    entered = page[page.index('id="submission-1"') : page.index('id="submission-2"')]
    assert entered.index("What happened, put right.") < entered.index(SYNOPSIS)
    assert "An invented slip of the pen." in page
    kinds = Counter(each["kind"] for each in entries_in(files) if each["file"])
    assert (kinds["correction"], kinds["correction_reason"]) == (1, 1)
    assert {each["event"] for each in entries_in(files)} >= {
        event[1] for event in events_in(files) if event[3].startswith(("answer_", "correction_"))
    }


def test_making_it_is_recorded_with_its_digest_and_so_is_taking_it(worked: tuple[Office, str]):
    office, reference = worked
    _, digest = made(office, reference)

    actor, subject, detail, recorded = newest(office, reference, "dossier_made")
    assert (actor, subject) == (office.governor, str(office.governor))
    assert bytes(recorded).hex() == digest
    assert "left out" in detail
    actor, _, _, recorded = newest(office, reference, "dossier_opened")
    assert (actor, bytes(recorded).hex()) == (office.governor, digest)
    assert "Example" not in detail


def test_a_new_one_takes_the_place_of_the_last_whose_digest_stays_in_the_trail(
    worked: tuple[Office, str],
):
    office, reference = worked
    _, first = made(office, reference, who="independent")
    content, second = made(office, reference, who="independent")

    assert first != second
    kept = office.rows("select digest from dossier where person_id = :who", who=office.independent)
    assert [bytes(each).hex() for (each,) in kept] == [second]
    earlier = [each for each in entries_in(files_in(content)) if each["digest"] == first]
    assert [each["kind"] for each in earlier] == ["dossier", "dossier"], "made, and taken"
    assert {each["file"] for each in earlier} == {None}


def test_nobody_takes_what_was_made_for_another(worked: tuple[Office, str]):
    office, reference = worked
    made(office, reference)

    with pytest.raises(NotFoundError):
        office.use.dossiers.open(reference, by=office.vice)


def test_what_is_kept_cannot_be_read_in_the_database(worked: tuple[Office, str]):
    office, reference = worked
    made(office, reference)

    for (content,) in office.rows("select content from dossier"):
        assert CHILD.encode() not in bytes(content)
        assert b"index.html" not in bytes(content)


def contents_of(office: Office, reference: str) -> Contents:
    with office.store.snapshot() as session:
        reading = DossierReading(office.store, session, reference, receiver=office.governor)
        return reading.contents()


def written(office: Office, contents: Contents) -> bytes:
    [(case_id,)] = office.rows('select id from "case"')
    stream = io.BytesIO()

    def fetch(document: UUID) -> tuple[bytes, bytes]:
        with office.store.transaction() as session:
            from web.store.case_files import open_case_by_id

            file = open_case_by_id(session, office.store.vault, case_id, lock=False)
            return salted_content_of(session, file.key, document)

    write(contents, stream, fetch)
    return stream.getvalue()


def test_two_of_the_same_state_and_moment_are_byte_for_byte_alike(worked: tuple[Office, str]):
    office, reference = worked
    first, second = contents_of(office, reference), contents_of(office, reference)

    same_moment = replace(second, made_at=first.made_at, drawn=first.drawn)

    assert written(office, first) == written(office, same_moment)


def test_at_another_moment_nothing_else_differs(worked: tuple[Office, str]):
    office, reference = worked
    first = contents_of(office, reference)
    later = replace(first, made_at=first.made_at + timedelta(minutes=1), drawn=bytes(32))

    one, other = files_in(written(office, first)), files_in(written(office, later))

    differing = {name for name in one if one[name] != other[name]}
    assert set(one) == set(other)
    assert {name for name in differing if not name.startswith("pictures/at-the-end/")} == {
        ABOUT,
        "index.html",
        "manifest.txt",
    }


def test_what_is_drawn_at_random_cannot_be_known_without_the_key(worked: tuple[Office, str]):
    office, reference = worked
    first = contents_of(office, reference)

    assert first.drawn != contents_of(office, reference).drawn, "at another moment another"
    assert len(first.drawn) == 32


def test_the_case_goes_on_while_it_is_written(office: Office):
    reference = office.triaged()
    stream = io.BytesIO()
    acted = []

    def act_once(done: int, files: int) -> None:
        if not acted:
            acted.append(done)
            office.use.conflicts.declare(reference, NATURE, by=office.vice, key=uuid4().hex)

    receiver = "GOVERNOR@example.invalid"
    dossier = office.use.dossiers.write(
        reference, receiver=receiver, stream=stream, progress=act_once
    )

    files = files_in(stream.getvalue())
    assert acted
    assert "conflict_declared" not in [event[3] for event in events_in(files)]
    assert newest(office, reference, "conflict_declared")
    actor, subject, _, digest = newest(office, reference, "dossier_made")
    assert (actor, subject) == (None, str(office.governor))
    assert bytes(digest) == dossier.digest == hashlib.sha256(stream.getvalue()).digest()


def test_whoever_may_no_longer_know_of_the_case_gets_nothing_recorded(office: Office):
    reference = office.triaged()

    def conflict(done: int, files: int) -> None:
        if done == 1:
            office.use.conflicts.declare(reference, NATURE, by=office.governor, key=uuid4().hex)

    with pytest.raises(NotFoundError):
        office.use.dossiers.write(
            reference,
            receiver="governor@example.invalid",
            stream=io.BytesIO(),
            progress=conflict,
        )

    assert office.rows("select 1 from audit_event where kind = 'dossier_made'") == []


def test_a_case_too_large_for_the_page_is_refused_in_a_sentence(office: Office, owner: Engine):
    reference = office.triaged()
    office.use.documents.make(reference, "small_record", by=office.chair)
    with owner.begin() as connection:
        connection.execute(text("update document set size = 80000000"))

    with pytest.raises(InvalidAnswersError) as refusal:
        office.use.dossiers.make(reference, by=office.governor)

    assert "review-desk dossier make" in refusal.value.problems[""][0]


@pytest.fixture
def asked(office: Office):
    """Give the command as a process of its own, on the office's database."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DATABASE_APP_URL": office.url,
        "SECRET_KEY": office.config.secret_key,
        "KEY_ENCRYPTION_KEY": base64.b64encode(office.config.key_encryption_key).decode(),
        "PUBLIC_ADDRESS": office.config.public_address,
        "DEMONSTRATION": "1",
    }

    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = "from web.commands import main; main()"
        return subprocess.run(
            [sys.executable, "-c", program, "dossier", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return ask


def test_the_command_writes_a_file_and_prints_its_digest(office: Office, asked, tmp_path: Path):
    reference, file = office.triaged(), tmp_path / "case.zip"
    receiver = "governor@example.invalid"

    answer = asked("make", reference, str(file), "--for", receiver)

    assert answer.returncode == 0, answer.stderr
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert f"SHA-256 {digest}" in answer.stdout
    assert bytes(newest(office, reference, "dossier_made")[3]).hex() == digest
    assert asked("verify", str(file), "--digest", digest).returncode == 0
    assert file.stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"
    again = asked("make", reference, str(file), "--for", receiver)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    nowhere = asked("make", reference, str(tmp_path / "no" / "case.zip"), "--for", receiver)
    assert nowhere.returncode == 1
    assert "There is no folder" in nowhere.stderr


def test_the_command_makes_one_for_governance_where_nobody_is_named(
    office: Office, asked, tmp_path: Path
):
    reference, file = office.triaged(), tmp_path / "case.zip"

    answer = asked("make", reference, str(file))

    assert answer.returncode == 0, answer.stderr
    assert "for governor@example.invalid" in answer.stdout
    assert newest(office, reference, "dossier_made")[1] == str(office.governor)

    email = "another@example.invalid"
    office.use.people.add(
        name="Anotherexample", email=email, agency=None, roles=("governance",), by=None
    )
    unclear = asked("make", reference, str(tmp_path / "unclear.zip"))
    assert unclear.returncode == 1
    assert "Say for whom the dossier is, with --for EMAIL" in unclear.stderr
    assert email not in unclear.stderr
    assert not (tmp_path / "unclear.zip").exists()
    named = asked("make", reference, str(tmp_path / "named.zip"), "--for", email)
    assert f"for {email}" in named.stdout


@pytest.mark.parametrize(
    ("receiver", "sentence"),
    [
        ("nobody@example.invalid", "There is no case"),
        ("unheard-of@example.invalid", "There is no case"),
        ("notifier@example.invalid", "sees of SI-2026-0001 only a request or a status"),
    ],
)
def test_the_command_refuses_in_a_sentence_and_leaves_nothing(
    receiver: str, sentence: str, office: Office, asked, tmp_path: Path
):
    reference = office.triaged()

    answer = asked("make", reference, str(tmp_path / "case.zip"), "--for", receiver)

    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_dossier_is_verified_without_web_or_database():
    program = (
        "import sys, web.commands.dossier;"
        "sys.exit(any(each in sys.modules for each in ('flask', 'sqlalchemy', 'cryptography')))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )

    assert done.returncode == 0
