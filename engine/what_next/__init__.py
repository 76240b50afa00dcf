"""What happens next: told from the diagram before a form is submitted, for pages, API and tests.

``what_next(version, process, element)`` follows the flows from a task or a start with a form to the next
places where somebody acts, something waits, a notice goes out, a decision is asked or it ends. With ``now``
(`of_task`, `of_start`) what is known of the case is worked out, and only what the answers change is said as
"if"; what cannot be told is quoted from the diagram, never guessed.
"""

from engine.what_next.explaining import what_next
from engine.what_next.of_case import of_start, of_task
from engine.what_next.sentences import condition_in_words, holds_within
from engine.what_next.standing import Now
from engine.what_next.told import (
    Acts,
    Asks,
    Atom,
    Begins,
    Box,
    Comes,
    Due,
    Happening,
    Reminder,
    Statement,
    Tells,
    Waits,
    WhatNext,
)

__all__ = [
    "Acts",
    "Asks",
    "Atom",
    "Begins",
    "Box",
    "Comes",
    "Due",
    "Happening",
    "Now",
    "Reminder",
    "Statement",
    "Tells",
    "Waits",
    "WhatNext",
    "condition_in_words",
    "holds_within",
    "of_start",
    "of_task",
    "what_next",
]
