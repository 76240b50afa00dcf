"""What the engine asks of its neighbours, so that each part can be tried without the others."""

from collections.abc import Mapping
from typing import Any, Protocol


class RoutingAnswers(Protocol):
    """The part of a form's validated answers that moves a process on (`engine.forms.Answers` is one).

    ``routing`` holds the answers that become the process variable named after the task, ``facts`` the
    facts it sets, and ``case`` the case fields it sets; all three are JSON, dates as ISO strings.
    """

    @property
    def routing(self) -> Mapping[str, Any]:
        """Return every routing answer by question, None where there is none."""
        ...

    @property
    def facts(self) -> Mapping[str, str]:
        """Return the facts that were answered."""
        ...

    @property
    def case(self) -> Mapping[str, Any]:
        """Return the case fields that were answered."""
        ...
