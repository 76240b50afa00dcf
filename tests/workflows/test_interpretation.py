"""What was added to the protocol is marked on the diagram and listed for the owner to refuse."""

from tests.workflows.drawing import FILES, ROOT, draw

INTERPRETATION = (ROOT / "docs/interpretation.md").read_text(encoding="utf-8")


def test_every_step_marked_as_a_gap_is_listed_with_the_way_to_refuse_it():
    marked = [
        element.id
        for path in FILES
        for element in draw(path).elements.values()
        if "[gap]" in (element.documentation or "")
    ]

    assert len(marked) > 30
    assert [step for step in marked if f"`{step}`" not in INTERPRETATION] == []


def test_every_step_listed_as_added_is_on_a_diagram():
    added = INTERPRETATION.split("## Readings")[0]
    rows = [line.split("|")[1] for line in added.splitlines() if line.startswith("| `")]
    listed = {word for row in rows for word in row.split("`")[1::2]}
    drawn = {name for path in FILES for name in draw(path).elements}

    assert len(listed) > 30
    assert listed <= drawn
