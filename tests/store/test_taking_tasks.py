"""Taking a task and giving it back, and who else has it open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from engine.errors import (
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from tests.store.holders_of_tasks import audit_of, complete, listed, references, take, task_of
from tests.store.office import Office
from web.use_cases.task_taken import TaskTakenError


class TestTaking:
    def test_a_task_that_a_colleague_took_leaves_my_list_and_says_who_took_it(
        self, two_chairs: Office
    ):
        first, second = two_chairs.notify(), two_chairs.notify()
        assert references(listed(two_chairs, "second")) == [first, second]

        take(two_chairs, first, "chair")

        assert references(listed(two_chairs, "second")) == [second]
        roles = {task.reference: task.hold for task in listed(two_chairs, "second", "role").tasks}
        assert roles[second] is None
        assert roles[first] is not None
        assert (roles[first].by, roles[first].mine) == ("Cherry Example", False)
        assert references(listed(two_chairs, "chair", "mine")) == [first]
        assert references(listed(two_chairs, "second", "mine")) == []

    def test_only_who_took_a_task_completes_it(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")

        with pytest.raises(TaskTakenError) as refused:
            complete(two_chairs, reference, "second")
        assert "Cherry Example has taken this task" in refused.value.sentence
        assert "Cherry" not in str(refused.value)

        complete(two_chairs, reference, "chair")

    def test_a_task_that_nobody_took_is_completed_by_any_holder(self, two_chairs: Office):
        reference = two_chairs.notify()

        complete(two_chairs, reference, "second")

    def test_a_task_given_back_is_everybodys_again(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")
        task = task_of(two_chairs, reference)
        with pytest.raises(TaskTakenError):
            two_chairs.use.taking.give_back(reference, task, by=two_chairs.second)

        two_chairs.use.taking.give_back(reference, task, by=two_chairs.chair)

        assert references(listed(two_chairs, "second")) == [reference]
        kinds = [kind for kind, _ in audit_of(two_chairs, reference)]
        assert kinds[-2:] == ["task_taken", "task_given_back"]
        complete(two_chairs, reference, "second")

    def test_of_two_who_take_a_task_at_once_one_wins_and_the_other_reads_who(
        self, two_chairs: Office
    ):
        reference = two_chairs.notify()
        task, together = task_of(two_chairs, reference), Barrier(2)

        def try_to(who: str) -> str:
            together.wait()
            try:
                two_chairs.use.taking.take(reference, task, by=two_chairs.people[who])
            except TaskTakenError as refused:
                return refused.sentence
            return "taken"

        with ThreadPoolExecutor(2) as both:
            outcomes = dict(
                zip(("chair", "second"), both.map(try_to, ("chair", "second")), strict=True)
            )

        assert sorted(outcomes.values())[1] == "taken"
        [winner] = [who for who, outcome in outcomes.items() if outcome == "taken"]
        [loser] = set(outcomes) - {winner}
        name = {"chair": "Cherry Example", "second": "Seconda Example"}[winner]
        assert outcomes[loser].startswith(f"{name} has taken this task")
        [hold] = [task.hold for task in listed(two_chairs, loser, "role").tasks]
        assert hold is not None
        assert hold.by == name

    def test_who_does_not_hold_a_task_does_not_take_it(self, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(NotPermittedError):
            take(two_chairs, reference, "manager")
        with pytest.raises(NotFoundError):
            take(two_chairs, reference, "police_lead")

    def test_a_take_ends_with_the_right_to_act(self, two_chairs: Office):
        """A conflict found late takes the task from who took it, and the other reads so at once."""
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")
        assert references(listed(two_chairs, "second")) == []

        two_chairs.use.conflicts.declare(
            reference, "A relative.", by=two_chairs.chair, key=uuid4().hex
        )

        [task] = listed(two_chairs, "second").tasks
        assert (task.reference, task.hold) == (reference, None)
        assert references(listed(two_chairs, "chair", "mine")) == []
        complete(two_chairs, reference, "second")

    def test_a_completed_task_is_not_taken(self, two_chairs: Office):
        reference = two_chairs.notify()
        task = task_of(two_chairs, reference)
        complete(two_chairs, reference, "chair")

        with pytest.raises(TaskNotReadyError):
            two_chairs.use.taking.take(reference, task, by=two_chairs.chair)

    def test_a_deputy_takes_a_task_for_whom_they_stand(self, office: Office):
        today = office.use.clock.now().date()
        office.use.posts.name_deputy(
            office.chair, "sig_chair", office.nobody, first=today, last=None, by=office.manager
        )
        reference = office.notify()

        take(office, reference, "nobody")

        assert ("acted_as_deputy", f"for {office.chair}") in audit_of(office, reference)
        assert references(listed(office, "chair")) == []
        [mine] = listed(office, "nobody", "mine").tasks
        assert mine.deputy_for == "Cherry Example"


class TestWhoHasItOpen:
    def test_who_opened_a_task_is_shown_to_the_others_until_it_is_long_ago(
        self, two_chairs: Office
    ):
        reference = two_chairs.notify()
        task = task_of(two_chairs, reference)
        two_chairs.use.tasks.open_task(reference, task, by=two_chairs.chair)

        [listed_task] = listed(two_chairs, "second").tasks
        assert [(each.by, each.has_draft) for each in listed_task.seen] == [
            ("Cherry Example", False)
        ]
        page = two_chairs.use.tasks.open_task(reference, task, by=two_chairs.second)
        assert [each.by for each in page.task.seen] == ["Cherry Example"]
        assert [each.by for each in listed(two_chairs, "chair").tasks[0].seen] == [
            "Seconda Example"
        ]

        two_chairs.use.clock.move(timedelta(minutes=21), by=two_chairs.manager)
        assert listed(two_chairs, "second").tasks[0].seen == ()

    def test_a_draft_is_shown_for_longer_and_not_for_ever(self, two_chairs: Office):
        reference = two_chairs.notify()
        task = task_of(two_chairs, reference)
        two_chairs.use.tasks.save_draft(reference, task, {"reason": "x"}, by=two_chairs.chair)

        two_chairs.use.clock.move(timedelta(days=2), by=two_chairs.manager)
        [seen] = listed(two_chairs, "second").tasks[0].seen
        assert (seen.by, seen.has_draft) == ("Cherry Example", True)
        assert listed(two_chairs, "chair").tasks[0].has_draft

        two_chairs.use.clock.move(timedelta(days=13), by=two_chairs.manager)
        assert listed(two_chairs, "second").tasks[0].seen == ()
        assert listed(two_chairs, "chair").tasks[0].has_draft

    def test_nothing_is_kept_of_who_opened_a_task_that_is_done(self, two_chairs: Office):
        reference = two_chairs.notify()
        two_chairs.use.tasks.open_task(
            reference, task_of(two_chairs, reference), by=two_chairs.second
        )
        assert two_chairs.rows("select count(*) from task_opening") == [(1,)]

        complete(two_chairs, reference, "chair")

        assert two_chairs.rows("select count(*) from task_opening") == [(0,)]
