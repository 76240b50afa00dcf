"""What FEEL refuses.

FeelError
+ FeelSyntaxError        the text is not FEEL: line, column, what was found and expected
+ BudgetExceededError    an evaluation took more steps, space or nesting than it may
+ FeelValueError         raised by a function passed in from outside: its result is null, with this reason
"""


class FeelError(Exception):
    """Something FEEL refuses; the only exceptions that leave this package."""


class FeelSyntaxError(FeelError):
    """The text is not FEEL.

    ``line`` and ``column`` count from 1 within the text; ``found`` and ``expected`` are words for
    people ("a closing bracket )").
    """

    def __init__(self, line: int, column: int, found: str, expected: str) -> None:
        """Keep the place and say it in one sentence."""
        super().__init__(f"Line {line}, column {column}: found {found}, expected {expected}.")
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected


class BudgetExceededError(FeelError):
    """The evaluation was stopped because it took more steps, space or nesting than it may."""


class FeelValueError(FeelError):
    """A function cannot answer for these arguments: FEEL reads null, and the sentence is a warning."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence; it may name parameters, never what they hold."""
        super().__init__(sentence)
        self.sentence = sentence
