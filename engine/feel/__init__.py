"""FEEL, the expression language of DMN 1.3 to 1.5: parse, analyse, evaluate.

    parse("applicant.age >= 18").evaluate({"applicant": {"age": 20}}).value

Nothing in an expression reaches Python: names and paths are looked up in contexts only.
"""

from engine.feel.budget import Budget
from engine.feel.errors import (
    BudgetExceededError,
    FeelError,
    FeelSyntaxError,
    FeelValueError,
)
from engine.feel.expressions import (
    Expression,
    Result,
    UnaryTests,
    parse,
    parse_unary_tests,
)
from engine.feel.python_values import from_json, to_json
from engine.feel.run import EvaluationWarning

__all__ = [
    "Budget",
    "BudgetExceededError",
    "EvaluationWarning",
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "FeelValueError",
    "Result",
    "UnaryTests",
    "from_json",
    "parse",
    "parse_unary_tests",
    "to_json",
]
