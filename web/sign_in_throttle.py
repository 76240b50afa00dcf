"""Guessing passwords is slowed down: by account, and by the address it is done from.

Attempts are counted in the database, so that every web process counts alike, and are written
before the password is looked at, so that many at once are counted like many in a row. Account and
address are kept as keyed digests. The time is the real one: moving the demonstration's clock opens nothing.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import current_app
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from web.store.database import db
from web.store.models import SignInAttempt

FAILURES_AN_ACCOUNT: Final = 5
FAILURES_AN_ADDRESS: Final = 50
LOCKED_FOR: Final = timedelta(minutes=15)
_KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in, by digests of the account that was named and the address it came from."""

    account: str
    address: str
    what: str


def attempt(*, email: str, address: str, what: str = "password") -> Attempt:
    """Describe an attempt; `what` is the kind of secret that was tried."""
    return Attempt(_digest("account", email.strip().lower()), _digest("address", address), what)


def is_let_through(tried: Attempt, *, at: datetime | None = None) -> bool:
    """Count the attempt as failed for now, and say whether its secret may be looked at.

    After five failures in a row an account waits until a quarter of an hour after the last that was looked
    at; an address after fifty failures in a quarter of an hour. A refused attempt is not counted.
    """
    now = at or datetime.now(UTC)
    # One attempt on an account at a time, or as many as there are processes would be let through.
    db.session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:account, 0))"),
        {"account": tried.account},
    )
    allowed = _may_try(tried, now)
    if allowed:
        db.session.add(_row(tried, succeeded=False, at=now))
    db.session.commit()
    return allowed


def succeeded(tried: Attempt, *, at: datetime | None = None) -> None:
    """Take back the failure that was counted, and begin the account's count afresh."""
    now = at or datetime.now(UTC)
    db.session.add(_row(tried, succeeded=True, at=now))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at_utc < now - _KEPT_FOR))
    db.session.commit()


def _may_try(tried: Attempt, now: datetime) -> bool:
    since = now - LOCKED_FOR
    last_success = db.session.scalar(
        select(func.max(SignInAttempt.at_utc)).where(
            SignInAttempt.account == tried.account, SignInAttempt.succeeded
        )
    )
    failed = _count(SignInAttempt.account, tried.account, max(since, last_success or since), False)
    from_there = _count(SignInAttempt.address, tried.address, since, False)
    admitted = _count(SignInAttempt.address, tried.address, since, True)
    return failed < FAILURES_AN_ACCOUNT and from_there - admitted < FAILURES_AN_ADDRESS


def _count(
    column: InstrumentedAttribute[str], digest: str, after: datetime, was_admitted: bool
) -> int:
    counted = db.session.scalar(
        select(func.count())
        .select_from(SignInAttempt)
        .where(
            column == digest,
            SignInAttempt.at_utc > after,
            SignInAttempt.succeeded.is_(was_admitted),
        )
    )
    return counted or 0


def _row(tried: Attempt, *, succeeded: bool, at: datetime) -> SignInAttempt:
    return SignInAttempt(
        account=tried.account,
        address=tried.address,
        what=tried.what,
        succeeded=succeeded,
        at_utc=at,
    )


def _digest(kind: str, value: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, f"{kind}:{value}".encode(), "sha256").hex()
