"""How things in a form may be called."""

import re
from typing import Final

SNAKE_CASE: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
