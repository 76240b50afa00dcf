"""What is known of a case where one of its forms is filled in."""

from engine import execution
from engine.execution import World
from engine.version import Version
from engine.what_next.standing import Now


def of_task(version: Version, state: bytes, task_id: str, *, world: World) -> Now:
    """Return a case at one of its open tasks; TaskNotReadyError if the task does not wait."""
    levels, shared = execution.standing(version, state, task_id, world=world)
    return Now(levels, shared, world.now, world.calendar.feel_functions(world.now))


def of_start(version: Version, *, world: World) -> Now:
    """Return a case on which a process is about to begin by a form."""
    shared = execution.start_form_context(version, world=world)
    return Now((), shared, world.now, world.calendar.feel_functions(world.now))
