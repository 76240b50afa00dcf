"""Clauses and the flowchart on pages: everyone signed in reads what carries what, and what is missing."""

import re
from itertools import pairwise

import pytest

from engine.flowchart import APPENDIX_2, read_flowchart
from tests.web.board import protocol
from web.flowchart_drawing import BOX_HEIGHT, BOX_WIDTH, draw

WHO = "avery_example"


@pytest.fixture(scope="module")
def client(board):
    return board.client(WHO)


def chart():
    return read_flowchart(protocol()[APPENDIX_2], file=APPENDIX_2)


def test_every_clause_is_listed_with_the_way_to_its_page(client):
    page = client.get("/protocol/clauses").text

    assert page.count('id="clause-') > 180
    assert 'href="/protocol/clauses/N-08"' in page


def test_a_section_is_listed_by_itself(client):
    page = client.get("/protocol/clauses", query_string={"section": "Publication"}).text

    assert 'id="clause-P-01"' in page
    assert 'id="clause-N-08"' not in page


def test_only_clauses_that_lack_something_are_listed_when_asked(client):
    everything = client.get("/protocol/clauses").text
    lacking = client.get("/protocol/clauses?gaps=yes").text

    shown = set(re.findall(r'id="clause-([^"]+)"', lacking))
    marked = re.findall(r'<tr[^>]*id="clause-([^"]+)">((?:(?!</tr>).)*)', everything, re.DOTALL)
    assert shown == {clause for clause, row in marked if "rd-badge--attention" in row}


def test_the_page_of_a_clause_leads_to_its_parts_and_names_what_shows_it(client):
    page = client.get("/protocol/clauses/N-28").text

    assert 'href="/protocol/diagrams/advice#step-discuss_query"' in page
    assert "workflows/scenarios/" in page


def test_a_row_is_linked_where_it_stands(client):
    page = client.get("/protocol/clauses/T-21").text

    (decision, row) = re.search(r'href="/protocol/tables/(\w+)#(row-[^"]+)"', page).groups()
    assert f'id="{row}"' in client.get(f"/protocol/tables/{decision}").text


def test_a_clause_that_is_not_there_is_not_found(client):
    assert client.get("/protocol/clauses/N-99").status_code == 404


def test_parts_without_a_clause_are_listed_with_their_place(client):
    page = client.get("/protocol/clauses/without").text

    assert 'href="/protocol/diagrams/serious_incident#step-chair_settled"' in page


def test_each_box_of_appendix_2_leads_to_its_clauses_and_its_element(client):
    page = client.get("/protocol/appendix-2").text

    for box in chart().boxes.values():
        entry = page.split(f'id="box-{box.id}"')[1].split("</tr>")[0]
        assert f'href="/protocol/diagrams/{box.process}#step-{box.element}"' in entry
        for clause in box.clauses:
            assert f'href="/protocol/clauses/{clause}"' in entry
        assert f'href="#box-{box.id}"' in page


def test_no_two_boxes_of_the_drawing_touch_and_no_word_leaves_its_box():
    drawing = draw(chart())

    for number, one in enumerate(drawing.boxes):
        for other in drawing.boxes[number + 1 :]:
            apart = abs(one.x - other.x) > BOX_WIDTH or abs(one.y - other.y) > BOX_HEIGHT
            assert apart, (one.box.id, other.box.id)
        for line in one.lines:
            assert 7.5 * len(line.words) < BOX_WIDTH, line.words
            assert one.y + 10 < line.y < one.y + BOX_HEIGHT, one.box.text


def test_an_arrow_runs_through_no_box_but_its_own():
    drawn = chart()
    drawing = draw(drawn)

    for arrow, line in zip(drawn.arrows, drawing.arrows, strict=True):
        points = [tuple(map(float, point.split(","))) for point in line.points.split()]
        for box in drawing.boxes:
            if box.box.id in (arrow.source, arrow.target):
                continue
            for (x1, y1), (x2, y2) in pairwise(points):
                through = (
                    min(x1, x2) < box.x + BOX_WIDTH
                    and max(x1, x2) > box.x
                    and min(y1, y2) < box.y + BOX_HEIGHT
                    and max(y1, y2) > box.y
                )
                assert not through, (arrow.source, arrow.target, box.box.id)
