"""Read the cases of the DMN compatibility kit: inputs and expected results as FEEL values."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from engine.dmn.xml import read_xml
from engine.feel.temporal_text import read_date, read_date_time, read_duration, read_time
from engine.feel.values import Value

_TEST: Final = "{http://www.omg.org/spec/DMN/20160719/testcase}"
_INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True, slots=True)
class ExpectedResult:
    """What one decision (or output of a service) is to give; an error is null with a reason."""

    name: str
    value: Value
    is_error: bool


@dataclass(frozen=True, slots=True)
class KitCase:
    """One test case: inputs by name (of an imported model: by namespace and name), and results."""

    id: str
    service: str | None
    inputs: tuple[tuple[str, str, Value], ...]
    expected: tuple[ExpectedResult, ...]


@dataclass(frozen=True, slots=True)
class KitFile:
    """A test file and the file of its model."""

    model: str
    cases: tuple[KitCase, ...]


def read_kit_file(content: bytes, *, file: str) -> KitFile:
    """Read a test file, or raise ModelError (not XML) or ValueError (not of the kit)."""
    root = read_xml(content, file=file)
    if root.tag != f"{_TEST}testCases":
        raise ValueError("This is no test file of the kit.")
    model = (root.findtext(f"{_TEST}modelName") or "").strip()
    return KitFile(model, tuple(_case(each) for each in root.iterchildren(f"{_TEST}testCase")))


def _case(element: Any) -> KitCase:
    is_service = element.get("type") == "decisionService"
    inputs = tuple(
        (each.get("namespace", ""), each.get("name"), _value(each))
        for each in element.iterchildren(f"{_TEST}inputNode")
    )
    expected = tuple(_result(each) for each in element.iterchildren(f"{_TEST}resultNode"))
    service = element.get("invocableName") if is_service else None
    return KitCase(element.get("id", ""), service, inputs, expected)


def _result(element: Any) -> ExpectedResult:
    expected = element.find(f"{_TEST}expected")
    value = None if expected is None else _value(expected)
    return ExpectedResult(element.get("name"), value, element.get("errorResult") == "true")


def _value(element: Any) -> Value:
    if element.get(f"{_INSTANCE}nil") == "true":
        return None
    components = list(element.iterchildren(f"{_TEST}component"))
    if components:
        return {each.get("name"): _value(each) for each in components}
    items = element.find(f"{_TEST}list")
    if items is not None:
        if items.get(f"{_INSTANCE}nil") == "true":
            return None
        return [_value(each) for each in items.iterchildren(f"{_TEST}item")]
    simple = element.find(f"{_TEST}value")
    if simple is None or simple.get(f"{_INSTANCE}nil") == "true":
        return None
    kind = simple.get(f"{_INSTANCE}type", "").rpartition(":")[2]
    return _simple(kind, simple.text or "")


def _simple(kind: str, text: str) -> Value:
    match kind:
        case "boolean":
            return text.strip() in ("true", "1")
        case "decimal" | "double" | "integer" | "int" | "long" | "float":
            return _number(text.strip())
        case "date":
            return read_date(text.strip())
        case "time":
            return read_time(text.strip())
        case "dateTime":
            return read_date_time(text.strip())
        case "duration":
            return read_duration(text.strip())
    return text


def _number(text: str) -> Value:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number.") from error
