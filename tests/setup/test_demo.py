"""What `make demo` is made of: recipes that are refused where they err, dates that move, people's pace."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.calendar import is_working_day, london_date
from engine.deployment import read_folder
from web.demo.installing import DemoError, demonstrate
from web.demo.pace import Pace, working_days_between
from web.demo.recipes import BOARD, BoardError, read_board
from web.demo.timeline import moved

FILES = read_folder(Path(__file__).parents[2])
OPENED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_the_board_has_forty_cases_of_people_that_are_invented():
    board = read_board(FILES)

    assert len(board.recipes) >= 40
    assert all(each.child[1].endswith("child") for each in board.recipes)
    assert len({" ".join(each.child) for each in board.recipes}) == len(board.recipes)


def test_a_word_that_means_nothing_on_the_board_is_refused():
    wrong = BOARD.read_bytes().replace(b"    child: Ellis", b"    chld: x\n    child: Ellis")

    with pytest.raises(BoardError, match='scr_published: "chld" means nothing'):
        read_board(FILES, wrong)


def test_a_worked_case_without_the_task_named_is_refused():
    wrong = BOARD.read_bytes().replace(b"    until: new_facts", b"    until: no_such_task")

    with pytest.raises(BoardError, match='withdrawn has no step "no_such_task"'):
        read_board(FILES, wrong)


def test_an_earlier_version_whose_words_are_gone_is_refused():
    board = read_board(FILES)
    path = board.earlier.words[0][0]

    with pytest.raises(BoardError, match="0 times, not once"):
        board.earlier.of({**FILES, path: b"settings: {}"})


def test_dates_in_answers_move_and_nothing_else_does():
    answers = {
        "on": "2026-03-02",
        "rows": [{"until": "2026-03-31"}],
        "words": "On 2026-03-02",
        "n": 1,
    }

    assert moved(answers, timedelta(days=7)) == {
        "on": "2026-03-09",
        "rows": [{"until": "2026-04-07"}],
        "words": "On 2026-03-02",
        "n": 1,
    }


def test_work_is_done_in_time_on_working_days_and_always_alike():
    due = date(2026, 3, 16)
    for case in map(str, range(50)):
        done = Pace(case).done_at("triage", opened=OPENED, due=due)
        assert done > OPENED
        assert london_date(done) <= due
        assert is_working_day(london_date(done))
        assert done == Pace(case).done_at("triage", opened=OPENED, due=due)


def test_late_work_is_as_late_as_the_board_says():
    done = Pace("a case").late_by(5, "triage", due=date(2026, 3, 5))

    assert working_days_between(date(2026, 3, 5), london_date(done)) == 5


def test_a_database_server_of_ones_own_is_not_filled_unasked():
    with pytest.raises(DemoError, match="DEMONSTRATION=1"):
        demonstrate({"DATABASE_URL": "postgresql://somewhere/real"}, folder=Path(), say=print)
