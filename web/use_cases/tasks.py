"""User tasks: what waits for me, open one, write a draft, complete it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.use_cases.views import Checked, OpenTask, Outcome, TaskPage


class Tasks:
    """Work on user tasks.

    NotFoundError where the person may not know of the case, NotPermittedError where they see the case and
    the task is not theirs, TaskNotReadyError where it is completed or withdrawn.
    """

    def task_list(self, *, by: UUID) -> tuple[OpenTask, ...]:
        """Return the tasks this person holds now, those due first at the top."""
        raise NotImplementedError

    def open_task(self, reference: str, task_id: str, *, by: UUID) -> TaskPage:
        """Return the task with its form, this person's draft, and the case beside it."""
        raise NotImplementedError

    def save_draft(self, reference: str, task_id: str, raw: Mapping[str, Any], *, by: UUID) -> None:
        """Keep what was entered so far, sealed with the case's key."""
        raise NotImplementedError

    def check(self, reference: str, task_id: str, raw: Mapping[str, Any], *, by: UUID) -> Checked:
        """Return the answers if they satisfy the form and nothing is contradictory; save nothing."""
        raise NotImplementedError

    def complete_task(
        self,
        reference: str,
        task_id: str,
        raw: Mapping[str, Any],
        *,
        by: UUID,
        key: str,
        version: int,
    ) -> Outcome:
        """Take the answers and move the case on, all in one transaction; the same key twice acts once.

        ConcurrentChangeError where the case's facts changed since the page was opened, or somebody else
        completed the task first; InvalidAnswersError names each question. Nothing is saved then.
        """
        raise NotImplementedError
