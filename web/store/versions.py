"""Deployed versions, packed into a row each and built once in every process."""

import base64
from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from uuid import UUID
from weakref import WeakKeyDictionary

import orjson
import zstandard
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from engine.deployment import Files, Version, load
from engine.errors import NotFoundError
from web.store.models import Deployment


class Versions:
    """The versions that cases run on. A built version is never changed, so all threads share it."""

    def __init__(self) -> None:
        """Begin with nothing built."""
        self._built: dict[str, Version] = {}
        # A number never changes its meaning within a database: what it is, is asked once.
        self._digests: WeakKeyDictionary[Engine | Connection, dict[int, str]] = WeakKeyDictionary()
        self._building = Lock()

    def version(self, session: Session, number: int) -> Version:
        """Return a deployed version, or raise NotFoundError."""
        known = self._digests.setdefault(session.get_bind(), {})
        digest = known.get(number) or session.scalar(
            select(Deployment.digest).where(Deployment.number == number)
        )
        if digest is None:
            raise NotFoundError("version")
        known[number] = digest
        with self._building:
            if digest not in self._built:
                packed = session.scalar(select(Deployment.files).where(Deployment.number == number))
                self._built[digest] = load(unpacked(packed or b""))
            return self._built[digest]

    def current_number(self, session: Session) -> int:
        """Return the number of the version that new cases begin on, or raise NotFoundError."""
        number: int | None = session.scalar(select(func.max(Deployment.number)))
        if number is None:
            raise NotFoundError("version")
        return number

    def add(
        self, session: Session, version: Version, *, number: int, by: UUID | None, at: datetime
    ) -> None:
        """Keep a version under its number."""
        session.add(
            Deployment(
                number=number,
                digest=version.digest,
                files=packed(version.files),
                deployed_by=by,
                deployed_at_utc=at,
            )
        )
        session.flush()
        with self._building:
            self._built[version.digest] = version


def packed(files: Files) -> bytes:
    """Return the files in one compressed piece."""
    listed = {path: base64.b64encode(content).decode() for path, content in sorted(files.items())}
    return zstandard.compress(orjson.dumps(listed))


def unpacked(piece: bytes) -> Mapping[str, bytes]:
    """Return the files as they were deployed."""
    listed: dict[str, str] = orjson.loads(zstandard.decompress(piece))
    return {path: base64.b64decode(content) for path, content in listed.items()}
