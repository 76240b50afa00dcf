"""What happens next, of one form that somebody is about to submit: who acts by name, cut to what they see."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine.bpmn.model import Element
from engine.day_words import day_in_words, listed
from engine.forms import Form
from engine.roles import ROLE_TITLES
from engine.version import Version
from engine.what_next import (
    Acts,
    Asks,
    Begins,
    Comes,
    Due,
    Happening,
    Now,
    Reminder,
    Statement,
    Tells,
    Waits,
    condition_in_words,
    holds_within,
    what_next,
)
from web.store.case_holders import CaseHolders
from web.store.directory import agency_names
from web.use_cases.next_views import NextStatement, NextStep, NextView

_WORDS: Final = {
    "notifier": "the notifier",
    "notifier_agency": "the leads of the notifier's agency",
    "agency": "the leads of the agency",
}


class NextSteps:
    """Tells what follows a form. Without ``holders`` nobody is named, and nothing is told of the case."""

    def __init__(
        self,
        session: Session,
        version: Version,
        *,
        holders: CaseHolders | None = None,
    ) -> None:
        """Take the version; ``holders`` where the reader sees all of the case."""
        self._session, self._version, self._holders = session, version, holders
        self._agencies: dict[str, str] | None = None

    def after(self, element: Element, form: Form, now: Now | None, at: datetime) -> NextView:
        """Return what submitting the form of the element leads to; ``at`` is the clock."""
        told = what_next(self._version, element.process, element.id, now=now, at=at)
        held = bool(now and now.shared["case"].get("on_hold"))
        statements = self._nested(told.statements, None, form, held)
        meanwhile = tuple(self._reminded(each, held) for each in told.meanwhile)
        return NextView(statements, meanwhile, told.whole, held, now is not None)

    def _nested(
        self, statements: Sequence[Statement], within: Statement | None, form: Form, held: bool
    ) -> tuple[NextStatement, ...]:
        """Return the statements, each with those below it that take what it takes and more."""
        told: list[NextStatement] = []
        left = list(statements)
        while left:
            first = left.pop(0)
            below = [each for each in left if holds_within(each, first)]
            left = [each for each in left if each not in below]
            steps = tuple(self._steps(first, form, held))
            if steps:
                besides = self._nested(below, first, form, held)
                told.append(NextStatement(condition_in_words(first, within), steps, besides))
            else:
                told += self._nested(below, within, form, held)
        return tuple(told)

    def _steps(self, statement: Statement, form: Form, held: bool) -> Iterable[NextStep]:
        unnamed = _not_certain(statement, form)
        for each in statement.follows:
            step = self._step(each, unnamed, held)
            if step is not None:
                yield step

    def _step(self, each: Happening, unnamed: frozenset[str], held: bool) -> NextStep | None:
        match each:
            case Acts():
                who = self._who(each, unnamed)
                return NextStep(
                    "acts", each.label, who, _by(each.due, held), self._more(each, held)
                )
            case Tells():
                return NextStep("tells", each.label, self._told(each, unnamed))
            case Asks():
                return NextStep("asks", each.table)
            case Waits():
                return NextStep("waits", each.label, by=_until(each.due))
            case Begins():
                again = ("once for each",) if each.each else ()
                return NextStep("begins", each.name.partition(",")[0], more=again)
            case Comes(whole_process=True) | Comes(whole_case=True):
                over = "The whole case ends." if each.whole_case else ""
                name = each.name.partition(",")[0]
                return NextStep("ends", each.label, name, more=(over,) if over else ())
        return None

    def _more(self, each: Acts, held: bool) -> tuple[str, ...]:
        return tuple(self._reminded(reminder, held) for reminder in each.reminders)

    def _reminded(self, reminder: Reminder, held: bool) -> str:
        when = _by(reminder.due, held)
        when = f"on {when.removeprefix('by ')}" if when.startswith("by ") else when
        if reminder.ends_task:
            return f"{when} it is withdrawn: {reminder.label}"
        told = listed(_word(self._version, word) for word in reminder.to) if reminder.to else ""
        said = f"{told} reminded" if told else reminder.label
        return f"if it is still open {when}: {said}"

    def _who(self, each: Acts, unnamed: frozenset[str]) -> str:
        title = ROLE_TITLES.get(each.role, each.lane)
        if each.narrowed == "agency":
            return f"{title} of {self._of_agencies(each.agencies, each.each)}"
        if self._holders is None or each.role in unnamed:
            return title
        if each.person:
            return self._named(title, each.role, UUID(each.person), ())
        diagram = self._version.diagram(each.process)
        not_by = ["/".join(task) for task in diagram.not_by(diagram.elements[each.element])]
        return self._named(title, each.role, None, not_by)

    def _named(self, title: str, role: str, person: UUID | None, not_by: Iterable[str]) -> str:
        assert self._holders is not None  # noqa: S101  only those who see all ask for names
        found = self._holders.of(role, agency=None, person=person, not_by=list(not_by))
        names = listed(dict.fromkeys(each.called for each in found)) if found else "nobody today"
        return f"{title} ({names})"

    def _of_agencies(self, keys: tuple[str, ...], each: bool) -> str:
        if not keys:
            return "each agency that is asked" if each else "the agency"
        if self._holders is None:
            return "each agency that is asked" if len(keys) > 1 else "the agency"
        if self._agencies is None:
            self._agencies = agency_names(self._session)
        return listed(self._agencies.get(key, key) for key in keys)

    def _told(self, each: Tells, unnamed: frozenset[str]) -> str:
        return listed(self._recipient(each, word, unnamed) for word in each.to)

    def _recipient(self, each: Tells, word: str, unnamed: frozenset[str]) -> str:
        if word == "agency":
            return f"the leads of {self._of_agencies(each.agencies, each.each)}"
        role = word.removeprefix("role:")
        if self._holders is None or role == word or role in unnamed:
            return _word(self._version, word)
        return self._named(ROLE_TITLES[role], role, None, ())


def _word(version: Version, word: str) -> str:
    """Return who is meant by a word of a send task, without a name."""
    kind, _, key = word.partition(":")
    if kind == "role":
        return ROLE_TITLES[key]
    if kind == "body":
        return version.settings.bodies[key].name
    return _WORDS[word]


def _not_certain(statement: Statement, form: Form) -> frozenset[str]:
    """Return the roles of which these answers themselves may change who holds them.

    A form that appoints somebody names them only when it is submitted; one that may declare a conflict may
    hand any lane on.
    """
    declares = {each.path for each in form.questions() if each.declares}
    certain_not = all(
        any(atom.key in declares and values == frozenset(["no"]) for atom, values in box.items())
        for box in statement.when
    )
    if declares and not (certain_not and statement.when):
        return frozenset(ROLE_TITLES)
    return frozenset(each.appoints for each in form.questions() if each.appoints)


def _by(due: Due | None, held: bool) -> str:
    """Return by when, in words that are true whatever day the form is submitted on."""
    if due is None:
        return ""
    on = None if held else due.on
    if on is None:
        return due.words or "by a day that is worked out then"
    if due.if_done_today:
        return f"{due.words or 'by a day that is worked out then'} ({_day(on)} if that is today)"
    return f"by {_day(on)}"


def _until(due: Due | None) -> str:
    if due is None:
        return ""
    if due.on is not None and not due.if_done_today:
        return f"until {_day(due.on)}"
    if due.on is not None:
        return (
            f"until {due.words or 'a day that is worked out then'} (as known today: {_day(due.on)})"
        )
    return f"until {due.words or 'a day that is worked out then'}"


def _day(on: date) -> str:
    return day_in_words(on)
