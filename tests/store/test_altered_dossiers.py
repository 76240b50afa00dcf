"""Whatever is done to a dossier is found out, and the first thing wrong is said in a sentence."""

import hashlib
import io
import json
import random
import re
import struct
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.conftest import app_url
from tests.installation import config_for
from tests.store.dossiers import agreeing, files_in, made, worked_case, zipped
from tests.store.office import open_office
from web.commands.dossier import command
from web.dossier.manifest import ABOUT, ENTRIES, MANIFEST, TRAIL
from web.dossier.verifying import Verdict, verify
from web.postgres import Server

Files = dict[str, bytes]


@dataclass(frozen=True)
class Given:
    """A dossier as it was made, with its digest, and a folder to write altered ones to."""

    content: bytes
    digest: str
    folder: Path

    @property
    def files(self) -> Files:
        return files_in(self.content)

    def verdict(self, altered: bytes, *, with_digest: bool) -> Verdict:
        file = self.folder / "altered.zip"
        file.write_bytes(altered)
        return verify(file, self.digest if with_digest else None)


@pytest.fixture(scope="module")
def given(furnished: Server, tmp_path_factory: pytest.TempPathFactory) -> Given:
    furnished.create_database("of_a_dossier", template="furnished")
    office = open_office(config_for(app_url(furnished, "of_a_dossier")))
    try:
        content, digest = made(office, worked_case(office))
    finally:
        office.engine.dispose()
        furnished.drop_database("of_a_dossier")
    return Given(content, digest, tmp_path_factory.mktemp("dossiers"))


def first(files: Files, beginning: str) -> str:
    return next(name for name in files if name.startswith(beginning) and name[-5:] != ".salt")


def with_file(files: Files, name: str, content: bytes) -> Files:
    return {**files, name: content}


def without(files: Files, name: str) -> Files:
    return {each: content for each, content in files.items() if each != name}


def altered_once(content: bytes, words: bytes, to: bytes) -> bytes:
    """Return what a file holds with these words altered, which stand in it once."""
    assert content.count(words) == 1
    return content.replace(words, to)


def renamed(files: Files, name: str, to: str) -> Files:
    return {(to if each == name else each): content for each, content in files.items()}


def altered_json(files: Files, name: str, change: Callable[[Any], Any]) -> Files:
    return with_file(files, name, json.dumps(change(json.loads(files[name]))).encode())


def trail_of(files: Files) -> list[bytes]:
    return files[TRAIL].splitlines()


def with_trail(files: Files, lines: list[bytes]) -> Files:
    return with_file(files, TRAIL, b"".join(line + b"\n" for line in lines))


def chained(files: Files, change: Callable[[list[Any]], None]) -> Files:
    """Return the files with a changed trail that was numbered, chained and closed anew throughout."""
    events = [json.loads(line) for line in trail_of(files)]
    change(events)
    lines, previous = [], "0" * 64
    for number, event in enumerate(events, start=1):
        line = json.dumps([event[0], number, *event[2:8], previous], separators=(",", ":")).encode()
        previous = hashlib.sha256(line).hexdigest()
        lines.append(line)

    def closed(about: dict[str, Any]) -> dict[str, Any]:
        trail = {"given": True, "events": len(lines), "ends_with": previous}
        return {**about, "trail": trail}

    return altered_json(with_trail(files, lines), ABOUT, closed)


def swapped(lines: list[bytes], one: int, other: int) -> list[bytes]:
    moved = list(lines)
    moved[one], moved[other] = moved[other], moved[one]
    return moved


def numbered_anew(lines: list[bytes]) -> list[bytes]:
    events = [json.loads(line) for line in lines]
    return [
        json.dumps([event[0], number, *event[2:]], separators=(",", ":")).encode()
        for number, event in enumerate(events, start=1)
    ]


