"""The refusal of who comes second to a task that somebody else took."""

from engine.errors import ConcurrentChangeError


class TaskTakenError(ConcurrentChangeError):
    """Another holder of the role took the task; `sentence` says who, and how it becomes free again.

    The message names nobody, because messages are logged.
    """

    def __init__(self, by: str) -> None:
        """Take the name of who took it."""
        super().__init__("somebody else took the task")
        self.sentence = (
            f"{by} has taken this task, so nobody else completes it now. It is free again when {by} gives it"
            " back, or when the Business Manager hands it to somebody else."
        )
