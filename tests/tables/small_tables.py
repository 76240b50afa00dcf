"""Decision tables written for one test, as DMN files."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from engine.dmn import Model, read_model
from engine.dmn.boxed import DecisionTable

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model_of(
    inputs: Sequence[tuple[str, str, str]],
    rows: Sequence[tuple[str, ...]],
    *,
    hit_policy: str = "UNIQUE",
    outputs: Sequence[tuple[str, str, str]] = (("answer", "string", ""),),
    default: str = "",
) -> Model:
    """A model of one table ``t``; columns are (name, type, allowed values), rows their cells in order.

    Names of inputs are what the table reads and, in capitals, how people know them. Rows are coded R1,
    R2 and so on.
    """
    data = "".join(
        f'<inputData id="d{n}" name={quoteattr(name)}><variable name={quoteattr(name)}'
        f" typeRef={quoteattr(type_)}/></inputData>"
        for n, (name, type_, _) in enumerate(inputs)
    )
    needs = "".join(
        f'<informationRequirement id="q{n}"><requiredInput href="#d{n}"/></informationRequirement>'
        for n in range(len(inputs))
    )
    columns = "".join(
        f'<input id="i{n}" label={quoteattr(name.upper())}><inputExpression typeRef={quoteattr(type_)}>'
        f"<text>{escape(name)}</text></inputExpression>{_values('inputValues', allowed)}</input>"
        for n, (name, type_, allowed) in enumerate(inputs)
    )
    answers = "".join(
        f'<output id="o{n}" name={quoteattr(name)} typeRef={quoteattr(type_)}>'
        f"{_values('outputValues', allowed)}"
        f"{f'<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>' if default else ''}"
        "</output>"
        for n, (name, type_, allowed) in enumerate(outputs)
    )
    rules = "".join(
        f'<rule id="r{n}">{_entries("inputEntry", n, row[: len(inputs)])}'
        f"{_entries('outputEntry', n, row[len(inputs) :])}"
        f"<annotationEntry><text>R{n}</text></annotationEntry></rule>"
        for n, row in enumerate(rows, start=1)
    )
    content = (
        f'<definitions xmlns="{NAMESPACE}" id="m" name="m" namespace="https://example.invalid/m">{data}'
        f'<decision id="t" name="t"><variable name="t"/>{needs}'
        f'<decisionTable id="t_table" hitPolicy="{hit_policy}">{columns}{answers}'
        f'<annotation name="row"/>{rules}</decisionTable></decision></definitions>'
    )
    return read_model(content.encode(), file="small.dmn")


def table_of(model: Model) -> DecisionTable:
    table = model.decisions["t"].expression
    assert isinstance(table, DecisionTable)
    return table


def _values(tag: str, allowed: str) -> str:
    return f"<{tag}><text>{escape(allowed)}</text></{tag}>" if allowed else ""


def _entries(tag: str, number: int, cells: Sequence[str]) -> str:
    return "".join(
        f'<{tag} id="{tag}_{number}_{place}"><text>{escape(cell)}</text></{tag}>'
        for place, cell in enumerate(cells)
    )
