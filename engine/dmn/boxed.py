"""Boxed expressions: what a decision, a function or a context entry can hold.

Everything keeps the line of its element in the file, its id and its label, so that a problem can be
shown where it stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal, TypeAlias

from engine.feel import Expression, UnaryTests
from engine.feel.syntax import size as node_count

HitPolicy = Literal["UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]
Aggregation = Literal["SUM", "COUNT", "MIN", "MAX"]
IterationKind = Literal["for", "some", "every"]


@dataclass(frozen=True, slots=True)
class LiteralExpression:
    """FEEL text. ``expression`` is None where the text is not FEEL: `Model.problems` says why."""

    id: str
    line: int
    text: str
    expression: Expression | None
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class TableInput:
    """An input column. ``allowed`` comes from the column, else from its item definition."""

    id: str
    line: int
    label: str
    text: str
    expression: Expression | None
    type_ref: str | None
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class TableOutput:
    """An output column; ``name`` is empty in a table of one output that needs none."""

    id: str
    line: int
    label: str
    name: str
    type_ref: str | None
    allowed: UnaryTests | None
    default: LiteralExpression | None


@dataclass(frozen=True, slots=True)
class InputCell:
    """The condition of a rule on one input; ``tests`` is None where the text is not FEEL."""

    id: str
    line: int
    text: str
    tests: UnaryTests | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: as many inputs and outputs as the table has columns.

    ``row`` is its code, from the annotation column ``row`` (without one, the id of the rule);
    ``clauses`` come from the annotation column ``clause``; ``number`` counts from 1.
    """

    id: str
    line: int
    number: int
    row: str
    clauses: tuple[str, ...]
    annotations: Mapping[str, str]
    inputs: tuple[InputCell, ...]
    outputs: tuple[LiteralExpression, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table, rows and columns in the order of the file."""

    id: str
    line: int
    label: str
    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[TableInput, ...]
    outputs: tuple[TableOutput, ...]
    rules: tuple[Rule, ...]
    type_ref: str | None = None

    @property
    def has_default(self) -> bool:
        """Tell whether every output has a default, so that no match is still an answer."""
        return bool(self.outputs) and all(o.default is not None for o in self.outputs)


@dataclass(frozen=True, slots=True)
class Entry:
    """A named part: of a context, an invocation's binding, a column of a relation's row.

    ``name`` is empty for the result of a context.
    """

    name: str
    type_ref: str | None
    value: "Boxed | None"


@dataclass(frozen=True, slots=True)
class BoxedContext:
    """Entries that may read the earlier ones, and a result (an entry without name) or none."""

    id: str
    line: int
    entries: tuple[Entry, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedInvocation:
    """A function called with named bindings."""

    id: str
    line: int
    function: "Boxed | None"
    bindings: tuple[Entry, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedList:
    """A list of boxed items."""

    id: str
    line: int
    items: tuple["Boxed", ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedRelation:
    """Rows of cells under named columns: a list of contexts."""

    id: str
    line: int
    rows: tuple[tuple[Entry, ...], ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedParameter:
    """A formal parameter and its type."""

    name: str
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class BoxedFunction:
    """A function definition; ``kind`` other than FEEL (Java, PMML) is refused when called."""

    id: str
    line: int
    kind: str
    parameters: tuple[BoxedParameter, ...]
    body: "Boxed | None"
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedConditional:
    """If, then, else."""

    id: str
    line: int
    condition: "Boxed | None"
    consequence: "Boxed | None"
    alternative: "Boxed | None"
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedFilter:
    """The items of a list that match."""

    id: str
    line: int
    source: "Boxed | None"
    match: "Boxed | None"
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedIteration:
    """For, some or every: a body for each item of a list."""

    id: str
    line: int
    kind: IterationKind
    variable: str
    source: "Boxed | None"
    body: "Boxed | None"
    type_ref: str | None = None


Boxed: TypeAlias = (
    LiteralExpression
    | DecisionTable
    | BoxedContext
    | BoxedInvocation
    | BoxedList
    | BoxedRelation
    | BoxedFunction
    | BoxedConditional
    | BoxedFilter
    | BoxedIteration
)


def parts(boxed: Boxed) -> Iterator[Boxed]:
    """Yield a boxed expression and everything boxed inside it; the cells of tables as well."""
    waiting: list[object] = [boxed]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif is_dataclass(part) and not isinstance(part, Expression | UnaryTests):
            if isinstance(part, Boxed):
                yield part
            if not isinstance(part, LiteralExpression):
                waiting.extend(getattr(part, each.name) for each in fields(part))


def size(boxed: Boxed | None) -> int:
    """Return the number of nodes of all the FEEL texts inside, cells included."""
    if boxed is None:
        return 0
    total = 0
    for part in parts(boxed):
        total += 1
        if isinstance(part, LiteralExpression) and part.expression is not None:
            total += node_count(part.expression.tree)
        elif isinstance(part, DecisionTable):
            total += sum(len(rule.inputs) for rule in part.rules)
    return total
