"""What the analysis of a table says, in the words of the table."""

import pytest

from engine.dmn.analysis import analyse
from engine.table_gate import check_tables
from tests.tables.small_tables import model_of

OUTCOME = ("outcome", "string", '"died","harmed","unknown"')
ABUSE = ("abuse", "string", '"yes","no"')
AGE = ("age", "number", "")


def found(inputs, rows, **options):
    [analysis] = analyse(model_of(inputs, rows, **options))
    return analysis


def said(analysis, kind):
    return [finding.what for finding in analysis.findings if finding.kind == kind]


def test_a_complete_table_has_nothing_to_be_said_of_it():
    analysis = found([OUTCOME], [('"died"', '"a"'), ('"harmed","unknown"', '"b"')])

    assert analysis.complete is True
    assert analysis.findings == ()


def test_a_combination_that_no_row_answers_is_named_by_its_labels():
    analysis = found(
        [OUTCOME, ABUSE],
        [('"died"', '"yes"', '"a"'), ('"harmed"', "-", '"b"'), ('"unknown"', "-", '"c"')],
    )

    assert analysis.complete is False
    assert said(analysis, "gap") == ["No row answers: OUTCOME: died; ABUSE: no."]


def test_unknown_is_a_value_like_any_other():
    analysis = found([OUTCOME], [('"died"', '"a"'), ('"harmed"', '"b"')])

    assert said(analysis, "gap") == ["No row answers: OUTCOME: unknown."]


@pytest.mark.parametrize(
    ("type_", "allowed", "cells", "gap"),
    [
        ("number", "", ["< 5", "(5..10]", "> 10"], "COLUMN: 5"),
        ("number", "", ["<= 5", ">= 6"], "COLUMN: more than 5 and less than 6"),
        ("number", "[0..100]", ["[0..50)", "[60..100]"], "COLUMN: at least 50 and less than 60"),
        ("boolean", "", ["true"], "COLUMN: false"),
        ("string", "", ['"a","b"'], 'COLUMN: anything but "a" or "b"'),
        (
            "date",
            "",
            ['< date("2014-07-01")', '>= date("2014-07-03")'],
            "COLUMN: on or after 2014-07-01 and before 2014-07-03",
        ),
        (
            "dayTimeDuration",
            "",
            ['< duration("P3D")', '> duration("P3D")'],
            "COLUMN: P3D",
        ),
        (
            "yearMonthDuration",
            "",
            ['<= duration("P1Y")', '> duration("P2Y")'],
            "COLUMN: more than P1Y and at most P2Y",
        ),
        ("time", "", ['< time("12:00:00")', '> time("12:00:00")'], "COLUMN: 12:00:00"),
    ],
)
def test_gaps_are_found_over_every_kind_of_value(type_, allowed, cells, gap):
    analysis = found([("column", type_, allowed)], [(cell, '"a"') for cell in cells])

    assert said(analysis, "gap") == [f"No row answers: {gap}."]


def test_days_that_follow_each_other_leave_no_gap():
    cells = ['<= date("2014-07-01")', '>= date("2014-07-02")']

    analysis = found([("day", "date", "")], [(cell, '"a"') for cell in cells])

    assert analysis.complete is True


def test_a_default_answers_what_no_row_does():
    analysis = found([OUTCOME], [('"died"', '"a"')], default='"b"')

    assert analysis.complete is True
    assert analysis.refusals == ()


def test_a_list_of_matches_may_be_empty():
    analysis = found([OUTCOME], [('"died"', '"a"')], hit_policy="COLLECT")

    assert analysis.refusals == ()


@pytest.mark.parametrize(
    "hit_policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER"]
)
def test_a_table_that_would_have_no_answer_is_refused(hit_policy):
    outputs = [("answer", "string", '"a","b"')]

    analysis = found([OUTCOME], [('"died"', '"a"')], hit_policy=hit_policy, outputs=outputs)

    assert [finding.kind for finding in analysis.refusals] == ["gap"]


