"""Notify an incident: the start form, its drafts, and the submission that makes the case."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.use_cases.views import Checked, DraftLine, FormPage, Receipt


class Notifications:
    """Begin a case. Every method refuses (NotPermittedError) who does not hold the start event's role."""

    def start_form(self, *, by: UUID, draft: UUID | None = None) -> FormPage:
        """Return the notification form of the current version, with a draft of this person's if named."""
        raise NotImplementedError

    def drafts(self, *, by: UUID) -> tuple[DraftLine, ...]:
        """Return what this person has begun to write and not sent, newest first."""
        raise NotImplementedError

    def save_draft(self, raw: Mapping[str, Any], *, by: UUID, draft: UUID | None = None) -> UUID:
        """Keep what was entered so far, sealed with a key of its own; return the draft's id."""
        raise NotImplementedError

    def discard_draft(self, draft: UUID, *, by: UUID) -> None:
        """Erase a draft and its key."""
        raise NotImplementedError

    def check(self, raw: Mapping[str, Any], *, by: UUID) -> Checked:
        """Return the answers if they satisfy the form and nothing is contradictory; save nothing."""
        raise NotImplementedError

    def notify(
        self, raw: Mapping[str, Any], *, by: UUID, key: str, version: int, draft: UUID | None = None
    ) -> Receipt:
        """Make the case and start its process in one transaction, and erase the draft.

        `key` is the page's idempotency key and `version` the FormPage's: ConcurrentChangeError where
        another version of the form has been deployed since. InvalidAnswersError names each question.
        """
        raise NotImplementedError
