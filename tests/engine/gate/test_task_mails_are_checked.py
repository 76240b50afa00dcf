"""The section task_mails of settings.yaml: its texts and settings are there, each fit for what it is."""

from pathlib import Path

import pytest

from engine.deployment import check, load, read_folder
from engine.errors import DefinitionError
from engine.messages import read_message
from engine.reminding import reminders_drawn
from engine.setting_readers import setting_readers
from engine.task_mails import mail_times

ROOT = Path(__file__).parents[3]
SETTINGS = "workflows/settings.yaml"
DIGEST = "workflows/messages/task_digest.md"


@pytest.fixture(scope="module")
def protocol() -> dict[str, bytes]:
    return dict(read_folder(ROOT))


def changed(files: dict[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in files[path]
    return {**files, path: files[path].replace(old.encode(), new.encode(), 1)}


def refusals(files: dict[str, bytes]) -> list[str]:
    return [str(problem) for problem in check(files)]


def test_the_protocol_says_when_mails_about_tasks_go(protocol):
    version = load(protocol)
    times = mail_times(version)

    assert times is not None
    assert (times.working_days_before, times.digest_hour) == (2, 7)
    readers = setting_readers(version)
    assert [each.kind for each in readers["task_reminder_working_days"]] == ["mail"]


def test_without_the_section_there_are_none(protocol):
    text = protocol[SETTINGS].decode()
    before, _, rest = text.partition("\ntask_mails:\n")
    after = rest[rest.index("\n#") :]

    assert mail_times(load({**protocol, SETTINGS: (before + after).encode()})) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("new: task_new\n", "new: task_newer\n", 'There is no text "task_newer"'),
        ("new: task_new\n", "new: task_digest\n", '"task_digest" is the text of a list'),
        ("digest: task_digest\n", "digest: task_new\n", '"task_new" holds no list'),
        ("at: task_digest_hour", "at: task_digest_our", 'There is no setting "task_digest_our"'),
        ("at: task_digest_hour", "on: task_digest_hour", '"on" means nothing here'),
        ("  handed: task_handed\n", "", "Text is missing here"),
        ("    value: 7\n    unit: o'clock", "    value: 24\n    unit: o'clock", "from 0 to 23"),
        ("    value: 7\n    unit: o'clock", "    value: 7.5\n    unit: o'clock", "from 0 to 23"),
        ("    value: 7\n    unit: o'clock", "    value: early\n    unit: o'clock", "from 0 to 23"),
        (
            "    value: 2\n    unit: working days before a task",
            "    value: 0\n    unit: working days before a task",
            "from 1 to 20",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(protocol, old, new, says):
    found = refusals(changed(protocol, SETTINGS, old, new))

    assert [each for each in found if says in each], found


def test_a_notice_is_not_written_by_the_text_of_a_list(protocol):
    path = "workflows/serious_incident.bpmn"
    old = 'key="message" value="triage_due"'
    found = refusals(changed(protocol, path, old, 'key="message" value="task_digest"'))

    assert [each for each in found if "holds a list of tasks" in each], found


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{tasks}\n{reference}", "{reference} is not a placeholder"),
        ("{tasks}\nAlso: {tasks}", "The list shares its line"),
        ("Here: {tasks}", "{tasks} is not a placeholder"),
        ("{child}", "{child} is not a placeholder"),
    ],
)
def test_a_text_with_a_list_names_no_single_case(body, says):
    with pytest.raises(DefinitionError) as refused:
        read_message(f"# Tasks\n\n{body}\n".encode(), file=DIGEST)

    assert says in str(refused.value)


def test_each_task_of_a_list_is_one_line_whatever_it_holds():
    text = read_message(b"# Tasks of {recipient}\n\nFirst\n\n{tasks}\n\n{link}", file=DIGEST)

    rendered = text.render_list(["one\nBcc: x", "two"], link="L", recipient="Pat\nTo: y")

    assert rendered.subject == "Tasks of Pat To: y"
    assert rendered.body == "First\n\n- one Bcc: x\n- two\n\nL"


def test_reminders_are_timers_that_let_the_task_go_on_and_lead_to_a_notice(protocol):
    version = load(protocol)

    def drawn(process: str, task: str) -> set[str]:
        diagram = version.diagram(process)
        found = reminders_drawn(diagram, diagram.elements[task])
        return {each.notice.notice.message for each in found if each.notice.notice}

    assert drawn("serious_incident", "decide_review") >= {"decision_due_soon"}
    assert drawn("agency_information", "agency_return") >= {"return_reminder"}
    assert drawn("serious_incident", "declare_conflict_chair") == set()
