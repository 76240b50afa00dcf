"""Decisions that a step asks, and what goes into the fields of the case."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import IGNORED, Refusal

DECISIONS: Final[Mapping[str, Refusal]] = {
    "no_decision": Refusal(
        "Business rule task without a decision",
        "The task calls no decision.",
        "There is nothing to evaluate.",
        "give the id of a decision and a result variable.",
    ),
    "unknown_decision": Refusal(
        "Unknown decision",
        'There is no decision "{decision}".',
        "There is nothing to evaluate.",
        "{instead}.",
    ),
    "no_variable": Refusal(
        "Result without a readable name",
        'The {role} "{name}" is not a name that formulas can read.',
        "What was found out would be lost.",
        "use readable snake case, and no name with a meaning of its own.",
    ),
    "decision_input_missing": Refusal(
        "Decision whose inputs are not there",
        'The decision "{decision}" reads "{name}", which nothing has set before this task.',
        "It could not be evaluated.",
        "{instead}.",
    ),
    "decision_input_unread": Refusal(
        "Input that the decision does not read",
        'The task gives the decision "{decision}" a value for "{name}", which it does not read.',
        "The decision would be made without it.",
        "{instead}.",
    ),
    "decision_input_value": Refusal(
        "Value that an input of a decision does not have",
        'The input mapping to "{name}" can give "{value}", which is not one of its values.',
        "The decision would be refused every time.",
        "{instead}.",
    ),
    "task_output": Refusal(
        "Output mapping to anything but a field of the case",
        'The task has an output mapping to "{detail}".',
        "What a task finds out is read by the task's id, or by the result variable of its decision.",
        "map to a field of the case, for instance case.decision, or remove the mapping.",
    ),
    "task_input": Refusal(
        "Input mapping of a task that evaluates no decision",
        "The task has an input mapping.",
        IGNORED,
        "remove it: forms and notices read what they need by its name.",
    ),
    "unknown_field": Refusal(
        "Output mapping to an unknown field of the case",
        'The mapping sets the field "{name}" of the case, which does not exist.',
        "Nothing would ever read it.",
        "{instead}.",
    ),
    "field_kind": Refusal(
        "Output mapping of another kind than its field",
        'The mapping gives the field "{name}" {found}, and {wanted} is kept there.',
        "The step would be refused every time.",
        "map what is kept there.",
    ),
    "field_value": Refusal(
        "Output mapping with a value that the field does not have",
        'The mapping can give the field "{name}" the value "{value}", which is not one of its values.',
        "The step would be refused every time.",
        "{instead}.",
    ),
    "unread_result": Refusal(
        "Result of a decision that nothing reads",
        'Nothing reads the result "{name}".',
        "Its name may be misspelt, and an older result would be read in its place.",
        "{instead}.",
    ),
}
