"""A diagram drawn on the server: every step and word of it, marked in shape and word, and nothing else."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from engine.bpmn.model import Diagram
from engine.deployment import load, read_folder
from engine.version import Version
from web.diagram_svg import Mark, diagram_svg

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def version() -> Version:
    return load(read_folder(ROOT))


@pytest.fixture
def commissioning(version: Version) -> Diagram:
    return version.diagram("commissioning")


def words_of(svg: str) -> list[str]:
    """Return the words that are written in the picture, in order."""
    root = ET.fromstring(svg)
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return " ".join(each.text or "" for each in texts).split()


def test_every_diagram_is_drawn_with_all_its_words(version: Version):
    for diagram in version.diagrams.values():
        written = words_of(diagram_svg(diagram, title=diagram.name))

        labels = [each.label for each in diagram.elements.values()]
        labels += [each.label for each in diagram.flows.values()]
        labels += [each.title for each in diagram.lanes]
        labels += [each.text for each in diagram.annotations]
        missing = [
            word for label in labels if label for word in label.split() if word not in written
        ]
        assert missing == [], diagram.id


def test_control_a_label_that_is_not_drawn_is_missed(commissioning: Diagram):
    assert "Unheard-of" not in words_of(diagram_svg(commissioning, title="x"))


def test_every_shape_stands_inside_the_picture(version: Version):
    for diagram in version.diagrams.values():
        box = re.search(r'viewBox="([^"]+)"', diagram_svg(diagram, title=diagram.name))
        assert box is not None
        left, top, width, height = map(float, box[1].split())
        for shape in diagram.shapes.values():
            bounds = shape.bounds
            assert left < bounds.x
            assert bounds.x + bounds.width < left + width
            assert top < bounds.y
            assert bounds.y + bounds.height < top + height


@pytest.mark.parametrize(
    ("mark", "word", "said"),
    [
        (Mark("waiting"), "Now", "Form the Panel: waiting now"),
        (Mark("late"), "Late", "Form the Panel: waiting, and late"),
        (Mark("withdrawn"), "Withdrawn", "Form the Panel: withdrawn"),
        (Mark("done", departed=True), "Departed", "Form the Panel: done, departed from"),
        (Mark("late", badge="3 cases, 1 late"), "cases,", "Form the Panel: 3 cases, 1 late"),
    ],
)
def test_a_mark_is_said_in_a_word_on_the_shape(
    mark: Mark, word: str, said: str, commissioning: Diagram
):
    plain = diagram_svg(commissioning, title="x")
    marked = diagram_svg(commissioning, title="x", marks={"choose_panel": mark})

    assert word in words_of(marked)
    assert word not in words_of(plain)
    assert f"<title>{said}</title>" in marked


def test_what_was_done_has_a_tick_and_another_outline(commissioning: Diagram):
    plain = diagram_svg(commissioning, title="x")
    marked = diagram_svg(commissioning, title="x", marks={"choose_panel": Mark("done")})

    assert "Form the Panel: done" in marked
    assert marked.count("<path") > plain.count("<path")
    assert words_of(marked)[-1] == "done", "what the tick means stands below"


def test_a_way_that_was_taken_is_thicker_and_said_below(commissioning: Diagram):
    flow = next(iter(commissioning.flows))

    assert words_of(diagram_svg(commissioning, title="x", taken=[flow]))[-3:] == [
        "way",
        "it",
        "went",
    ]


def test_what_the_diagram_does_not_have_is_passed_over(commissioning: Diagram):
    plain = diagram_svg(commissioning, title="x")

    assert diagram_svg(commissioning, title="x", marks={"elsewhere": Mark("done")}) == plain


def test_the_picture_names_itself_and_needs_nothing_else(commissioning: Diagram):
    svg = diagram_svg(commissioning, title="A & B <x>", description="Said in words.")

    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [each.text for each in root][:2] == ["A & B <x>", "Said in words."]
    assert not re.search(r"<script|href|url\(|style=|@import", svg)
    assert svg.count("http") == 1, "its own namespace and no address"


def test_the_same_picture_is_drawn_twice(version: Version):
    diagram = version.diagram("serious_incident")
    marks = {each: Mark("done") for each in diagram.elements}

    first = diagram_svg(diagram, title="x", marks=marks, taken=list(diagram.flows))

    assert first == diagram_svg(diagram, title="x", marks=marks, taken=list(diagram.flows))
