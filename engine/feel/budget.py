"""The budget of one evaluation: no expression, however hostile, runs for long or grows large.

Steps are counted where work can multiply: an iteration and a call cost as many steps as their body has
nodes, a list and a string cost by their size. What runs straight through is bounded by the length of the
text, which the parser limits. Counting is exact, so the same expression with the same inputs always ends
the same way, on any machine. Only regular expressions, whose work cannot be counted, are stopped by the
clock.
"""

from typing import Final

from engine.feel.errors import BudgetExceededError

MAXIMUM_STEPS: Final = 50_000
MAXIMUM_CALL_DEPTH: Final = 60
PATTERN_SECONDS: Final = 0.01  # of the processor
COST_OF_A_CALL: Final = 10
CHARACTERS_PER_STEP: Final = 50


class Budget:
    """Steps and nesting of calls that are left; one object may serve several evaluations in turn."""

    __slots__ = ("depth", "pattern_seconds", "steps")

    def __init__(self, steps: int = MAXIMUM_STEPS, depth: int = MAXIMUM_CALL_DEPTH) -> None:
        """Start with so many steps and levels of calls."""
        self.steps = steps
        self.depth = depth
        self.pattern_seconds = PATTERN_SECONDS

    def spend(self, steps: int = 1) -> None:
        """Take steps away, or raise BudgetExceededError."""
        self.steps -= steps
        if self.steps < 0:
            raise BudgetExceededError("The expression takes more steps than it may.")

    def spend_characters(self, characters: int) -> None:
        """Take the steps that a string of this length costs."""
        self.spend(1 + characters // CHARACTERS_PER_STEP)

    def enter(self, steps: int) -> None:
        """Go one call deeper, at the cost of so many steps, or raise BudgetExceededError."""
        self.spend(steps)
        self.depth -= 1
        if self.depth < 0:
            raise BudgetExceededError("The expression calls functions more deeply than it may.")

    def leave(self) -> None:
        """Come back from a call."""
        self.depth += 1
