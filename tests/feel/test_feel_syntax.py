"""FEEL is read by its grammar; what is not FEEL is refused with its place and what was expected."""

import sys

import pytest

from engine.feel import FeelSyntaxError, parse, parse_unary_tests
from engine.feel.syntax import (
    And,
    Call,
    Comparison,
    ExpressionTest,
    Name,
    Path,
    Position,
    StringLiteral,
    size,
    walk,
)


def test_a_condition_is_a_tree_of_names_and_literals():
    tree = parse('triage.outcome = "convene" and urgent').tree

    assert isinstance(tree, And)
    comparison, urgent = tree.operands
    assert isinstance(comparison, Comparison)
    assert isinstance(comparison.left, Path)
    assert comparison.left.name == "outcome"
    assert isinstance(comparison.right, StringLiteral)
    assert comparison.right.value == "convene"
    assert isinstance(urgent, Name)
    assert urgent.at == Position(1, 32)


def test_every_node_is_walked_before_what_it_contains():
    tree = parse("f(a.b, [1, 2])[item > 3]").tree

    kinds = [type(node).__name__ for node in walk(tree)]

    assert kinds == [
        "Filter",
        "Call",
        "Name",
        "Path",
        "Name",
        "ListLiteral",
        "NumberLiteral",
        "NumberLiteral",
        "Comparison",
        "Name",
        "NumberLiteral",
    ]
    assert size(tree) == 11


def test_trees_of_the_same_text_are_equal_wherever_they_stand():
    assert parse("a +  b").tree == parse("\n a + b").tree
    assert parse("a + b").tree != parse("a - b").tree


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("working days after(d, 3)", "working days after"),
        ("date and time(d)", "date and time"),
        ("years and months duration(a, b)", "years and months duration"),
        ("next   meeting(d)", "next meeting"),
        ("meeting known by(d)", "meeting known by"),
    ],
)
def test_functions_may_have_names_of_several_words(text, name):
    tree = parse(text).tree

    assert isinstance(tree, Call)
    assert tree.function == Name(name, at=Position(1, 1))


@pytest.mark.parametrize(
    "name", ["Profit/Loss", "a-b", "time in service", "x and y", "U.S. share", "it's", "a+b*c"]
)
def test_names_with_signs_and_keywords_are_read_where_they_are_known(name):
    tree = parse(f"{name} + 1", names=[name]).tree

    assert tree.left == Name(name, at=Position(1, 1))


def test_the_longest_known_name_is_meant():
    tree = parse("a - b - c", names=["a", "a - b", "b", "c"]).tree

    assert tree.left == Name("a - b", at=Position(1, 1))


def test_comments_and_white_space_are_left_out():
    tree = parse("1 // one\n + /* and\n two */ 2").tree

    assert tree == parse("1+2").tree


@pytest.mark.parametrize(
    ("cell", "tests", "negated"),
    [
        ("-", 0, False),
        ('"a", "b"', 2, False),
        ('not("a", < 5)', 2, True),
        ("[1..5[, > 9", 2, False),
    ],
)
def test_a_cell_is_a_list_of_tests(cell, tests, negated):
    tree = parse_unary_tests(cell).tree

    assert len(tree.tests) == tests
    assert tree.negated is negated
    assert tree.matches_anything is (cell == "-")


def test_a_cell_that_reads_its_input_says_so():
    [reading] = parse_unary_tests('contains(?, "a")').tree.tests
    [plain] = parse_unary_tests("a + 1").tree.tests

    assert isinstance(reading, ExpressionTest)
    assert reading.reads_input
    assert not plain.reads_input


REFUSED = {
    "1 +": (1, 4, "end of the text", "a value"),
    "(1": (1, 3, "end of the text", '")"'),
    "a\n  = = 2": (2, 5, "symbol '='", "a value"),
    "if a then 1": (1, 12, "end of the text", '"else"'),
    '"open': (1, 1, "a string without an end", "a closing"),
    "/* open": (1, 1, "a comment without an end", "a closing"),
    "{a: 1": (1, 6, "end of the text", '","'),
    "a b) c": (1, 4, "symbol ')'", "an operator or the end"),
    "for x in [1]": (1, 13, "end of the text", '"return"'),
    "some x in y": (1, 12, "end of the text", '"satisfies"'),
    "a between 1": (1, 12, "end of the text", '"and"'),
    "x instance of": (1, 14, "end of the text", "the name of a type"),
    "f(a: 1, 2)": (1, 9, "number '2'", "the name of a parameter"),
    "[1..2": (1, 6, "end of the text", "the end of the range"),
    "a.)": (1, 3, "symbol ')'", "a name"),
    "": (1, 1, "end of the text", "a value"),
    "1e9999": (1, 1, "number '1e9999'", "a number that"),
    "(" * 60: (1, 51, "symbol '('", "levels of nesting"),
    "1" + "+1" * 300: (1, 404, "symbol '+'", "in a row"),
    "'a'": (1, 1, 'symbol "\'"', "a value"),
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_what_is_not_feel_is_refused_with_place_and_expectation(text):
    line, column, found, expected = REFUSED[text]

    with pytest.raises(FeelSyntaxError) as refusal:
        parse(text)

    assert (refusal.value.line, refusal.value.column) == (line, column)
    assert refusal.value.found == found
    assert expected in refusal.value.expected
    assert f"Line {line}, column {column}" in str(refusal.value)


def test_places_count_from_where_the_text_begins_in_its_file():
    with pytest.raises(FeelSyntaxError) as refusal:
        parse("1 +\n  )", line=40, column=9)

    assert (refusal.value.line, refusal.value.column) == (41, 3)
    assert parse("a", line=40, column=9).tree.at == Position(40, 9)


def test_a_text_longer_than_allowed_is_refused():
    with pytest.raises(FeelSyntaxError, match="at most 5000"):
        parse("1" + " " * 5_000)


def test_a_deep_stack_of_the_caller_ends_as_a_refusal_too():
    def deeper(levels):
        return parse("(" * 49 + "1" + ")" * 49) if levels == 0 else deeper(levels - 1)

    with pytest.raises(FeelSyntaxError, match="deeply nested"):
        deeper(sys.getrecursionlimit() - 300)
