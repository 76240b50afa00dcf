"""Registers and what is written into them."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import IGNORED, Refusal

REGISTERS: Final[Mapping[str, Refusal]] = {
    "unknown_register": Refusal(
        "Unknown register",
        'There is no register "{register}".',
        "Nothing would be written, and nobody would find it.",
        "{instead}.",
    ),
    "unknown_register_field": Refusal(
        "Field that a register does not have",
        'The register "{register}" has no field "{name}".',
        "Nothing would be written, and nobody would find it.",
        "{instead}.",
    ),
    "register_field_kind": Refusal(
        "Field of a register written with another kind of value",
        'The field "{name}" of the register "{register}" is written with {asked}, and holds {wanted}.',
        "How a row stands could not be worked out.",
        "ask for what the field holds.",
    ),
    "register_field_value": Refusal(
        "Value that a field of a register does not have",
        'The field "{name}" of the register "{register}" is written with "{value}".',
        "How a row stands could not be worked out.",
        "{instead}.",
    ),
    "state_unknown": Refusal(
        "State of a register that it does not list",
        'The state of the register "{register}" may be "{value}", which is not one of its states.',
        "A row that stands so could not be shown.",
        "{instead}.",
    ),
    "state_unused": Refusal(
        "State of a register that no row can have",
        'No row of the register "{register}" can ever stand as "{value}".',
        "It would be offered to choose from, and find nothing.",
        "let the formula of its state yield it, or remove it.",
    ),
    "standing_unclear": Refusal(
        'Property "register" that cannot be read',
        "What the element writes into a register cannot be read.",
        "Nothing would be written, and nobody would find it.",
        'write the register and what it sets, for instance "publications standing=withheld".',
    ),
    "row_alone": Refusal(
        'Property "register-row" without the property "register"',
        "The element names a row and writes nothing into it.",
        IGNORED,
        'write the property "register", or remove it.',
    ),
    "field_unwritten": Refusal(
        "Field of a register that nothing writes",
        'Nothing writes the field "{name}" of the register "{register}".',
        "It would be empty in every row.",
        "let a form write it, or remove it.",
    ),
}
