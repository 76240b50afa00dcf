"""Every refusal of the engine, in one tree.

EngineError
+ DefinitionError          a diagram, table, form or setting cannot be used   refused at deployment
+ NotFoundError            no such case, process instance or task             404
+ InstanceStateError       does not fit where the instance is now             409
  - TaskNotReadyError      the task is done, withdrawn, or not yet there
  - ConcurrentChangeError  someone else moved the case on first
+ NotPermittedError        sees the case but may not act here                 403
+ InvalidAnswersError      answers do not satisfy the form                    422
+ ExecutionError           a condition, table or date could not be decided    the step is not taken

Messages are for developers and carry element ids only, never a person's or a child's details; what
people read is written in templates, or stands in the `Problem` or the form's own words.
"""

from collections.abc import Mapping, Sequence

from engine.problems import Problem


class EngineError(Exception):
    """Something the engine refuses."""


class DefinitionError(EngineError):
    """A folder, diagram, table, form or setting that cannot be used, with every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order of files and lines."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class NotFoundError(EngineError):
    """There is no such thing, or the person may not know of it."""


class InstanceStateError(EngineError):
    """The action does not fit where the process instance is now."""


class TaskNotReadyError(InstanceStateError):
    """The task was completed or withdrawn, or has not been reached."""


class ConcurrentChangeError(InstanceStateError):
    """Someone else moved the case on first."""


class NotPermittedError(EngineError):
    """The person sees the case but may not act here."""


class InvalidAnswersError(EngineError):
    """The answers do not satisfy the form.

    ``problems`` maps the path of a question (``children.0.last_name``; the empty string for the form
    as a whole) to the sentences shown beside it.
    """

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Keep the sentences; the message names the questions only, never what was answered."""
        super().__init__(", ".join(problems))
        self.problems = {path: tuple(sentences) for path, sentences in problems.items()}


class ExecutionError(EngineError):
    """A step that could not be taken: the action is refused whole and nothing is saved.

    ``element`` is the id of the diagram element and ``sentence`` says what could not be decided,
    without any answer in it.
    """

    def __init__(self, element: str, sentence: str) -> None:
        """Keep the element and the sentence for the page that shows what needs attention."""
        super().__init__(f"{element}: {sentence}")
        self.element = element
        self.sentence = sentence
