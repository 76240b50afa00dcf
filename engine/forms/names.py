"""How things in a form may be called."""

import re
from typing import Final

SNAKE_CASE: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

CHOICE_VALUE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
"""A choice may also be called as tables call it: a type of review is "SCR"."""
