"""Returns merged by date, and what their dates tell."""

from datetime import date

import pytest

from engine.chronology import Child, Entry, Line, Said, gaps_in, marks_of, merged

RETURNED = date(2026, 3, 20)


def entry(on: date | None, who: str = "Testshire Health", event: str = "Seen.", **how) -> Entry:
    return Line(
        on,
        who,
        Said(
            about=how.get("about", ""),
            event=event,
            texts=(("What happened", event),),
            first=how.get("first"),
            last=how.get("last"),
            returned_on=how.get("returned_on", RETURNED),
        ),
    )


def kinds(one: Entry, *others: Entry, children: tuple[Child, ...] = ()) -> list[str]:
    return [mark.kind for mark in marks_of(one, (one, *others), children)]


def test_entries_stand_by_date_and_then_by_agency_and_what_has_no_date_stands_last():
    later = entry(date(2026, 2, 2))
    police = entry(date(2026, 1, 5), "Testshire Police")
    health = entry(date(2026, 1, 5))
    undated = entry(None)
    assert merged([undated, later, police, health]) == (health, police, later, undated)


def test_what_an_agency_returned_twice_stands_once_and_what_two_returned_stands_twice():
    one, other = entry(date(2026, 1, 5)), entry(date(2026, 1, 5), "Testshire Police")
    assert merged([one, one, other]) == (one, other)


@pytest.mark.clause("I-05")
def test_a_gap_is_longer_than_the_days_that_are_usual():
    """Ten days between two entries are no gap of ten days, eleven are."""
    first = entry(date(2026, 1, 1))
    assert gaps_in([first, entry(date(2026, 1, 12))], 10) == ()
    [gap] = gaps_in([entry(date(2026, 1, 13)), first, entry(None)], 10)
    assert gap.words == "No entry for 11 days, from 1 January 2026 to 13 January 2026."


def test_an_entry_outside_the_days_asked_for_is_marked_and_one_on_their_ends_is_not():
    asked = {"first": date(2026, 1, 1), "last": date(2026, 1, 31)}
    assert kinds(entry(date(2025, 12, 31), **asked)) == ["outside"]
    assert kinds(entry(date(2026, 2, 1), **asked)) == ["outside"]
    assert kinds(entry(date(2026, 1, 1), **asked)) == []
    assert kinds(entry(date(2026, 1, 31), **asked)) == []


def test_an_entry_later_than_its_return_is_marked():
    assert kinds(entry(date(2026, 3, 21))) == ["later"]
    assert kinds(entry(RETURNED)) == []


def test_an_entry_before_the_birth_of_the_child_whom_it_names_is_marked():
    tam, lou = Child("Tam Testchild", date(2019, 5, 4)), Child("Lou Testchild", date(2022, 1, 1))
    both = (tam, lou)
    assert kinds(entry(date(2020, 1, 1), about="Lou"), children=both) == ["unborn"]
    assert kinds(entry(date(2020, 1, 1), about="Tam"), children=both) == []
    assert kinds(entry(date(2020, 1, 1)), children=both) == []
    assert kinds(entry(date(2019, 1, 1)), children=both) == ["unborn"]


def test_an_entry_after_the_death_of_the_child_whom_it_names_is_marked():
    tam = Child("Tam Testchild", None, date(2026, 1, 10))
    lou = Child("Lou Testchild", None, date(2026, 2, 1))
    both = (tam, lou)
    [mark] = marks_of(found := entry(date(2026, 1, 11), about="Tam"), (found,), both)
    assert (mark.kind, mark.words) == ("died", "It is after the child's death on 10 January 2026.")
    assert kinds(entry(date(2026, 1, 10), about="Tam"), children=both) == []
    assert kinds(entry(date(2026, 1, 11), about="Lou"), children=both) == []
    assert kinds(entry(date(2026, 1, 11)), children=both) == []
    assert kinds(entry(date(2026, 2, 2)), children=both) == ["died"]
    lives = Child("Lou Testchild", None)
    assert kinds(entry(date(2026, 2, 2)), children=(tam, lives)) == []


def test_nothing_is_said_of_a_birth_that_is_not_known_or_of_somebody_else():
    unknown = Child("Tam Testchild", None)
    assert kinds(entry(date(1990, 1, 1), about="Tam"), children=(unknown,)) == []
    assert kinds(entry(date(1990, 1, 1)), children=(unknown, Child("Lou", date(2020, 1, 1)))) == []
    assert kinds(entry(date(1990, 1, 1), about="Uncle"), children=(Child("Lou", RETURNED),)) == []


def test_the_same_words_of_two_agencies_on_different_days_are_marked_on_both():
    health = entry(date(2026, 1, 5), event="Strategy meeting held, at school.")
    police = entry(date(2026, 1, 6), "Testshire Police", event="strategy meeting held at SCHOOL")
    assert kinds(health, police) == ["differs"]
    assert kinds(police, health) == ["differs"]
    same_day = entry(date(2026, 1, 5), "Testshire Police", event=health.content.event)
    assert kinds(health, same_day) == []
    assert kinds(health, entry(date(2026, 1, 6), event=health.content.event)) == []


def test_what_has_no_date_says_so():
    assert kinds(entry(None)) == ["undated"]