def by_another_program(files: Files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def one_more_member(dossier: bytes, files: Files) -> bytes:
    """Return the ZIP file with its last member a second time, and the list at its end to match."""
    head = dossier.rindex(b"PK\x03\x04")
    directory = dossier.index(b"PK\x01\x02", head)
    end = dossier.rindex(b"PK\x05\x06")
    last = dossier.rindex(b"PK\x01\x02")
    member, line = dossier[head:directory], bytearray(dossier[last:end])
    struct.pack_into("<I", line, 42, directory)
    many = len(files) + 1
    listed = dossier[directory:end] + bytes(line)
    at = directory + len(member)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, many, many, len(listed), at, 0)
    return dossier[:directory] + member + listed + tail


def later(dossier: bytes) -> bytes:
    """Return the ZIP file with another time in the head of its first file."""
    return dossier[:10] + b"\x21\x08" + dossier[12:]


def runnable(dossier: bytes) -> bytes:
    """Return the ZIP file with other permissions for its first file, in the list at its end."""
    at = dossier.index(b"PK\x01\x02") + 38
    return dossier[:at] + struct.pack("<I", 0o100755 << 16) + dossier[at + 4 :]


def commented(dossier: bytes) -> bytes:
    return dossier[:-2] + struct.pack("<H", 5) + b"Hello"


def byte_of(dossier: bytes, name: str) -> bytes:
    """Return the ZIP file with one byte of what a file holds changed, and nothing else."""
    at = dossier.index(name.encode()) + len(name) + 3
    return dossier[:at] + bytes([dossier[at] ^ 1]) + dossier[at + 1 :]


def shown(files: Files) -> str:
    return first(files, "submissions/")


