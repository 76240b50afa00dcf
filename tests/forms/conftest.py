"""What the tests of forms share."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from engine.errors import InvalidAnswersError
from engine.forms import Answers, Form, read_form
from tests.forms.demo_form import COMPLETE, CONTEXT, NOW, OPTIONS, demo_form

Validate = Callable[..., Answers]


@pytest.fixture(scope="session")
def demo() -> Form:
    return demo_form()


@pytest.fixture
def read() -> Callable[..., Form]:
    def reading(components: list[dict[str, Any]], **members: Any) -> Form:
        content = {"type": "default", "id": "small", "components": components, **members}
        return read_form(json.dumps(content, indent=1).encode(), file="forms/x/small.form")

    return reading


@pytest.fixture
def complete() -> dict[str, Any]:
    return deepcopy(COMPLETE)


@pytest.fixture
def validate(demo: Form) -> Validate:
    def validated(raw: Any, **context: Any) -> Answers:
        return demo.validate(raw, context={**CONTEXT, **context}, options=OPTIONS, now=NOW)

    return validated


@pytest.fixture
def refused(validate: Validate) -> Callable[..., dict[str, tuple[str, ...]]]:
    def problems(raw: Any, **context: Any) -> dict[str, tuple[str, ...]]:
        with pytest.raises(InvalidAnswersError) as refusal:
            validate(raw, **context)
        return dict(refusal.value.problems)

    return problems
