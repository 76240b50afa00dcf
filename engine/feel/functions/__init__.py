"""The built-in functions of the standard (10.3.4), by group."""

from typing import Final

from engine.feel.functions import (
    contexts,
    conversions,
    lists,
    numeric,
    ranges,
    statistics,
    strings,
    temporal,
)
from engine.feel.values import FunctionValue

BUILT_IN_FUNCTIONS: Final[dict[str, FunctionValue]] = {
    **contexts.library.functions(),
    **conversions.library.functions(),
    **lists.library.functions(),
    **numeric.library.functions(),
    **ranges.library.functions(),
    **statistics.library.functions(),
    **strings.library.functions(),
    **temporal.library.functions(),
}
