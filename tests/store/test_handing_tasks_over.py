"""The Business Manager hands a task to another of its holders, or to all of them again."""

from uuid import uuid4

import pytest

from engine.errors import (
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
)
from tests.store.holders_of_tasks import audit_of, complete, hand, listed, references, take, task_of
from tests.store.office import Office
from web.use_cases.task_taken import TaskTakenError


class TestHandingOver:
    def test_the_manager_hands_a_task_to_another_holder_with_a_reason(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")
        task = task_of(two_chairs, reference)

        hand(two_chairs, reference, "second", "Cherry is away until Monday.")

        [mine] = listed(two_chairs, "second", "mine").tasks
        assert mine.hold is not None
        assert (mine.hold.mine, mine.hold.handed_by) == (True, "Manny Example")
        assert references(listed(two_chairs, "chair")) == []
        with pytest.raises(TaskTakenError):
            complete(two_chairs, reference, "chair")
        view = two_chairs.use.taking.handing_over(reference, task, by=two_chairs.manager)
        [before] = view.before
        assert (before.to, before.by, before.reason) == (
            "Seconda Example",
            "Manny Example",
            "Cherry is away until Monday.",
        )
        assert audit_of(two_chairs, reference)[-1] == (
            "task_handed_over",
            f"to {two_chairs.second}",
        )
        complete(two_chairs, reference, "second")

    def test_the_manager_makes_a_task_free_again(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")

        hand(two_chairs, reference, None)

        assert references(listed(two_chairs, "second")) == [reference]

    def test_the_reason_is_sealed(self, two_chairs: Office):
        reference = two_chairs.notify()
        hand(two_chairs, reference, "second", "A very particular reason.")

        [(reason,)] = two_chairs.rows("select reason from task_handover")
        assert b"particular" not in bytes(reason)
        assert not any("particular" in str(each) for each in audit_of(two_chairs, reference))

    @pytest.mark.parametrize("to", ["manager", "vice", "notifier"])
    def test_nobody_is_handed_a_task_that_they_may_not_complete(self, to: str, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(InvalidAnswersError) as refused:
            hand(two_chairs, reference, to)
        assert list(refused.value.problems) == ["to"]

    def test_somebody_with_a_conflict_is_handed_nothing(self, two_chairs: Office):
        reference = two_chairs.notify()
        two_chairs.use.conflicts.declare(
            reference, "A relative.", by=two_chairs.second, key=uuid4().hex
        )

        with pytest.raises(InvalidAnswersError):
            hand(two_chairs, reference, "second")
        hand(two_chairs, reference, "chair")

    def test_a_reason_has_to_be_given(self, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(InvalidAnswersError) as refused:
            hand(two_chairs, reference, "second", "  ")
        assert list(refused.value.problems) == ["reason"]

    @pytest.mark.parametrize("by", ["chair", "independent", "unit", "governor"])
    def test_nobody_but_the_manager_hands_tasks_over(self, by: str, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(NotPermittedError):
            hand(two_chairs, reference, "second", by=by)

    def test_a_manager_with_a_conflict_does_not_know_of_the_case(self, two_chairs: Office):
        reference = two_chairs.notify()
        two_chairs.use.conflicts.declare(
            reference, "A relative.", by=two_chairs.manager, key=uuid4().hex
        )

        with pytest.raises(NotFoundError):
            hand(two_chairs, reference, "second")
