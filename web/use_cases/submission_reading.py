"""The submissions of a case, cut to what one reader may read of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.forms import Form, answer_at
from engine.forms.parts import part_of
from web.access import Sight
from web.store.directory import agency_names, names
from web.store.models import Submission, UserTask
from web.store.projection import SEEN_BY
from web.store.submissions import answers_of
from web.store.uploads import KeptFile, choices_of, files_of_case
from web.use_cases.asking import registers
from web.use_cases.form_views import Options
from web.use_cases.history_views import SubmissionView
from web.use_cases.opened_case import OpenedCase, named
from web.use_cases.readers import Reader
from web.use_cases.shown_answers import answers_shown


class SubmissionReading:
    """Reads the submissions of a case for one reader."""

    def __init__(self, case: OpenedCase, reader: Reader) -> None:
        """Take the case and the reader, who may know of it."""
        self._case, self._reader = case, reader
        self._known_registers: dict[frozenset[str], Options] = {}

    def readable(self) -> tuple[SubmissionView, ...]:
        """Return what the reader may read, of some submissions a part."""
        rows = self._rows()
        return self._shown(rows, self._visible(rows), self._parts(rows))

    def every(self) -> tuple[SubmissionView, ...]:
        """Return every submission whole; the caller shows none of it to the reader."""
        rows = self._rows()
        return self._shown(rows, frozenset(row.id for row in rows), {})

    def in_order(self) -> tuple[tuple[Submission, SubmissionView | None], ...]:
        """Return every submission in order, each as far as the reader may read it (None: not at all)."""
        shown = {each.id: each for each in self.readable()}
        return tuple((row, shown.get(row.id)) for row in self._rows())

    def whole(self) -> frozenset[UUID]:
        """Return the submissions that the reader may read whole."""
        return self._visible(self._rows())

    def files(self) -> frozenset[str]:
        """Return the ids of the files in the answers that the reader may read."""
        return frozenset(
            str(each.id)
            for view in self.readable()
            for each in self._files_in(view.form, view.answers)
        )

    def _rows(self) -> Sequence[Submission]:
        return self._case.session.scalars(
            select(Submission)
            .where(Submission.case_id == self._case.file.case.id)
            .order_by(Submission.submitted_at_utc, Submission.id)
        ).all()

    def _shown(
        self,
        rows: Sequence[Submission],
        whole: frozenset[UUID],
        parts: Mapping[UUID, frozenset[str]],
    ) -> tuple[SubmissionView, ...]:
        shown = [row for row in rows if row.id in whole or row.id in parts]
        versions = self._numbered(rows)
        people = names(
            self._case.session,
            {each for row in shown for each in (row.submitted_by, row.submitted_for)},
        )
        agencies = agency_names(self._case.session) if any(row.agency_key for row in shown) else {}
        views = (
            SubmissionView(
                process=row.process,
                element=row.element,
                label=self._case.label(row.process_instance_id, row.process, row.element),
                by=named(people, row.submitted_by, row.submitted_for),
                at_utc=row.submitted_at_utc,
                agency=agencies.get(row.agency_key) if row.agency_key else None,
                form=form,
                answers=answers,
                options={**self._registers(form), **choices_of(self._files_in(form, answers))},
                id=row.id,
                agency_key=row.agency_key,
                version=versions.get(row.id),
            )
            for row in shown
            for form, answers in self._readable(row, None if row.id in whole else parts[row.id])
        )
        return tuple(views)

    def _numbered(self, rows: Iterable[Submission]) -> Mapping[UUID, int]:
        """Return which version each is of what is drawn up again, of tasks that open with their own."""
        numbers: dict[UUID, int] = {}
        before: Counter[tuple[str, str, str | None]] = Counter()
        for row in rows:
            diagram = self._case.versions[row.process_instance_id].diagram(row.process)
            task = row.process, row.element
            if diagram.opens_with(diagram.elements[row.element]) == task:
                before[(*task, row.agency_key)] += 1
                numbers[row.id] = before[(*task, row.agency_key)]
        return numbers

    def _files_in(self, form: Form, answers: Mapping[str, Any]) -> tuple[KeptFile, ...]:
        """Return the files in the answers, in the order of the form."""
        return tuple(
            self.kept_files[file]
            for question in form.files()
            for file in answer_at(answers, question.path) or ()
        )

    @cached_property
    def kept_files(self) -> Mapping[str, KeptFile]:
        """Return every file ever handed in on the case, by its id as answers hold it, whoever may read it."""
        return files_of_case(self._case.session, self._case.file)

    def _registers(self, form: Form) -> Options:
        asked = frozenset(question.register for question in form.questions() if question.register)
        if asked not in self._known_registers:
            self._known_registers[asked] = registers(self._case.session, form)
        return self._known_registers[asked]

    def _readable(
        self, row: Submission, paths: frozenset[str] | None
    ) -> Iterator[tuple[Form, Mapping[str, Any]]]:
        """Yield the form and answers of a submission, cut to the questions of ``paths`` if given."""
        form = self._case.versions[row.process_instance_id].forms[row.process, row.element]
        answers = answers_of(self._case.file.key, row)
        if paths is None:
            yield form, answers
        elif (part := part_of(form, answers, paths)) is not None:
            yield part

    def _parts(self, rows: Sequence[Submission]) -> Mapping[UUID, frozenset[str]]:
        """Return which answers of others' submissions the notifier was shown by a notice."""
        if self._reader.sight is Sight.ALL or not self._reader.standing.notified_it:
            return {}
        return answers_shown(self._case.session, rows, self._case.versions)

    def _visible(self, rows: Iterable[Submission]) -> frozenset[UUID]:
        """Return which submissions the reader may read (web.access, in the words of its table)."""
        if self._reader.sight is Sight.ALL:
            return frozenset(row.id for row in rows)
        actor = self._reader.actor
        seen = {row.id for row in rows if row.submitted_by == actor.id}
        roles = self._reader.standing.roles
        if "agency_lead" in roles and actor.agency:
            seen |= {row.id for row in rows if row.agency_key == actor.agency}
            seen |= self._requests(rows, actor.agency)
        if "board_member" in roles:
            seen |= {row.id for row in rows if "board_member" in self._shown_to(row)}
        return frozenset(seen)

    def _requests(self, rows: Iterable[Submission], agency: str) -> set[UUID]:
        """Return what this agency was sent: the newest of each step before its task in the same process."""
        requests = [row for row in rows if "agency_lead" in self._shown_to(row)]
        tasks = self._case.session.scalars(
            select(UserTask).where(
                UserTask.case_id == self._case.file.case.id, UserTask.agency_key == agency
            )
        )
        seen = set()
        for task in tasks:
            before = [
                row
                for row in requests
                if row.process == task.process and row.submitted_at_utc <= task.opened_at_utc
            ]
            # In the order in which they were given: the last of each step stays.
            seen |= set({row.element: row.id for row in before}.values())
        return seen

    def _shown_to(self, row: Submission) -> list[str]:
        version = self._case.versions[row.process_instance_id]
        return version.element(row.process, row.element).properties.get(SEEN_BY, "").split()
