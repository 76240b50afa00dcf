"""A file is taken only where its content is what its name says, and nothing in it could do harm."""

import pytest

from engine.uploads import KINDS, UnfitFileError, fit_kind, fit_name, kinds_accepted
from engine.uploads.kinds import DOCX, JPEG, ODT, PDF, PNG, TEXT
from tests.uploads.files import GOOD, archive, odt, pdf, word


def _reason(name, content, accepts=KINDS, megabytes=2):
    with pytest.raises(UnfitFileError) as refusal:
        fit_kind(name, content, accepts=accepts, megabytes=megabytes)
    assert name not in str(refusal.value)
    return refusal.value.reason


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.title)
def test_a_file_of_each_kind_is_taken(kind):
    for ending in kind.endings:
        found = fit_kind(f"Letter{ending.upper()}", GOOD[kind], accepts=KINDS, megabytes=2)
        assert found is kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.title)
def test_a_file_under_another_kinds_name_is_refused(kind):
    for other in KINDS:
        if other is not kind:
            reason = _reason(f"letter{other.endings[0]}", GOOD[kind])
            assert "holds" in reason or "not plain text" in reason


def test_a_program_under_an_innocent_name_is_refused():
    assert "holds something else" in _reason("letter.pdf", b"MZ\x90\x00" + bytes(500))


def test_a_kind_that_the_question_does_not_ask_for_is_refused():
    reason = _reason("letter.txt", b"words", accepts=(PDF, DOCX))

    assert reason == "cannot be handed in here. It must be a PDF or Word document (.docx)"


@pytest.mark.parametrize("name", ["letter", "letter.exe", ".pdf", "letter.docm", "a.pdf.html"])
def test_a_name_that_says_nothing_known_is_refused(name):
    assert "cannot be handed in here" in _reason(name, GOOD[PDF])


def test_an_empty_file_is_refused():
    assert _reason("letter.txt", b"").startswith("is empty")


def test_a_file_of_the_largest_size_is_taken_and_one_byte_more_is_refused():
    largest = b"a" * 1024 * 1024

    assert fit_kind("a.txt", largest, accepts=KINDS, megabytes=1) is TEXT
    assert "must not be larger than 1 MB: it has 1.0 MB" in _reason(
        "a.txt", largest + b"a", megabytes=1
    )


@pytest.mark.parametrize("kind", [PDF, DOCX, ODT, PNG, JPEG], ids=lambda kind: kind.title)
def test_a_file_that_was_cut_off_is_refused(kind):
    cut = GOOD[kind][: len(GOOD[kind]) // 2]

    assert "damaged" in _reason(f"a{kind.endings[0]}", cut)


@pytest.mark.parametrize(
    "content",
    [
        word(extra={"word/vbaProject.bin": b"x"}),
        word(types="application/vnd.ms-word.document.macroEnabled.main+xml"),
        word(extra={"word/activeX/activeX1.xml": b"x"}),
        odt(extra={"Basic/Standard/Module1.xml": b"x"}),
        odt(extra={"Scripts/python/a.py": b"x"}),
    ],
    ids=["vbaProject", "macro type", "ActiveX", "Basic", "Python"],
)
def test_a_document_with_macros_is_refused_with_what_to_do(content):
    ending = ".odt" if b"opendocument" in content else ".docx"

    assert _reason(f"report{ending}", content).startswith("holds macros, which are programs.")


def test_an_object_of_another_program_inside_a_document_is_refused():
    assert "another program's object" in _reason(
        "a.docx", word(extra={"word/embeddings/oleObject1.bin": b"x"})
    )
    drawn = word(extra={"word/embeddings/Sheet1.xlsx": b"the data of a chart"})
    assert fit_kind("a.docx", drawn, accepts=KINDS, megabytes=2) is DOCX


def test_a_template_from_another_computer_is_refused():
    rels = (
        b'<Relationship Type="x/attachedTemplate" Target="https://elsewhere.invalid/t.dotm"'
        b' TargetMode="External"/>'
    )

    assert "another computer" in _reason(
        "a.docx", word(extra={"word/_rels/settings.xml.rels": rels})
    )


def test_an_archive_that_unpacks_to_far_more_is_refused():
    assert "unpacks to far more" in _reason("a.docx", word(extra={"word/b.xml": bytes(9_000_000)}))
    many = word(extra={f"word/{number}.xml": b"" for number in range(5_001)})
    assert "unpacks to far more" in _reason("a.docx", many)


def test_an_archive_that_lies_about_its_size_does_no_harm():
    packed = bytearray(word(extra={"word/b.xml": bytes(9_000_000)}))
    packed = bytes(packed).replace((9_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little"))

    # What it says it holds is little, and nobody unpacks the rest.
    assert fit_kind("a.docx", packed, accepts=KINDS, megabytes=2) is DOCX


def test_an_archive_with_a_password_is_refused():
    locked = bytearray(word())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = locked.find(mark)
        locked[at + place] |= 1

    assert "protected by a password" in _reason("a.docx", bytes(locked))


def test_an_archive_that_is_no_document_is_refused():
    assert "holds something else" in _reason("a.docx", archive({"a.txt": b"words"}))


def test_old_word_files_are_refused_with_what_to_do():
    assert "Save it as .docx" in _reason("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))


def test_text_in_another_encoding_is_refused_with_what_to_do():
    assert "UTF-8" in _reason("a.txt", "Müller".encode("latin-1"))
    assert fit_kind("a.txt", "\ufeffMüller".encode(), accepts=KINDS, megabytes=1) is TEXT


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("letter.pdf", "letter.pdf"),
        ("C:\\Users\\avery\\letter.pdf", "letter.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("...hidden.pdf", "hidden.pdf"),
        ('<b>"x"</b>.pdf', "b_.pdf"),
        ("", "file"),
        ("x" * 500 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(given, kept):
    assert fit_name(given) == kept
    assert fit_name(kept) == kept


def test_endings_that_nobody_can_check_are_told():
    assert kinds_accepted(".pdf, .DOCX,.doc") == ((PDF, DOCX), (".doc",))
    assert kinds_accepted("") == (KINDS, ())


def test_the_files_of_these_tests_are_told_apart():
    assert pdf() != GOOD[TEXT]
