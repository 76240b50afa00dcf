"""People, their agencies and the roles they hold."""

from datetime import date, datetime
from uuid import UUID, uuid4

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.store.database import Model, UtcTime


class Agency(Model):
    """An agency that takes part: its key stands in process data, its name on pages."""

    __tablename__ = "agency"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class Role(Model, RoleMixin):
    """A role of engine.roles, as Flask-Security reads it; people hold it by role_assignment."""

    __tablename__ = "role"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    description: Mapped[str] = mapped_column(String(80))


class Person(Model, UserMixin):
    """Somebody who may sign in while `active`. The columns without comment are Flask-Security's."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)  # type: ignore[assignment]
    name: Mapped[str] = mapped_column(String(200))
    agency_key: Mapped[str | None] = mapped_column(ForeignKey("agency.key"))
    added_at_utc: Mapped[datetime] = mapped_column(UtcTime)

    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    # The last time step whose code was accepted: a code signs in once (engine-notes.md).
    tf_last_step: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))

    agency: Mapped[Agency | None] = relationship()


class RoleAssignment(Model):
    """A person holds a role from a day, until a day (exclusive) if one is set."""

    __tablename__ = "role_assignment"
    __table_args__ = (Index("ix_role_assignment_role", "role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(ForeignKey("role.name"))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Deputy(Model):
    """A person acts for another in a role from a day, until a day (exclusive) if one is set."""

    __tablename__ = "deputy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    role: Mapped[str] = mapped_column(ForeignKey("role.name"))
    stands_for: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class SetPasswordLink(Model):
    """A one-time link by which a person sets a password; only the digest of its token is kept."""

    __tablename__ = "set_password_link"

    token_digest: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
