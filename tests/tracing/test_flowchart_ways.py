"""Which flow an arrow of Appendix 2 stands for: one that is taken exactly when the arrow is followed."""

from pathlib import Path

import pytest

from engine.deployment import build, check, read_folder
from engine.flowchart import APPENDIX_2, Flowchart, read_flowchart
from engine.flowchart_ways import flow_of, flows_of
from engine.version import Version

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def version() -> Version:
    return build(read_folder(ROOT))


@pytest.fixture(scope="module")
def chart(version: Version) -> Flowchart:
    return read_flowchart(version.files[APPENDIX_2], file=APPENDIX_2)


def found(chart: Flowchart, version: Version, source: str, target: str) -> str | None:
    [arrow] = [
        number
        for number, each in enumerate(chart.arrows)
        if (each.source, each.target) == (source, target)
    ]
    return flow_of(chart, arrow, version)


@pytest.mark.parametrize(
    ("source", "target", "flow"),
    [
        ("triage_outcome", "more_detail", "triage_outcome_to_request_detail"),
        ("investigation", "information", "further_investigation_to_collect_information"),
        ("investigation", "urgent", "further_investigation_to_information_settled"),
        ("more_information", "type", "consideration_outcome_to_decide_review_type"),
        # the review that is called begins with the box that the arrow leads to
        ("any_review", "terms", "review_to_be_initiated_to_carry_out_review"),
        ("any_review", "no_review", "review_to_be_initiated_to_review_settled"),
    ],
)
def test_an_arrow_has_the_flow_that_no_other_way_goes_by(chart, version, source, target, flow):
    assert found(chart, version, source, target) == flow


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("criteria", "other_authority"),  # another diagram, which is not called
        ("triage_outcome", "considered"),  # two ways lead there
        ("board", "learning"),
    ],
)
def test_an_arrow_without_a_single_flow_has_none(chart, version, source, target):
    assert found(chart, version, source, target) is None


def test_where_the_diagrams_show_none_the_flowchart_names_the_flows(chart, version):
    known = [flows_of(chart, number, version) for number in range(len(chart.arrows))]

    assert all(known), "every arrow has a number"
    named = [each for each in chart.arrows if each.taken]
    assert [flow_of(chart, chart.arrows.index(each), version) for each in named] == [None] * 11
    assert len({flow for each in known for flow in each}) == len(chart.arrows), "each its own"


def test_a_flow_that_is_not_there_is_refused():
    files = read_folder(ROOT)
    before = files[APPENDIX_2].decode()
    misspelt = before.replace(
        "taken: advice/what_follows_to_not", "taken: advice/what_follows_to_nut"
    )
    assert misspelt != before

    [problem] = check({**files, APPENDIX_2: misspelt.encode()})

    assert 'There is no flow "advice/what_follows_to_nut' in str(problem)
    assert 'name "advice/what_follows_to_notification_follows"' in str(problem)


def test_most_arrows_have_one_and_no_two_the_same(chart, version):
    flows = [flow_of(chart, number, version) for number in range(len(chart.arrows))]
    known = [each for each in flows if each is not None]

    assert len(known) >= 30
    assert len(set(known)) == len(known)
