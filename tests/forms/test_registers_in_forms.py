"""A form writes rows of registers: each row of a repeatable group, or the row that a group names."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.errors import DefinitionError, ExecutionError
from engine.forms import Choice, Form, read_form
from engine.registers import KeptRegisters, RegisterWrite

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AGENCIES = {"agencies": (Choice("health", "Health"), Choice("police", "Police"))}
ROWS = {
    "type": "dynamiclist",
    "path": "actions",
    "label": "Actions",
    "properties": {"register": "actions", "set.agreed_on": "=today()"},
    "components": [
        {"type": "textfield", "key": "owner", "label": "Owner"},
        {"type": "checklist", "key": "agencies", "label": "Agencies", "valuesKey": "agencies"},
        {"type": "datetime", "key": "due_on", "dateLabel": "Due", "subtype": "date"},
        {
            "type": "textfield",
            "key": "reason",
            "label": "Reason",
            "conditional": {"hide": '=owner = "known"'},
        },
    ],
}
GROUP = {
    "type": "group",
    "path": "",
    "label": "",
    "properties": {
        "register": "actions",
        "row": "=planned.row",
        "set.until": "=months after(done_on, 6)",
    },
    "components": [{"type": "datetime", "key": "done_on", "dateLabel": "Done", "subtype": "date"}],
}


def form(*components: dict[str, Any]) -> Form:
    content = {"type": "default", "id": "small", "components": list(components)}
    return read_form(json.dumps(content).encode(), file="forms/x/small.form")


def answers(of: Form, raw: dict[str, Any], **context: Any):
    return of.validate(raw, context=context, options=AGENCIES, now=NOW)


def test_each_row_of_a_plan_is_a_row_of_the_register():
    rows = [{"owner": "A post", "agencies": ["health"], "due_on": "2026-06-01"}, {"owner": "known"}]

    written = answers(form(ROWS), {"actions": rows}).registers

    assert [(each.register, each.row, each.last) for each in written] == [
        ("actions", 1, 2),
        ("actions", 2, 2),
    ]
    assert written[0].fields == {
        "owner": "A post",
        "agencies": ["health"],
        "due_on": "2026-06-01",
        "reason": None,
        "agreed_on": "2026-03-02",
    }


def test_the_diagram_reads_of_each_row_its_number_and_what_it_may_read():
    raw = {"actions": [{"owner": "A post", "agencies": ["health"], "due_on": "2026-06-01"}]}
    plan = form(ROWS)

    routing = answers(plan, raw).routing["actions"]

    assert routing == [{"row": 1, "agencies": ["health"], "due_on": "2026-06-01"}]
    assert set(plan.routing_types()["actions"].parts) == {"agencies", "due_on"}


def test_rows_without_a_register_stay_in_the_submission():
    plain = form({**ROWS, "properties": {}})

    found = answers(plain, {"actions": [{"owner": "A post"}]})

    assert found.registers == ()
    assert "actions" not in found.routing


def test_a_group_writes_the_row_it_names_and_what_nobody_is_asked():
    [write] = answers(form(GROUP), {"done_on": "2026-08-31"}, planned={"row": 3}).registers

    assert write == RegisterWrite(
        "actions", 3, {"done_on": "2026-08-31", "until": date(2027, 2, 28).isoformat()}
    )


def test_a_row_without_a_number_is_refused():
    with pytest.raises(ExecutionError, match="has no number"):
        answers(form(GROUP), {}, planned={"row": None})


@pytest.mark.parametrize(
    ("component", "words"),
    [
        ({**GROUP, "properties": {"row": "=1"}}, "stands without the property"),
        ({**GROUP, "properties": {"set.until": "=1"}}, "stands without the property"),
        ({**GROUP, "properties": {"registers": "actions"}}, '"properties.registers" is not used'),
        ({**GROUP, "properties": {"register": "actions", "row": "=1 +"}}, "cannot be read"),
        ({**ROWS, "components": [GROUP]}, "inside a repeatable group writes"),
    ],
)
def test_what_cannot_be_written_is_refused_in_words(component, words):
    with pytest.raises(DefinitionError) as refusal:
        form(component)

    assert any(words in each.what for each in refusal.value.problems)


def test_rows_that_a_later_plan_leaves_out_are_dropped_and_kept():
    kept = KeptRegisters()
    three = [RegisterWrite("actions", n, {"owner": f"post {n}"}, last=3) for n in (1, 2, 3)]
    kept.write(0, three)
    kept.write(1, [RegisterWrite("actions", 3, {"owner": "another process"})])

    kept.write(0, [RegisterWrite("actions", 1, {"owner": "a new post"}, last=1)])

    rows = {(instance, number): row for instance, number, row in kept.of("actions")}
    assert [rows[0, n].dropped for n in (1, 2, 3)] == [False, True, True]
    assert rows[0, 2].fields == {"owner": "post 2"}
    assert not rows[1, 3].dropped
    assert rows[0, 1].fields == {"owner": "a new post"}


def test_a_field_that_is_emptied_holds_nothing_any_more():
    kept = KeptRegisters()
    kept.write(0, [RegisterWrite("actions", 1, {"outcome": "partly", "owner": "a post"})])

    kept.write(0, [RegisterWrite("actions", 1, {"outcome": None})])

    [(_, _, row)] = kept.of("actions")
    assert row.fields == {"owner": "a post"}
