"""The floor: what completing one user task costs with SpiffWorkflow alone, as its own documentation does it.

Load the instance from JSON, complete the task, save it as JSON, one durable commit on the same PostgreSQL. No
gate, no forms, no audit, no encryption: whatever Review Desk adds is measured against this.
"""

import itertools
from collections.abc import Iterator

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


class Floor:
    """A plain diagram of user tasks in a row, run by SpiffWorkflow and kept in one row of one table."""

    def __init__(self, url: str, *, tasks: int) -> None:
        """Make the table and begin an instance of `tasks` user tasks; `url` is SQLAlchemy's."""
        self._connection = psycopg.connect(url.replace("postgresql+psycopg", "postgresql"))
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS floor (id int PRIMARY KEY, state text)"
        )
        self._serializer = BpmnWorkflowSerializer()
        workflow = BpmnWorkflow(_spec(tasks))
        workflow.do_engine_steps()
        self._connection.execute(
            "INSERT INTO floor VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state",
            (self._serializer.serialize_json(workflow),),
        )
        self._connection.commit()

    def complete_one(self) -> None:
        """Load, complete the task that waits, save, commit."""
        [(state,)] = self._connection.execute("SELECT state FROM floor WHERE id = 1 FOR UPDATE")
        workflow = self._serializer.deserialize_json(state)
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.set_data(**{task.task_spec.bpmn_id: {"answer": "yes"}})
        task.run()
        workflow.do_engine_steps()
        self._connection.execute(
            "UPDATE floor SET state = %s WHERE id = 1", (self._serializer.serialize_json(workflow),)
        )
        self._connection.commit()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _spec(tasks: int) -> object:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(plain_diagram(tasks)))
    return parser.get_spec("floor")


def plain_diagram(tasks: int) -> bytes:
    """Return a process `floor` of user tasks task_1 ... in a row, as plain BPMN."""
    return "".join(_plain_diagram(tasks)).encode()


def _plain_diagram(tasks: int) -> Iterator[str]:
    names = ["begin", *(f"task_{number}" for number in range(1, tasks + 1)), "finish"]
    yield f'<definitions xmlns="{_BPMN}" targetNamespace="floor">'
    yield '<process id="floor" isExecutable="true"><startEvent id="begin"/><endEvent id="finish"/>'
    for name in names[1:-1]:
        yield f'<userTask id="{name}"/>'
    for source, target in itertools.pairwise(names):
        yield f'<sequenceFlow id="to_{target}" sourceRef="{source}" targetRef="{target}"/>'
    yield "</process></definitions>"
