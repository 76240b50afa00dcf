"""A real worker that says where it is while it sends its first notice, and stays there to be killed.

Run as `python doomed_worker.py URL MOMENT`; MOMENT is "handed over" (the transaction is not committed yet) or
"committed" (the queue has not been told yet).
"""

import sys
import time
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from tests.installation import config_for
from web.jobs import run
from web.services import post_of, store_on
from web.store.models import OutboxMail
from web.store.store import Store
from web.use_cases.due_work import DueWork
from web.use_cases.mails import Post


class DoomedWork(DueWork):
    """Stops at the moment it was given."""

    def __init__(self, store: Store, post: Post, moment: str) -> None:
        super().__init__(store, post)
        self._moment = moment

    def send_notice(self, notice_id: UUID) -> None:
        super().send_notice(notice_id)
        self.stay("committed")

    def stay(self, moment: str) -> None:
        if moment == self._moment:
            print(moment, flush=True)
            time.sleep(60)


def main(url: str, moment: str) -> None:
    config = config_for(url)
    how: dict[str, Any] = {"connect_args": {"application_name": "doomed"}}
    store = store_on(create_engine(url, **how), config)
    work = DoomedWork(store, post_of(config), moment)

    @event.listens_for(Session, "after_flush")
    def _(session: Session, _: object) -> None:
        """The mail is a row of the transaction that is not committed yet."""
        if any(isinstance(written, OutboxMail) for written in session.new):
            work.stay("handed over")

    run(url, work, at_once=1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
