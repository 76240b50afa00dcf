"""Registers: rows that forms and diagrams write, kept with their case and listed across cases.

workflows/registers.yaml says which registers there are, what a row holds, how it stands and by when
something is due. A form writes rows by the property `register` of a group or a repeatable group; a diagram
says by the property `register` of an element how a row stands once a token has arrived there.
"""

from engine.registers.definition import FIELD_TYPES, Register, RegisterField
from engine.registers.kept import KeptRegisters, shown_fields
from engine.registers.reader import REGISTERS, read_registers
from engine.registers.rows import (
    COUNTING,
    DROPPED,
    RowStanding,
    counting_functions,
    field_values,
    standing_of_row,
)
from engine.registers.writing import RegisterWrite, written_over

__all__ = [
    "COUNTING",
    "DROPPED",
    "FIELD_TYPES",
    "REGISTERS",
    "KeptRegisters",
    "Register",
    "RegisterField",
    "RegisterWrite",
    "RowStanding",
    "counting_functions",
    "field_values",
    "read_registers",
    "shown_fields",
    "standing_of_row",
    "written_over",
]
