"""Who holds a lane on a case."""

import pytest

from engine.holders import holders_of, is_handed_on

HOLDERS = {"sig_chair": ["chair"], "sig_vice_chair": ["vice"], "business_manager": ["bm"]}


def who(role, conflicted=(), stand_ins=None, holders=HOLDERS):
    return holders_of(role, holders=holders, conflicted=conflicted, stand_ins=stand_ins or {})


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
    assert who("author", stand_ins={"author": ["author"]}, holders=holders) == ("author",)
    assert is_handed_on("author", holders=holders, conflicted=())


def test_other_lanes_are_handed_to_nobody_but_a_stand_in():
    assert who("business_manager", ("bm",)) == ()
    assert who("business_manager", ("bm",), {"business_manager": ["other"]}) == ("other",)


def test_a_vacant_post_is_handed_on_like_a_conflicted_one():
    assert who("sig_chair", holders={"sig_vice_chair": ["vice"]}) == ("vice",)


def test_a_lane_is_handed_on_when_none_of_its_own_may_act():
    assert is_handed_on("sig_chair", holders=HOLDERS, conflicted={"chair"})
    assert not is_handed_on("sig_chair", holders=HOLDERS, conflicted={"vice"})
