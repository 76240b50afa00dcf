"""Whoever is appointed on a case to chair the Panel or to write the report acts on it, and nobody else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.errors import NotFoundError, NotPermittedError
from engine.plays import play
from engine.scenarios import Does, Scenario
from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.worked_cases import scenario_of

OpenDesk = Callable[[Scenario], PostgresDesk]


def worked_until(task: str, case: str, open_desk: OpenDesk) -> tuple[PostgresDesk, Does]:
    """Return a desk on which a worked case was played up to a task, and what is done then."""
    scenario = scenario_of(f"workflows/scenarios/{case}.yaml")
    acts = [each.act for each in scenario.steps]
    next_act = next(act for act in acts if isinstance(act, Does) and act.task == task)
    before = scenario.steps[: acts.index(next_act)]
    desk = open_desk(replace(scenario, steps=before))
    played = play(desk.scenario, desk)
    assert [step.refused for step in played.steps] == [None] * len(before)
    return desk, next_act


def tasks_of(who: str, desk: PostgresDesk) -> set[str]:
    return {task.element for task in desk.use.tasks.task_list(by=desk.ids[who])}


def sees(who: str, desk: PostgresDesk) -> bool:
    try:
        desk.use.cases.case(desk.reference or "", by=desk.ids[who])
    except (NotFoundError, NotPermittedError):
        return False
    return True


@pytest.mark.clause("C-05", "C-08")
def test_the_independent_chair_of_a_separate_panel_chairs_it_and_sees_the_case(open_desk: OpenDesk):
    desk, _ = worked_until("agree_terms", "separate_panel", open_desk)

    assert tasks_of("iona_independent", desk) == {"agree_terms"}
    assert sees("iona_independent", desk)
    assert "agree_terms" not in tasks_of("casey_chair", desk)
    assert not sees("morgan_member", desk)  # appointed first, and conflicted


@pytest.mark.clause("C-06", "C-15", "C-28")
def test_the_sig_chair_chairs_the_panel_and_the_author_sees_the_case_once_appointed(
    open_desk: OpenDesk,
):
    desk, nominates = worked_until("nominate_reviewer", "imr_with_a_nominated_reviewer", open_desk)
    assert not sees("ari_author", desk)

    desk.complete(nominates.task, by=nominates.who, agency=None, answers=nominates.answers)

    assert sees("ari_author", desk)
    assert tasks_of("ari_author", desk) == set()
    assert tasks_of("casey_chair", desk) >= {"propose_methodology"}
