"""DMN 1.1 to 1.5: read a model, evaluate its decisions, see why.

model = read_model(content, file="criteria.dmn")
model.evaluate("review_type", {"facts": facts}, strict=True).outputs
"""

from engine.dmn.errors import DecisionError, ModelError
from engine.dmn.evaluation import DecisionTrace, Evaluation, RowMatch
from engine.dmn.model import Model
from engine.dmn.reader import read_model

__all__ = [
    "DecisionError",
    "DecisionTrace",
    "Evaluation",
    "Model",
    "ModelError",
    "RowMatch",
    "read_model",
]
