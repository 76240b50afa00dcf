"""Small DMN files for tests, written by what they hold."""

from xml.sax.saxutils import escape

from engine.dmn import read_model

DMN_1_3 = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(content, *, namespace="urn:test", dmn=DMN_1_3, prelude=""):
    return (
        f'<?xml version="1.0"?>\n<definitions xmlns="{dmn}" namespace="{namespace}" '
        f'name="test" id="test">{prelude}\n{content}\n</definitions>'
    ).encode()


def model_of(*content, **options):
    return read_model(definitions("\n".join(content), **options), file="test.dmn")


def item(name, base, allowed=None, *, is_list=False):
    values = f"<allowedValues><text>{escape(allowed)}</text></allowedValues>" if allowed else ""
    many = ' isCollection="true"' if is_list else ""
    return f'<itemDefinition name="{name}"{many}><typeRef>{base}</typeRef>{values}</itemDefinition>'


def structure(name, /, **components):
    parts = "".join(
        f'<itemComponent name="{each}"><typeRef>{of}</typeRef></itemComponent>'
        for each, of in components.items()
    )
    return f'<itemDefinition name="{name}">{parts}</itemDefinition>'


def input_data(name, type_ref=None):
    of = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<inputData id="{name}_input" name="{name}"><variable name="{name}"{of}/></inputData>'


def decision(name, logic, *, inputs=(), decisions=(), knowledge=(), type_ref=None):
    of = f' typeRef="{type_ref}"' if type_ref else ""
    required = "".join(
        f'<informationRequirement><requiredInput href="#{each}_input"/></informationRequirement>'
        for each in inputs
    )
    required += "".join(
        f'<informationRequirement><requiredDecision href="#{each}"/></informationRequirement>'
        for each in decisions
    )
    required += "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{each}"/></knowledgeRequirement>'
        for each in knowledge
    )
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}"{of}/>'
        f"{required}\n{logic}</decision>"
    )


def literal(text, type_ref=None):
    of = f' typeRef="{type_ref}"' if type_ref else ""
    return f"<literalExpression{of}><text>{escape(text)}</text></literalExpression>"


def table(hit_policy, inputs, outputs, *rows, aggregation=""):
    """Write a table: inputs as texts or (text, type, allowed), outputs as names or (name, type,
    allowed, default); a row is its code, its clauses, its input cells and its output cells."""
    columns = "".join(_input(each) for each in inputs) + "".join(_output(each) for each in outputs)
    rules = "".join(_rule(number, *row) for number, row in enumerate(rows, start=1))
    aggregate = f' aggregation="{aggregation}"' if aggregation else ""
    return (
        f'<decisionTable hitPolicy="{hit_policy}"{aggregate}>{columns}'
        f'<annotation name="row"/><annotation name="clause"/>{rules}\n</decisionTable>'
    )


def _text(tag, text):
    return f"<{tag}><text>{escape(text)}</text></{tag}>"


def _input(column):
    text, of, allowed = (column, None, None) if isinstance(column, str) else column
    type_ref = f' typeRef="{of}"' if of else ""
    values = _text("inputValues", allowed) if allowed else ""
    return (
        f"\n<input><inputExpression{type_ref}><text>{escape(text)}</text></inputExpression>"
        f"{values}</input>"
    )


def _output(column):
    given = (column,) if isinstance(column, str) else column
    name, of, allowed, default = (*given, None, None, None)[:4]
    type_ref = f' typeRef="{of}"' if of else ""
    values = _text("outputValues", allowed) if allowed else ""
    entry = _text("defaultOutputEntry", default) if default else ""
    return f'\n<output name="{name}"{type_ref}>{values}{entry}</output>'


def _rule(number, code, clauses, cells, results):
    inputs = "".join(_text("inputEntry", each) for each in cells)
    outputs = "".join(_text("outputEntry", each) for each in results)
    notes = _text("annotationEntry", code) + _text("annotationEntry", clauses)
    return f'\n<rule id="rule_{number}">{inputs}{outputs}{notes}</rule>'
