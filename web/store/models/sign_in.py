"""Attempts to sign in, counted by account and by address so that guessing is slowed down."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, UtcTime


class SignInAttempt(Model):
    """One password or code that was tried. `account` and `address` are keyed digests, not names."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_account", "account", "at_utc"),
        Index("ix_sign_in_attempt_address", "address", "at_utc"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(20))
    succeeded: Mapped[bool]
    at_utc: Mapped[datetime] = mapped_column(UtcTime)