FOUND_IN_THE_FILE: dict[str, tuple[Callable[[bytes, Files], bytes], str]] = {
    "one byte of a file": (
        lambda d, f: byte_of(d, shown(f)),
        "was altered: its checksum is another's",
    ),
    "a file, written into the ZIP file anew": (
        lambda d, f: zipped(with_file(f, shown(f), b"{}")),
        "“submissions/.*” was altered: its SHA-256 is not the one in “manifest.txt”",
    ),
    "an answer, with a new manifest": (
        lambda d, f: agreeing(with_file(f, shown(f), b'{"child_name":"Somebody else"}')),
        "“submissions/.*” is not what was kept",
    ),
    "a salt, with a new manifest": (
        lambda d, f: agreeing(with_file(f, f"{shown(f)}.salt", bytes(16))),
        "“submissions/.*” is not what was kept",
    ),
    "a document, with a new manifest": (
        lambda d, f: agreeing(with_file(f, first(f, "files/"), b"Other words.")),
        "“files/.*” is not what was kept",
    ),
    "a file left out": (
        lambda d, f: zipped(without(f, first(f, "pictures/"))),
        "“pictures/.*” was left out: “manifest.txt” lists it",
    ),
    "an entry left out, with a new manifest": (
        lambda d, f: agreeing(without(f, shown(f))),
        "“submissions/.*” was left out: “entries.json” names it",
    ),
    "an entry left out everywhere, with a new manifest": (
        lambda d, f: agreeing(
            altered_json(
                without(without(f, shown(f)), f"{shown(f)}.salt"),
                ENTRIES,
                lambda entries: [each for each in entries if each["file"] != shown(f)],
            )
        ),
        r"Event \d+ of the audit trail has a digest, and no entry of “entries.json” is for it",
    ),
    "the audit trail left out, with a new manifest": (
        lambda d, f: agreeing(without(f, TRAIL)),
        "“audit.jsonl” was left out",
    ),
    "the list of entries left out, with a new manifest": (
        lambda d, f: agreeing(without(f, ENTRIES)),
        "“entries.json” was left out",
    ),
    "the manifest left out": (
        lambda d, f: zipped(without(f, MANIFEST)),
        "“manifest.txt” is not the last file: it was moved or left out",
    ),
    "a file added": (
        lambda d, f: zipped({"added.txt": b"More", **f}),
        "“added.txt” was added: “manifest.txt” does not list it",
    ),
    "a file twice": (one_more_member, "“manifest.txt” is in the file twice"),
    "a file under another name": (
        lambda d, f: zipped(renamed(f, first(f, "pictures/"), "pictures/other.svg")),
        "“pictures/other.svg” was added",
    ),
    "files in another order": (
        lambda d, f: zipped(
            dict([*list(f.items())[1:-1], *list(f.items())[:1], (MANIFEST, f[MANIFEST])])
        ),
        "The files do not stand in the order of “manifest.txt”",
    ),
    "a line of the manifest": (
        lambda d, f: zipped({**f, MANIFEST: b"Nothing to see\n" + f[MANIFEST]}),
        "Line 1 of “manifest.txt” is not as a dossier has it",
    ),
    "a line of the manifest more": (
        lambda d, f: zipped({**f, MANIFEST: f"{'0' * 64}  zzz.txt\n".encode() + f[MANIFEST]}),
        "“zzz.txt” was left out: “manifest.txt” lists it",
    ),
    "an event altered": (
        lambda d, f: agreeing(
            with_trail(
                f, [trail_of(f)[0].replace(b"case_opened", b"case_closed"), *trail_of(f)[1:]]
            )
        ),
        "Event 2 of the audit trail does not follow from the one before it",
    ),
    "the last event altered": (
        lambda d, f: agreeing(
            with_trail(f, [*trail_of(f)[:-1], trail_of(f)[-1].replace(b"2026", b"2025")])
        ),
        "The audit trail does not end as “about.json” says",
    ),
    "an event left out": (
        lambda d, f: agreeing(with_trail(f, trail_of(f)[:3] + trail_of(f)[4:])),
        "Event 4 of the audit trail is numbered 5: an event was left out, added or moved",
    ),
    "the last event left out": (
        lambda d, f: agreeing(with_trail(f, trail_of(f)[:-1])),
        "The audit trail does not end as “about.json” says",
    ),
    "an event twice": (
        lambda d, f: agreeing(with_trail(f, trail_of(f)[:3] + trail_of(f)[2:])),
        "Event 4 of the audit trail is numbered 3",
    ),
    "events in another order": (
        lambda d, f: agreeing(with_trail(f, swapped(trail_of(f), 2, 3))),
        "Event 3 of the audit trail is numbered 4",
    ),
    "an event left out and the rest numbered anew": (
        lambda d, f: agreeing(with_trail(f, numbered_anew(trail_of(f)[:3] + trail_of(f)[4:]))),
        "Event 4 of the audit trail does not follow from the one before it",
    ),
    "an event that is none": (
        lambda d, f: agreeing(with_trail(f, [b"{}", *trail_of(f)])),
        "Event 1 of the audit trail cannot be read",
    ),
    "an event left out, and the whole trail chained anew": (
        lambda d, f: agreeing(chained(f, lambda events: events.pop(3))),
        "names event .* of the audit trail, which has another digest",
    ),
    "the digest of what is left out": (
        lambda d, f: agreeing(
            altered_json(
                f,
                ENTRIES,
                lambda entries: [
                    each if each["file"] else {**each, "digest": "0" * 64} for each in entries
                ],
            )
        ),
        "names event .* of the audit trail, which has another digest: 0000",
    ),
    "a time in the ZIP file": (
        lambda d, f: later(d),
        r"The head of a file is not as a dossier has it \(byte 1\)",
    ),
    "permissions in the ZIP file": (
        lambda d, f: runnable(d),
        "The list at the end of the ZIP file is not that of the files before it",
    ),
    "a comment in the ZIP file": (
        lambda d, f: commented(d),
        "The list at the end of the ZIP file is not that of the files before it",
    ),
    "bytes after its end": (
        lambda d, f: d + b"\n",
        "Something stands after the end of the ZIP file",
    ),
    "bytes before its beginning": (
        lambda d, f: b"\n" + d,
        "The file is no dossier: it does not begin as one",
    ),
    "its end cut off": (lambda d, f: d[:-1], "The file is cut off"),
    "half of it cut off": (lambda d, f: d[: len(d) // 2], "is cut off|not that of the files"),
    "nothing left of it": (lambda d, f: b"", "The file is no dossier"),
    "packed anew by another program": (
        lambda d, f: by_another_program(f),
        "The head of a file is not as a dossier has it",
    ),
}

FOUND_BY_THE_DIGEST: dict[str, Callable[[Files], Files]] = {
    "the page": lambda f: with_file(f, "index.html", f["index.html"].replace(b"died", b"lived")),
    "how a clause stands": lambda f: with_file(
        f, "index.html", altered_once(f["index.html"], b">Met: ", b">Met late: ")
    ),
    "who came to a meeting": lambda f: with_file(
        f, "index.html", altered_once(f["index.html"], b">Apologies<", b">Present<")
    ),
    "a picture": lambda f: with_file(f, first(f, "pictures/"), b"<svg/>"),
    "a picture left out": lambda f: without(f, first(f, "pictures/")),
    "a file added": lambda f: with_file(f, "added.txt", b"More"),
    "a deployed diagram": lambda f: with_file(f, first(f, "protocol/"), b"<other/>"),
    "for whom it was made": lambda f: altered_json(
        f, ABOUT, lambda about: {**about, "for": "Somebody else"}
    ),
    "who acted, in a trail chained anew": lambda f: chained(
        f, lambda events: events[0].__setitem__(4, None)
    ),
    "the last event, in a trail chained anew": lambda f: chained(f, lambda events: events.pop()),
}


NONSENSE = (
    b"",
    b"null",
    b"{}",
    b"[1]",
    b'[{"file": 5}]',
    b'[{"file": null, "event": []}]',
    b'{"format": 1}',
    b'{"format": 1, "trail": {"given": true}}',
    b"[" * 100_000,
    b"\xff\xfe",
    b'["a", 1]\n',
)


def test_a_dossier_as_it_was_made_is_proven_by_its_digest(given: Given):
    verdict = given.verdict(given.content, with_digest=True)

    assert (verdict.wrong, verdict.proven) == ("", True)
    assert verdict.files == len(given.files)
    assert verdict.events == len(trail_of(given.files))
    assert hashlib.sha256(given.content).hexdigest() == given.digest


def test_without_its_digest_it_is_only_said_to_agree_with_itself(given: Given):
    verdict = given.verdict(given.content, with_digest=False)

    assert (verdict.wrong, verdict.proven) == ("", False)


@pytest.mark.parametrize("kind", FOUND_IN_THE_FILE)
def test_what_was_done_to_it_is_found_and_said(kind: str, given: Given):
    alter, sentence = FOUND_IN_THE_FILE[kind]
    altered = alter(given.content, given.files)

    found = given.verdict(altered, with_digest=True)

    assert altered != given.content
    assert not found.proven
    assert re.search(sentence, found.wrong), found.wrong
    assert given.verdict(altered, with_digest=False).wrong == found.wrong


@pytest.mark.parametrize("kind", FOUND_BY_THE_DIGEST)
def test_what_agrees_with_itself_again_is_found_by_the_digest_alone(kind: str, given: Given):
    altered = agreeing(FOUND_BY_THE_DIGEST[kind](given.files))

    assert given.verdict(altered, with_digest=False).wrong == ""
    wrong = given.verdict(altered, with_digest=True).wrong
    assert "agrees with itself, but it is not the dossier that was made" in wrong
    assert given.digest in wrong


@pytest.mark.parametrize("name", [ABOUT, ENTRIES, TRAIL, MANIFEST])
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_in_its_place_is_refused_in_a_sentence(name: str, nonsense: bytes, given: Given):
    files = with_file(given.files, name, nonsense)
    altered = zipped(files) if name == MANIFEST else agreeing(files)

    assert given.verdict(altered, with_digest=False).wrong.endswith(".")


def test_any_one_byte_is_found_even_without_the_digest(given: Given):
    size = len(given.content)
    drawn = random.Random(6).sample(range(size), 150)
    ends = [*range(60), *range(size - 120, size)]

    unnoticed = [
        at
        for at in {*drawn, *ends}
        if not given.verdict(
            given.content[:at] + bytes([given.content[at] ^ 0x20]) + given.content[at + 1 :],
            with_digest=False,
        ).wrong
    ]

    assert unnoticed == []


def test_any_one_byte_left_out_or_added_is_found_even_without_the_digest(given: Given):
    places = random.Random(7).sample(range(len(given.content)), 60)

    for at in places:
        left_out = given.content[:at] + given.content[at + 1 :]
        added = given.content[:at] + b"\x00" + given.content[at:]
        assert given.verdict(left_out, with_digest=False).wrong
        assert given.verdict(added, with_digest=False).wrong


def test_every_file_left_out_is_found_even_with_the_zip_file_written_anew(given: Given):
    for name in given.files:
        assert given.verdict(zipped(without(given.files, name)), with_digest=False).wrong, name


def test_every_event_altered_or_left_out_is_found_even_with_a_new_manifest(given: Given):
    lines = trail_of(given.files)
    for place, line in enumerate(lines):
        other = json.loads(line)
        other[3] = "nothing_happened"
        instead = json.dumps(other, separators=(",", ":")).encode()
        for changed in (
            [*lines[:place], instead, *lines[place + 1 :]],
            [*lines[:place], *lines[place + 1 :]],
        ):
            altered = agreeing(with_trail(given.files, changed))
            assert "audit trail" in given.verdict(altered, with_digest=False).wrong


def test_the_recipe_needs_nothing_but_a_hash_tool(given: Given, tmp_path: Path):
    def shell(line: str) -> str:
        done = subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    (tmp_path / "SI.zip").write_bytes(given.content)
    with zipfile.ZipFile(tmp_path / "SI.zip") as archive:
        archive.extractall(tmp_path)
    entries = json.loads(given.files[ENTRIES])
    entry = next(each for each in entries if each["kind"] == "submission")
    about = json.loads(given.files[ABOUT])

    assert shell("sha256sum SI.zip").split()[0] == given.digest
    assert "FAILED" not in shell("sha256sum -c manifest.txt")
    assert shell("sha256sum -c manifest.txt").count(": OK") == len(given.files) - 1
    assert shell(f"cat {entry['salt']} {entry['file']} | sha256sum").split()[0] == entry["digest"]
    for number in range(1, about["trail"]["events"] + 1):
        found = shell(f"sed -n {number}p audit.jsonl | tr -d '\\n' | sha256sum").split()[0]
        following = shell(f"sed -n {number + 1}p audit.jsonl")
        assert found in (following or about["trail"]["ends_with"])

    (tmp_path / entry["file"]).write_text("{}")
    assert f"{entry['file']}: FAILED" in shell("sha256sum -c manifest.txt")


def asked(given: Given, content: bytes, *arguments: str) -> Any:
    file = given.folder / "asked.zip"
    file.write_bytes(content)
    return CliRunner().invoke(command, ["verify", str(file), *arguments])


def test_the_command_says_what_was_proven_and_what_was_not(given: Given):
    proven = asked(
        given, given.content, "--digest", f" {given.digest[:32]} {given.digest[32:]}".upper()
    )
    without_digest = asked(given, given.content)

    assert proven.exit_code == 0
    assert "nothing was altered, left out or added" in proven.output
    assert without_digest.exit_code == 0
    assert (
        "agrees with itself. That does not show that it is what was made" in without_digest.output
    )
    assert "nothing was altered" not in without_digest.output


def test_the_command_ends_with_1_and_the_first_thing_wrong(given: Given):
    altered = asked(given, given.content + b"\n", "--digest", given.digest)
    other = asked(given, given.content, "--digest", "0" * 64)
    short = asked(given, given.content, "--digest", "abc")

    assert altered.exit_code == other.exit_code == short.exit_code == 1
    assert altered.output.startswith("Something stands after the end of the ZIP file")
    assert "it is not the dossier that was made" in other.output
    assert "The digest has 64 letters and figures" in short.output
