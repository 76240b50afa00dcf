"""A diagram file is read without trusting it."""

import pytest

from engine.bpmn.reader import read_diagram
from engine.bpmn.xml_text import DEEPEST_NESTING, LARGEST_FILE, parse_xml
from engine.errors import DefinitionError
from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.tiny_folder import changed, problems, tiny_folder

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE definitions [
 <!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<definitions>&c;</definitions>"""
OUTSIDE = """<!DOCTYPE definitions [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<definitions>&secret;</definitions>"""


def refusal(content: bytes) -> str:
    with pytest.raises(DefinitionError) as caught:
        read_diagram(content, file="workflows/x.bpmn")
    [problem] = caught.value.problems
    assert problem.instead
    return problem.what


@pytest.mark.parametrize(
    "text",
    [LAUGHS, OUTSIDE, '<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd"><d/>', "<!doctype d><d/>"],
    ids=["a billion laughs", "a file from outside", "a grammar from the network", "small letters"],
)
def test_a_document_type_is_refused(text):
    assert "DOCTYPE" in refusal(text.encode()).upper()


def test_a_document_type_in_another_encoding_is_refused():
    assert "UTF-8" in refusal(LAUGHS.encode("utf-16"))


def test_a_file_that_names_another_encoding_is_refused():
    assert "utf-7" in refusal(b'<?xml version="1.0" encoding="utf-7"?><definitions/>')


def test_a_file_that_is_too_large_is_refused():
    assert "larger than" in refusal(b"<d>" + b" " * LARGEST_FILE + b"</d>")


def test_a_file_that_is_nested_too_deeply_is_refused():
    deep = DEEPEST_NESTING + 1

    assert "levels deep" in refusal(b"<d>" * deep + b"</d>" * deep)


def test_a_file_just_within_the_caps_is_read():
    deep = DEEPEST_NESTING

    assert parse_xml(b"<d>" * deep + b"</d>" * deep, file="x.bpmn").tag == "d"


@pytest.mark.parametrize("content", [b"", b"<definitions>", b"<d>&unknown;</d>", b"\xff\xfe\x00"])
def test_what_is_not_xml_is_refused(content):
    assert refusal(content)


def test_a_diagram_without_a_process_is_refused():
    assert refusal(b"<definitions/>") == "The file holds no process."


def test_an_id_that_stands_twice_is_refused():
    files = changed(INCIDENT, '<bpmn:endEvent id="reminded"', '<bpmn:endEvent id="closed"')

    [problem] = [each for each in problems(files) if each.file == INCIDENT]
    assert problem.element == "closed"
    assert problem.what == "The id stands twice in the file."


def test_an_unreadable_diagram_is_refused_once_and_not_again_by_what_hangs_on_it():
    files = {**tiny_folder(), "workflows/returns.bpmn": LAUGHS.encode()}

    assert [each.file for each in problems(files)] == ["workflows/returns.bpmn"]


def test_a_formula_as_deep_as_feel_allows_is_checked():
    deep = "=" + "(" * 45 + "triage.outcome" + "[true]" * 190 + ")" * 45
    files = changed(INCIDENT, '=triage.outcome = "convene"', deep)

    assert [each.element for each in problems(files)] == ["convene"]


def test_a_huge_diagram_is_refused_quickly():
    ends = "".join(f'<bpmn:endEvent id="end_{number}" name="X" />' for number in range(9_000))
    files = changed(INCIDENT, '<bpmn:endEvent id="closed" name="Closed" />', ends)

    assert "process has 9" in " ".join(each.what for each in problems(files))
