"""When nothing was entered: a browser posts an empty text where a person left a question alone."""

from collections.abc import Mapping
from typing import Any


def is_blank(value: Any) -> bool:
    """Say whether the value, a row or a date in three parts included, holds no answer."""
    match value:
        case None:
            return True
        case str():
            return not value.strip()
        case bool():
            return not value
        case Mapping():
            return all(is_blank(part) for part in value.values())
        case list() | tuple():
            return all(is_blank(part) for part in value)
    return False
