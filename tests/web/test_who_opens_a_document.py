"""Who opens a document: a role that it names, and the case shown to that role, or an appointment."""

import pytest

from web.access import Sight, Standing, may_open

BOARD = ("board_member", "author")


def standing(*roles: str, **known: object) -> Standing:
    return Standing(roles=frozenset(roles), **known)


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        (standing("board_member", shown_to=frozenset({"board_member"})), Sight.REPORTED),
        (standing("board_member"), Sight.NOTHING),
        (standing("board_member", shown_to=frozenset({"sig_member"})), Sight.NOTHING),
        (standing("sig_chair"), Sight.NOTHING),
        (standing("notifier", "board_member", notified_it=True), Sight.NOTHING),
        (standing(), Sight.NOTHING),
    ],
)
def test_a_role_opens_what_names_it_once_the_case_is_shown_to_it(person: Standing, sees: Sight):
    assert may_open(person, BOARD, ()) is sees


def test_whoever_was_appointed_on_the_case_opens_what_names_that_role():
    author = standing(stands_in=True)

    assert may_open(author, BOARD, ("author",)) is Sight.ALL
    assert may_open(author, BOARD, ("panel_chair",)) is Sight.NOTHING


def test_an_agency_opens_as_much_as_it_sees_of_the_case():
    lead = standing("agency_lead", agency_has_a_task=True)

    assert may_open(lead, ("agency_lead",), ()) is Sight.REQUEST
    assert may_open(standing("agency_lead"), ("agency_lead",), ()) is Sight.NOTHING


@pytest.mark.parametrize("appointed", [(), ("author",)])
def test_a_conflict_shuts_every_document(appointed: tuple[str, ...]):
    person = standing(
        "board_member",
        "independent_chair",
        shown_to=frozenset({"board_member"}),
        stands_in=True,
        conflicted=True,
    )

    assert may_open(person, (*BOARD, "independent_chair"), appointed) is Sight.NOTHING


def test_the_page_says_who_opens_which_document(board):
    page = board.client("casey_chair").get("/who-sees-what").text

    row = page[page.index("Contract with the author of the report") :]
    assert "Author, Panel Chair, Independent Chair" in row[: row.index("</tr>")]
