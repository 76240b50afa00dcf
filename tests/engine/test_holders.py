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


def test_other_lanes_are_handed_to_nobody_but_a_stand_in():
    assert who("business_manager", ("bm",)) == ()
    assert who("business_manager", ("bm",), {"business_manager": ["other"]}) == ("other",)


def test_a_vacant_post_is_handed_on_like_a_conflicted_one():
    assert who("sig_chair", holders={"sig_vice_chair": ["vice"]}) == ("vice",)


def test_a_lane_is_handed_on_when_none_of_its_own_may_act():
    assert is_handed_on("sig_chair", holders=HOLDERS, conflicted={"chair"})
    assert not is_handed_on("sig_chair", holders=HOLDERS, conflicted={"vice"})
