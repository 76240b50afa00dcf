"""The files of a case that lie before a meeting: all that was handed in, but for what was replaced."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from uuid import UUID, uuid4

from engine.deployment import load
from engine.uploads.kinds import PDF
from engine.version import Version
from tests.web.board import protocol
from web.store.uploads import KeptFile
from web.use_cases.files_handed_in import files_handed_in, has_files
from web.use_cases.history_views import SubmissionView

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
DRAFT = "review_and_report", "submit_draft"
RETURN = "agency_information", "agency_return"


@cache
def version() -> Version:
    return load(protocol())


def file(name: str) -> KeptFile:
    return KeptFile(uuid4(), name, "a question", "a path", 1, PDF, 2048, uuid4(), MORNING)


def given(task: tuple[str, str], *files: KeptFile, number: int | None = None, agency: str = ""):
    form = version().forms[task]
    [question] = form.files()
    *groups, key = question.path.split(".")
    answers: dict = {key: [str(each.id) for each in files]}
    for group in reversed(groups):
        answers = {group: answers}
    return SubmissionView(
        *task,
        label="A step",
        by="Avery Example",
        at_utc=MORNING,
        agency=agency.title() or None,
        form=form,
        answers=answers,
        agency_key=agency or None,
        version=number,
    )


def names_of(submissions: list[SubmissionView], *files: KeptFile) -> list[str]:
    kept = {str(each.id): each for each in files}
    return [each.words.partition(" (")[0] for each in files_handed_in(submissions, kept)]


def test_of_what_is_drawn_up_again_the_newest_version_lies_before_the_meeting() -> None:
    first, second = file("first.pdf"), file("second.pdf")
    drafts = [given(DRAFT, first, number=1), given(DRAFT, second, number=2)]

    assert names_of(drafts, first, second) == ["second.pdf"]
    # The control: where neither replaces the other, both do.
    both = [replace(each, version=None) for each in drafts]
    assert names_of(both, first, second) == ["first.pdf", "second.pdf"]


def test_what_one_agency_draws_up_again_replaces_nothing_of_another() -> None:
    health, police, again = file("health.pdf"), file("police.pdf"), file("again.pdf")
    returns = [
        given(RETURN, health, number=1, agency="health"),
        given(RETURN, police, number=1, agency="police"),
        given(RETURN, again, number=2, agency="police"),
    ]

    assert names_of(returns, health, police, again) == ["health.pdf", "again.pdf"]


def test_each_file_says_its_question_and_who_gave_it() -> None:
    one = file("words.pdf")
    [listed] = files_handed_in([given(RETURN, one, agency="health")], {str(one.id): one})

    assert (listed.id, listed.given_by) == (one.id, "Avery Example, Health")
    assert isinstance(listed.id, UUID)
    assert listed.question == version().forms[RETURN].files()[0].label
    assert has_files([given(RETURN, one)])
    assert not has_files([given(RETURN)])