@pytest.mark.parametrize(
    ("second", "answers"), [('"a"', "the same answer"), ('"b"', "different answers")]
)
def test_two_rows_of_a_unique_table_that_match_alike_are_refused(second, answers):
    analysis = found(
        [OUTCOME, ABUSE],
        [('"died"', "-", '"a"'), ("-", '"yes"', second), ('"harmed","unknown"', '"no"', '"c"')],
    )

    [finding] = analysis.refusals
    assert finding.kind == "overlap"
    assert finding.what == f"Rows R1 and R2 both match, with {answers}: OUTCOME: died; ABUSE: yes."


def test_rows_of_an_any_table_may_match_alike_when_they_agree():
    rows = [('"died"', "-", '"a"'), ("-", '"yes"', '"a"'), ("-", '"no"', '"a"')]

    agreeing = found([OUTCOME, ABUSE], rows, hit_policy="ANY")
    disagreeing = found([OUTCOME, ABUSE], [*rows[:2], ("-", '"no"', '"b"')], hit_policy="ANY")

    assert agreeing.refusals == ()
    assert [finding.rules for finding in disagreeing.refusals] == [("r1", "r3")]


def test_rows_with_the_same_conditions_and_rows_within_others_are_told_apart():
    analysis = found(
        [OUTCOME],
        [('"died"', '"a"'), ('"died"', '"b"'), ("-", '"a"')],
    )

    assert said(analysis, "duplicate") == [
        "Rows R1 and R2 have the same conditions, with different answers."
    ]
    assert said(analysis, "subsumed") == [
        "Row R1 matches only what row R3 matches too, with the same answer.",
        "Row R2 matches only what row R3 matches too, with different answers.",
    ]


def test_a_row_that_contradicts_itself_can_never_match():
    analysis = found([AGE], [("? > 5 and ? < 3", '"a"'), ("-", '"b"')])

    assert said(analysis, "never matches") == [
        'Row R1 can never match: no value of "AGE" fits ? > 5 and ? < 3.'
    ]
    assert analysis.refusals != ()


def test_a_row_below_rows_that_take_everything_is_never_reached():
    rows = [("< 5", '"a"'), (">= 5", '"b"'), ("[3..7]", '"c"')]

    analysis = found([AGE], rows, hit_policy="FIRST")

    assert said(analysis, "never reached") == [
        "Row R3 is never reached: rows R1, R2 take all that it matches."
    ]
    assert [finding.kind for finding in analysis.refusals] == ["never reached"]


def test_a_last_row_that_catches_everything_is_no_mistake():
    analysis = found([AGE], [("< 5", '"a"'), (">= 5", '"b"'), ("-", '"c"')], hit_policy="FIRST")

    assert analysis.refusals == ()


def test_a_row_that_higher_answers_take_over_is_never_reached():
    rows = [('"died"', '"low"'), ('"died","harmed"', '"high"'), ("-", '"low"')]

    analysis = found(
        [OUTCOME], rows, hit_policy="PRIORITY", outputs=[("answer", "string", '"high","low"')]
    )

    assert said(analysis, "never reached") == [
        "Row R1 is never reached: rows R2 take all that it matches."
    ]


@pytest.mark.parametrize(
    ("values", "refused"),
    [("", ["subsumed"]), ('"low","high"', []), ('"high","low"', [])],
)
def test_rows_of_a_priority_table_need_an_order_of_their_answers(values, refused):
    rows = [('"died"', '"high"'), ("-", '"low"')]

    analysis = found([OUTCOME], rows, hit_policy="PRIORITY", outputs=[("answer", "string", values)])

    overlaps = [each.kind for each in analysis.refusals if each.kind != "never reached"]
    assert overlaps == refused


def test_a_column_of_free_text_does_not_choose_between_rows_of_a_priority_table():
    outputs = [("answer", "string", '"high","low"'), ("why", "string", "")]
    apart = [('"died"', '"high"', '"a"'), ("-", '"low"', '"b"')]
    alike = [('"died"', '"high"', '"a"'), ("-", '"high"', '"b"')]

    assert found([OUTCOME], apart, hit_policy="PRIORITY", outputs=outputs).refusals == ()
    assert [
        each.kind
        for each in found([OUTCOME], alike, hit_policy="PRIORITY", outputs=outputs).refusals
    ] == ["subsumed"]


