"""What DMN refuses.

DmnError
+ ModelError       the file is not a DMN model that can be read at all
+ DecisionError    strict evaluation found no certain answer
"""


class DmnError(Exception):
    """Something DMN refuses."""


class ModelError(DmnError):
    """The file cannot be read as a DMN model: not XML, hostile XML, or no DMN."""

    def __init__(self, file: str, line: int | None, sentence: str) -> None:
        """Keep the place and the sentence."""
        super().__init__(f"{file}{'' if line is None else f':{line}'}: {sentence}")
        self.file = file
        self.line = line
        self.sentence = sentence


class DecisionError(DmnError):
    """Strict evaluation refuses to answer.

    ``decision`` is the id of the decision that could not be answered (it may be one that the asked
    decision requires); ``inputs`` maps what it read to the values, and must not be logged; neither the
    sentence nor the message holds a value.
    """

    def __init__(self, decision: str, sentence: str, inputs: dict[str, object]) -> None:
        """Keep the decision, the reason and what was read."""
        super().__init__(f"{decision}: {sentence}")
        self.decision = decision
        self.sentence = sentence
        self.inputs = inputs
