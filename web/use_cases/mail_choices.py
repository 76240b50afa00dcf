"""How somebody wants mails about their tasks: their own choice, and nobody else's."""

from dataclasses import dataclass
from typing import Final, get_args
from uuid import UUID

from engine.errors import InvalidAnswersError
from engine.task_mails import MailTimes, mail_times
from web.store.models.task_lists import MailChoice
from web.store.store import Store
from web.store.task_mails import choice_of, choose

CHOICES: Final[tuple[MailChoice, ...]] = get_args(MailChoice)


@dataclass(frozen=True, slots=True)
class MailChoiceView:
    """What the person chose, and when mails go (None: this installation sends none about tasks)."""

    choice: MailChoice
    times: MailTimes | None


class MailChoices:
    """Read and keep how somebody wants mails about tasks."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def mine(self, *, by: UUID) -> MailChoiceView:
        """Return what this person chose."""
        with self._store.transaction() as session:
            number = self._store.versions.current_number(session)
            times = mail_times(self._store.versions.version(session, number))
            return MailChoiceView(choice_of(session, by), times)

    def choose(self, choice: str, *, by: UUID) -> None:
        """Keep what this person chooses; InvalidAnswersError names `choice` where it is none."""
        for known in CHOICES:
            if choice == known:
                with self._store.transaction() as session:
                    choose(session, by, known, at=self._store.clock.now(session))
                return
        raise InvalidAnswersError({"choice": ["Choose how you want mails about tasks"]})
