"""Elements that act and move on at once."""

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import CORRECTION, SETTLES
from engine.bpmn.spiff_deadlines import go_on
from engine.bpmn.spiff_tokens import (
    Drawn,
    drawn,
    end_if_empty,
    keep,
    place,
    session_of,
    unfinished,
    withdraw_all,
)
from engine.effects import (
    CaseEnded,
    CorrectionSettled,
    DecisionMade,
    Ended,
    NoticeDue,
    ProcessMessage,
)
from engine.errors import ExecutionError


class Origin(BpmnTaskSpec):  # type: ignore[misc]
    """The root of every process; it puts the first token on the start event named in its task."""

    def __init__(self, process: Any, first: str) -> None:
        """Remember the start event that begins the process unless another is named."""
        super().__init__(process, "Start")
        self.first = first

    def test(self) -> None:
        """Pass: the gate has looked at the diagram."""

    def _predict_hook(self, my_task: Any) -> None:
        """Predict nothing."""

    def _on_complete_hook(self, my_task: Any) -> None:
        name = my_task.internal_data.get("start", self.first)
        place(my_task, self._wf_spec.task_specs[name], None)


class StartEvent(Drawn):
    """A start event: the token passes."""


class EndEvent(Drawn):
    """An end event: the token is gone, and with the last one the process."""

    def act(self, my_task: Any) -> None:
        """Say which end was reached."""
        session = session_of(my_task)
        session.emit(Ended(self.element.process, self.element.id))
        outcome = self.element.properties.get(CORRECTION)
        if outcome in SETTLES:
            session.emit(CorrectionSettled(self.element.process, self.element.id, outcome))

    def move_on(self, my_task: Any, ways: Any) -> None:
        """Tell the sub-process around it of an escalation, or end the process if it is empty."""
        if self.element.ends_case:
            self._end_the_case(my_task)
            return
        if self.element.escalation is not None:
            self._escalate(my_task)
        end_if_empty(my_task)

    def _end_the_case(self, my_task: Any) -> None:
        """Take every other token off this process, and say that the case's other processes go too.

        A hold has nothing left to hold, and ends.
        """
        withdraw_all(my_task.workflow)
        go_on(session_of(my_task))
        session_of(my_task).emit(CaseEnded(self.element.process, self.element.id))

    def _escalate(self, my_task: Any) -> None:
        outer = my_task.workflow.parent_workflow
        host = str(my_task.workflow.parent_task_id)
        for guard in [] if outer is None else list(unfinished(outer)):
            if (
                guard.internal_data.get("host") == host
                and guard.state == TaskState.WAITING
                and guard.task_spec.element.escalation == self.element.escalation
            ):
                guard.task_spec.trigger(guard)
                return
        raise ExecutionError(
            self.element.id, "Nothing around the sub-process takes this escalation."
        )


class BusinessRuleTask(Drawn):
    """A decision: its result becomes a process variable."""

    def act(self, my_task: Any) -> None:
        """Evaluate the decision strictly and keep its value."""
        called = drawn(self.element.decision, self.element)
        session = session_of(my_task)
        context = session.context(my_task)
        given = {
            each.target: session.value(each.source, self.element.id, context)
            for each in called.inputs
        }
        evaluation = session.decide(called.decision, self.element.id, {**context, **given})
        keep(my_task, called.variable, evaluation.value)
        session.emit(
            DecisionMade(
                self.element.id, self.element.process, called.decision, called.variable, evaluation
            )
        )


class SendTask(Drawn):
    """A notice, to be sent by whoever carries out the step."""

    def act(self, my_task: Any) -> None:
        """Say which text goes to whom; an agency is the one whose key is in variable `agency`."""
        session, notice = session_of(my_task), drawn(self.element.notice, self.element)
        agency = None
        if "agency" in notice.to:
            agency = session.context(my_task).get("agency")
            if not isinstance(agency, str):
                raise ExecutionError(
                    self.element.id, "The variable agency does not name an agency."
                )
        session.emit(
            NoticeDue(self.element.id, self.element.process, notice.message, notice.to, agency)
        )


class ThrowEvent(Drawn):
    """A throw event: with a message it asks for another process on this case."""

    def act(self, my_task: Any) -> None:
        """Name the process that the message starts."""
        if self.element.message is not None:
            session_of(my_task).emit(ProcessMessage(self.element.id, self.element.message.name))