def test_a_misspelt_value_is_refused_with_the_value_that_was_meant():
    analysis = found([OUTCOME], [('"dead","died"', '"a"'), ('not("died")', '"b"')])

    assert said(analysis, "not allowed") == [
        'Row R1 tests "OUTCOME" for "dead", which is not one of its values. Did you mean "died"?'
    ]


def test_a_cell_of_misspelt_values_only_is_told_of_once():
    analysis = found([OUTCOME], [('"dead"', '"a"'), ("-", '"b"')])

    assert [finding.kind for finding in analysis.findings] == ["not allowed"]


def test_an_answer_that_is_not_allowed_is_refused():
    analysis = found([ABUSE], [("-", '"SRC"')], outputs=[("review", "string", '"SCR","NFA"')])

    assert said(analysis, "not allowed") == [
        'Row R1 answers "review" with "SRC", which is not one of its values. Did you mean "SCR"?'
    ]


@pytest.mark.parametrize(
    ("inputs", "row", "sentence"),
    [
        ([AGE], ('"5"', '"a"'), 'Row R1 tests "AGE" for "5", which is no number.'),
        (
            [("is_known", "boolean", "")],
            ('"true"', '"a"'),
            'Row R1 tests "IS_KNOWN" for "true", which is no boolean.',
        ),
        ([AGE], ("-", "5"), 'Row R1 answers "answer" with 5, which is no string.'),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(inputs, row, sentence):
    analysis = found(inputs, [row])

    assert sentence in said(analysis, "wrong type")


def test_a_cell_that_reads_another_column_is_named_and_never_passed_as_clean():
    inputs = [("low", "number", ""), ("high", "number", "")]

    analysis = found(inputs, [("< high", "-", '"a"'), (">= high", "-", '"b"')])

    assert analysis.complete is None
    assert said(analysis, "not analysed") == [
        'Row R1 was not analysed: of the cell < high under "LOW", it reads "high".',
        'Row R2 was not analysed: of the cell >= high under "LOW", it reads "high".',
    ]
    assert said(analysis, "unproven") == [
        "It cannot be shown that a row answers: any values at all."
    ]


def test_rows_that_were_analysed_can_show_completeness_without_the_others():
    inputs = [("low", "number", ""), ("high", "number", "")]

    analysis = found(inputs, [("< high", "-", '"a"'), ("-", "-", '"b"')], hit_policy="FIRST")

    assert analysis.complete is True
    assert len(said(analysis, "not analysed")) == 1


@pytest.mark.parametrize(
    ("hit_policy", "refused"), [("UNIQUE", True), ("ANY", True), ("FIRST", False)]
)
def test_a_cell_that_may_let_two_rows_match_is_refused_where_one_must_answer(hit_policy, refused):
    inputs = [("low", "number", ""), ("high", "number", "")]
    rows = [("< high", "-", '"a"'), ("-", "-", '"b"')]

    analysis = found(inputs, rows, hit_policy=hit_policy)

    told = [finding for finding in analysis.findings if finding.kind == "not analysed"]
    assert [finding.refused for finding in told] == [refused]


def test_a_cell_may_compute_with_a_value_from_a_list():
    analysis = found([OUTCOME], [('starts with(?, "d")', '"a"'), ('"harmed","unknown"', '"b"')])

    assert analysis.complete is True
    assert analysis.findings == ()


def test_many_gaps_are_not_all_spelt_out():
    inputs = [(name, "number", "") for name in "abc"]
    cells = ["1", "3", "5", "7", "9", "11"]

    analysis = found(inputs, [(cell, cell, cell, '"x"') for cell in cells])

    assert len(said(analysis, "gap")) == 11
    assert said(analysis, "gap")[-1] == "There are further combinations like these."


def test_the_gate_names_file_line_table_and_what_to_do():
    model = model_of([OUTCOME], [('"died"', '"a"')])

    [problem] = check_tables({"small.dmn": model})

    assert problem.file == "small.dmn"
    assert problem.line == 1
    assert problem.element == "t_table"
    assert problem.what == "No row answers: OUTCOME: harmed or unknown."
    assert problem.instead == "add a row for them, or a default."
