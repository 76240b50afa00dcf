"""A case on its diagram at a moment: what was done by then, where it stood, what was late by then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.deployment import load, read_folder
from web.dossier.pictures import Course, Stay, Waited

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORMED, DECLARED = "choose_panel", "declare_for_panel_chair"


def after(days: float) -> datetime:
    return BEGUN + timedelta(days=days)


@pytest.fixture(scope="module")
def course() -> Course:
    """The Panel was formed on the third day, due on the second; what came next waits."""
    diagram = load(read_folder(Path(__file__).parents[2])).diagram("commissioning")
    return Course(
        process="commissioning",
        run=1,
        name=diagram.name,
        deployment=1,
        diagram=diagram,
        stays=(
            Stay(FORMED, BEGUN, after(3), cancelled=False),
            Stay(DECLARED, after(3), None, cancelled=False),
        ),
        flows=((diagram.elements[FORMED].outgoing[0], after(3)),),
        tasks=(Waited(FORMED, BEGUN, after(3), date(2026, 3, 4)),),
        departures=((FORMED, after(2.5)),),
    )


def standing(course: Course, at: datetime) -> dict[str, str | None]:
    return {element: mark.standing for element, mark in course.marks(at).items()}


def test_before_the_case_came_there_nothing_is_marked(course: Course):
    assert standing(course, after(-1)) == {}
    assert not course.has_begun(after(-1))


def test_a_step_waits_is_late_and_is_done(course: Course):
    assert standing(course, after(1)) == {FORMED: "waiting"}
    assert standing(course, after(2.9)) == {FORMED: "late"}
    assert standing(course, after(3)) == {FORMED: "done", DECLARED: "waiting"}


def test_a_way_is_marked_from_when_it_was_taken(course: Course):
    assert "way it went" not in course.picture(after(2), "SI-2026-0001")
    assert "way it went" in course.picture(after(3), "SI-2026-0001")


def test_a_departure_is_marked_from_when_it_was_recorded(course: Course):
    assert not course.marks(after(2))[FORMED].departed
    assert course.marks(after(3))[FORMED].departed
    assert ">Departed<" in course.picture(after(3), "SI-2026-0001")


def test_before_a_deadline_was_extended_the_earlier_day_counts(course: Course):
    extended = Waited(FORMED, BEGUN, None, date(2026, 3, 20), ((after(4), date(2026, 3, 3)),))

    assert not extended.is_late(after(1))
    assert extended.is_late(after(3)), "the day before was past then"
    assert not extended.is_late(after(5)), "it had been extended by then"
    assert extended.is_late(after(19))


def test_what_was_withdrawn_says_so(course: Course):
    gone = replace(course, stays=(Stay(FORMED, BEGUN, after(1), cancelled=True),), tasks=())

    assert standing(gone, after(2)) == {FORMED: "withdrawn"}
    assert not gone.stands(after(2))


def test_the_picture_says_in_words_where_it_stood(course: Course):
    picture = course.picture(after(3), "SI-2026-0001", decided=FORMED)

    assert "SI-2026-0001 on 5 March 2026 at 09:00" in picture
    assert "It stood at: Declare any conflict (Chair) (waiting now)." in picture
    assert "Decided here" in picture


def test_a_close_up_shows_less_of_the_same(course: Course):
    whole = course.picture(after(3), "x", decided=FORMED)
    close = course.picture(after(3), "x", decided=FORMED, close=True)

    def width(picture: str) -> float:
        return float(picture.split('width="')[1].partition('"')[0])

    assert width(close) < width(whole)
    assert width(close) <= 1300
