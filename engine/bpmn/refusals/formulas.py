"""What formulas say, and the names they read."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

FORMULAS: Final[Mapping[str, Refusal]] = {
    "syntax": Refusal(
        "Formula that cannot be read",
        "The {where} cannot be read: {detail}",
        "A formula that is not FEEL has no value.",
        "correct it at column {column}.",
    ),
    "unknown_name": Refusal(
        "Name that nothing has set",
        'The {where} reads "{name}" (column {column}), which nothing has set before this point.',
        "It would be empty, and the default path taken in silence.",
        "{instead}.",
    ),
    "unknown_part": Refusal(
        "Answer that nobody is asked for",
        'The {where} reads "{name}" (column {column}), but "{source}" has no "{part}".',
        "It would be empty, and the default path taken in silence.",
        "{instead}.",
    ),
    "unknown_function": Refusal(
        "Unknown function",
        'The {where} calls "{name}" (column {column}), which is not a function.',
        "It would be empty, and the default path taken in silence.",
        "{instead}.",
    ),
    "unknown_value": Refusal(
        "Value that a choice does not have",
        'The {where} compares "{name}" with "{value}" (column {column}), which is not one of its '
        "values.",
        "The comparison could never be true.",
        "{instead}.",
    ),
    "never_equal": Refusal(
        "Comparison of different things",
        "The {where} compares {left} with {right} (column {column}).",
        "The comparison could never be true.",
        "compare like with like.",
    ),
    "wrong_operand": Refusal(
        "Calculation with the wrong thing",
        "The {where} uses {found} where {expected} is needed (column {column}).",
        "The result would be empty.",
        "use {expected}.",
    ),
    "wrong_arguments": Refusal(
        "Function with the wrong number of values",
        'The {where} gives "{name}" {count} values (column {column}); it takes {expected}.',
        "The result would be empty.",
        "give it {expected}.",
    ),
    "unreadable_literal": Refusal(
        "Date or duration that cannot be read",
        'The {where} writes "{text}" (column {column}), which is no date, time or duration.',
        "The result would be empty.",
        'write it as in "2026-03-02", "09:00:00", "P3D" or "P6M".',
    ),
    "wrong_result": Refusal(
        "Formula that yields the wrong thing",
        "The {where} yields {found}, and {expected} is needed.",
        "The step would be refused every time.",
        "write a formula that yields {expected}.",
    ),
    "written_twice": Refusal(
        "Two things kept under one name",
        'The name "{name}" is also that of {other}.',
        "One would overwrite the other.",
        "give one of them another name.",
    ),
}
