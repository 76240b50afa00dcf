"""Answering a form: the steps that a user task and the notification share, from first question to submission.

Fill in, save and come back, add and remove rows, check the answers, submit. Each step keeps what was
entered: as a draft, and in the page itself, so that a refusal never costs anybody their text.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from flask import Request, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.errors import InvalidAnswersError
from engine.forms import Form, Pressed, answer_at, pressed, raw_from_post, rearranged
from web.use_cases.form_views import Checked, FormPage

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answering:
    """One form being answered by one person, and where each step leads.

    ``save`` keeps a draft and returns the address where it is taken up again; ``check_address`` is where
    the answers are checked, given that address. ``beside`` is what the templates show besides the form.
    """

    page: FormPage
    form_template: str
    check_template: str
    beside: Mapping[str, Any]
    check: Callable[[Raw], Checked]
    save: Callable[[Raw], str]
    check_address: Callable[[str], str]
    files: "Files | None" = None


@dataclass(frozen=True, slots=True)
class Files:
    """What becomes of files: each is kept, or taken out, at once; then the page is read anew.

    ``keep`` takes the question's path, the file's name and its content; ``take_out`` the file's id.
    """

    keep: Callable[[str, str, bytes], None]
    take_out: Callable[[UUID], None]
    again: Callable[[], "Answering"]


def show(
    answering: Answering,
    raw: Raw | None = None,
    problems: Mapping[str, Sequence[str]] | None = None,
) -> ResponseReturnValue:
    """Show the form with what was entered, and what is wrong with it if it was refused (422)."""
    page = render_template(
        answering.form_template,
        page=answering.page,
        values=answering.page.raw if raw is None else raw,
        problems=problems or {},
        **answering.beside,
    )
    return page, 422 if problems else 200


def take(answering: Answering, request: Request) -> ResponseReturnValue:
    """Do what the pressed button says with what was entered."""
    form = answering.page.form
    try:
        raw = raw_from_post(form, request.form)
    except InvalidAnswersError as error:
        return show(answering, problems=error.problems)
    button = pressed(request.form)
    if answering.files is not None:
        problems = _take_files(answering.files, form, request, button)
        answering = answering.files.again()
        if problems:
            return show(answering, with_files_of(answering, raw), problems)
        raw = with_files_of(answering, raw)
    if button.shows_the_form_again:
        return show(answering, rearranged(form, raw, button))
    if button.what == "save":
        flash("Saved. Only you can see what you have entered so far.")
        return redirect(answering.save(raw), code=303)
    try:
        answering.check(raw)
    except InvalidAnswersError as error:
        return show(answering, raw, error.problems)
    return redirect(answering.check_address(answering.save(raw)), code=303)


def with_files_of(answering: Answering, raw: Raw) -> dict[str, Any]:
    """Return what was entered beside the files that the page says are kept."""
    merged = dict(raw)
    for question in answering.page.form.files():
        *groups, key = question.path.split(".")
        place = merged
        for group in groups:
            place[group] = dict(place.get(group) or {})
            place = place[group]
        place[key] = answer_at(answering.page.raw, question.path)
    return merged


def _take_files(
    files: Files, form: Form, request: Request, button: Pressed
) -> Mapping[str, Sequence[str]]:
    """Keep every file that was sent, and return what is wrong with those that are not taken."""
    problems: dict[str, list[str]] = {}
    for question in form.files():
        for sent in request.files.getlist(question.path.replace(".", "-")):
            if not sent.filename:
                continue
            try:
                files.keep(question.path, sent.filename, sent.stream.read())
            except InvalidAnswersError as error:
                for path, sentences in error.problems.items():
                    problems.setdefault(path, []).extend(sentences)
    if button.what == "detach":
        try:
            files.take_out(UUID(button.file))
        except ValueError:
            raise BadRequest from None
    return problems


def show_check(answering: Answering, change: str) -> ResponseReturnValue:
    """Show the answers of the draft to be checked, with a key that makes their submission count once.

    A draft that does not satisfy the form goes back to it. The answers travel in the page, so that what
    is submitted is what was read.
    """
    raw = answering.page.raw
    try:
        checked = answering.check(raw)
    except InvalidAnswersError as error:
        return show(answering, raw, error.problems)
    return render_template(
        answering.check_template,
        # What stands beside the answers was read at that version, or after it.
        page=replace(checked.page, version=answering.page.version),
        answers=checked.answers.full,
        change=change,
        entered=json.dumps(raw, default=str),
        key=uuid4().hex,
        **answering.beside,
    )


def submitted(request: Request) -> tuple[dict[str, Any], str, int]:
    """Return what the check page sent: the answers as entered, the key, and the version it showed."""
    try:
        raw = json.loads(request.form["_answers"])
        key = request.form["_key"]
        version = int(request.form["_version"])
    except (KeyError, ValueError) as error:
        raise BadRequest from error
    if not isinstance(raw, dict) or not 16 <= len(key) <= 64:
        raise BadRequest
    return raw, key, version


def home() -> str:
    """Return the address of the first page."""
    return url_for("home.show")


def kept_text(form: Form | None, request: Request, entered: str | None) -> list[tuple[str, str]]:
    """Return what was entered as (question, answer), for a page that cannot take it and gives it back."""
    raw = json.loads(entered) if entered is not None else _as_far_as_it_goes(form, request)
    questions = {question.path: question for question in form.questions()} if form else {}
    kept = []
    for path, answer in _flat(raw):
        asked = questions.get(_without_rows(path))
        labels = {choice.value: choice.label for choice in asked.choices} if asked else {}
        words = ", ".join(labels.get(each, each) for each in answer)
        if words.strip():
            kept.append((asked.label if asked else path, words))
    return kept


def _as_far_as_it_goes(form: Form | None, request: Request) -> Raw:
    try:
        return raw_from_post(form, request.form) if form else {}
    except InvalidAnswersError:
        return {}


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the path of each answer and what it says, as one or several texts."""
    if isinstance(value, Mapping) and value.keys() <= {"day", "month", "year"}:
        yield path, [" ".join(str(value.get(part, "")) for part in ("day", "month", "year"))]
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value):
            yield from _flat(part, f"{path}.{number}")
    else:
        yield path, [str(each) for each in (value if isinstance(value, list) else [value])]


def _without_rows(path: str) -> str:
    return ".".join(part for part in path.split(".") if not part.isdigit())
