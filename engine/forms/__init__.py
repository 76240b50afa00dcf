"""What people are asked: forms read from form-js JSON, and answers that satisfy them.

``read_form`` reads a file once, at deployment; ``Form.lay_out`` says what is asked given the answers so
far; ``Form.validate`` turns what was entered into `Answers` or refuses it question by question.
"""

from engine.forms.answers import Answers
from engine.forms.components import (
    Choice,
    Condition,
    Group,
    Guidance,
    Kind,
    Question,
    Rows,
    Separator,
)
from engine.forms.dialect import PEOPLE_NOT_FROM_THEM as PEOPLE_NOT_FROM_THEM
from engine.forms.form import Form, RoutingType, answer_at
from engine.forms.laying_out import files_kept
from engine.forms.layout import (
    Shown,
    ShownGroup,
    ShownNothing,
    ShownQuestion,
    ShownRows,
    ShownText,
    shown_questions,
)
from engine.forms.posts import Pressed, pressed, raw_from_post, rearranged
from engine.forms.reader import read_form

__all__ = [
    "Answers",
    "Choice",
    "Condition",
    "Form",
    "Group",
    "Guidance",
    "Kind",
    "Pressed",
    "Question",
    "RoutingType",
    "Rows",
    "Separator",
    "Shown",
    "ShownGroup",
    "ShownNothing",
    "ShownQuestion",
    "ShownRows",
    "ShownText",
    "answer_at",
    "files_kept",
    "pressed",
    "raw_from_post",
    "read_form",
    "rearranged",
    "shown_questions",
]
