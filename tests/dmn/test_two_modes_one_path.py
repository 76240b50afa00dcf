"""Strict and standard evaluation are one path: they differ only where the standard has a reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dmn import DecisionError
from tests.dmn.decision_files import decision, input_data, item, model_of, structure, table

CELLS = ["-", '"a"', '"b"', '"a","b"', 'not("a")', "null", "< 3", "nothing", '? = "c"']
POLICIES = ["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]
VALUES = [None, "a", "b", "c", "d", 2, True, ["a"]]


@st.composite
def models(draw):
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS), st.sampled_from("123")),
            max_size=4,
        )
    )
    written = [
        (f"R-{number}", "", [first, second], [out])
        for number, (first, second, out) in enumerate(rows)
    ]
    default = draw(st.sampled_from([None, "9"]))
    outputs = [("out", "number", "1,2,3,9", default)]
    logic = table(draw(st.sampled_from(POLICIES)), ["facts.x", "facts.y"], outputs, *written)
    return model_of(
        item("tChoice", "string", '"a","b","c"'),
        structure("tFacts", x="tChoice", y="Any"),
        input_data("facts", "tFacts"),
        decision("d", logic, inputs=["facts"]),
    )


facts = st.dictionaries(st.sampled_from("xy"), st.sampled_from(VALUES))


@settings(max_examples=300, deadline=None)
@given(models(), facts)
def test_strict_answers_exactly_where_the_standard_has_no_reservation(model, given_facts):
    standard = model.evaluate("d", {"facts": given_facts}, strict=False)

    try:
        strict = model.evaluate("d", {"facts": given_facts}, strict=True)
    except DecisionError:
        strict = None
    if strict is None:
        assert standard.warnings or None in given_facts.values()
        return
    assert standard.warnings == ()
    assert (strict.value, strict.matched) == (standard.value, standard.matched)
