"""Who holds a lane on a case."""

import pytest

from engine.holders import Holding, are_the_roles_own, holders_of

HOLDERS = {"sig_chair": ["chair"], "sig_vice_chair": ["vice"], "business_manager": ["bm"]}


def held(role, out=(), appointed=None, holders=HOLDERS, deputies=None):
    return holders_of(
        role, holders=holders, out=out, appointed=appointed or {}, deputies=deputies or {}
    )


def who(*args, **kwargs):
    return tuple(each.person for each in held(*args, **kwargs))


@pytest.mark.clause("T-06")
@pytest.mark.parametrize(
    ("conflicted", "stand_ins", "expected"),
    [
        ((), {}, ("chair",)),
        (("chair",), {}, ("vice",)),
        (("chair", "vice"), {}, ()),
        (("chair", "vice"), {"sig_chair": ["other"]}, ("other",)),
        (("chair",), {"sig_chair": ["other"]}, ("vice",)),
        (("chair", "vice", "other"), {"sig_chair": ["other"]}, ()),
        (("vice",), {}, ("chair",)),
    ],
)
def test_the_lane_of_the_sig_chair_is_handed_on(conflicted, stand_ins, expected):
    assert who("sig_chair", conflicted, stand_ins) == expected


@pytest.mark.clause("C-05", "C-06", "C-07", "C-08")
@pytest.mark.parametrize(
    ("conflicted", "stand_ins", "expected"),
    [
        ((), {}, ("chair",)),
        (("chair",), {}, ("vice",)),
        (("chair", "vice"), {}, ()),
        (("chair", "vice"), {"panel_chair": ["other"]}, ("other",)),
        ((), {"panel_chair": ["other"]}, ("other",)),
        (("other",), {"panel_chair": ["other"]}, ("chair",)),
    ],
)
def test_the_panel_is_chaired_by_the_appointee_or_whoever_acts_as_sig_chair(
    conflicted, stand_ins, expected
):
    assert who("panel_chair", conflicted, stand_ins) == expected


@pytest.mark.clause("C-15")
def test_the_author_of_a_case_is_who_was_appointed_on_it_and_nobody_else():
    holders = {**HOLDERS, "author": ["author_of_another_case"]}

    assert who("author", holders=holders) == ()
    assert who("author", appointed={"author": ["author"]}, holders=holders) == ("author",)


def test_other_lanes_are_handed_to_nobody_but_a_stand_in():
    assert who("business_manager", ("bm",)) == ()
    assert who("business_manager", ("bm",), {"business_manager": ["other"]}) == ("other",)


def test_a_vacant_post_is_handed_on_like_a_conflicted_one():
    assert who("sig_chair", holders={"sig_vice_chair": ["vice"]}) == ("vice",)


def test_every_member_of_a_separate_panel_holds_its_lane():
    assert who("panel_member", appointed={"panel_member": ["one", "two"]}) == ("one", "two")
    assert who("panel_member", ("one",), {"panel_member": ["one", "two"]}) == ("two",)
    assert who("panel_member", holders={"panel_member": ["anybody"]}) == ()


DEPUTIES = {
    ("sig_chair", "chair"): ["dana"],
    ("business_manager", "bm"): ["dana", "eden"],
    ("sig_vice_chair", "vice"): ["eden"],
}


@pytest.mark.parametrize(
    ("role", "out", "expected"),
    [
        ("sig_chair", (), (Holding("chair"), Holding("dana", "chair"))),
        # The protocol names who is next: not the deputy of a Chair with a conflict.
        ("sig_chair", ("chair",), (Holding("vice"), Holding("eden", "vice"))),
        ("sig_chair", ("dana",), (Holding("chair"),)),
        ("sig_chair", ("chair", "vice"), ()),
        ("panel_chair", (), (Holding("chair"), Holding("dana", "chair"))),
        # It names nobody who would be next for the Business Manager: the deputies are.
        ("business_manager", ("bm",), (Holding("dana", "bm"), Holding("eden", "bm"))),
        ("business_manager", ("bm", "dana"), (Holding("eden", "bm"),)),
        ("business_manager", ("bm", "dana", "eden"), ()),
    ],
)
def test_a_deputy_acts_for_who_may_act_and_for_others_where_nobody_else_is_next(
    role, out, expected
):
    assert held(role, out, deputies=DEPUTIES) == expected


def test_somebody_who_holds_the_role_acts_as_themselves_and_not_as_a_deputy():
    deputies = {("business_manager", "bm"): ["other"], ("business_manager", "other"): ["bm"]}

    found = held(
        "business_manager", holders={"business_manager": ["bm", "other"]}, deputies=deputies
    )

    assert found == (Holding("bm"), Holding("other"))


def test_a_deputy_of_one_with_a_conflict_does_not_act_beside_others_of_the_role():
    deputies = {("business_manager", "bm"): ["dana"]}

    found = held(
        "business_manager",
        ("bm",),
        holders={"business_manager": ["bm", "other"]},
        deputies=deputies,
    )

    assert found == (Holding("other"),)


def test_what_is_written_of_a_lane_is_who_holds_it_beside_the_roles_own():
    def own(role, *args, **kwargs):
        return are_the_roles_own(role, held(role, *args, **kwargs), holders=HOLDERS)

    assert own("sig_chair")
    assert not own("sig_chair", ("chair",))
    assert not own("sig_chair", deputies=DEPUTIES)
    assert not own("business_manager", ("bm",))
    assert not own("author")
    assert not own("panel_chair")
