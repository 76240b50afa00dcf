"""Deployed versions: make a folder the next one, and read what runs."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine.deployment import Files, build
from engine.errors import NotFoundError
from web.store import audit
from web.store.audit import Event
from web.store.directory import names
from web.store.models import Deployment
from web.store.store import Store
from web.use_cases.deployment_views import DeploymentView


class Deployments:
    """Deploy and read versions; reading is for everyone signed in."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def deploy(self, files: Files, *, by: UUID | None) -> DeploymentView:
        """Check the files and make them the next numbered version; running cases stay on theirs.

        The same files as the current version change nothing. DefinitionError holds every problem, and the
        last good version serves on.
        """
        version = build(files)
        with self._store.transaction() as session:
            # Two deployments at once get two numbers.
            session.execute(text("select pg_advisory_xact_lock(7036, 2)"))
            newest = _newest(session)
            if newest is not None and newest.digest == version.digest:
                return self._view(session, newest)
            number = newest.number + 1 if newest else 1
            now = self._store.clock.now(session)
            self._store.versions.add(session, version, number=number, by=by, at=now)
            audit.append(
                session,
                audit.SYSTEM,
                [
                    Event(
                        "version_deployed",
                        str(number),
                        digest=bytes.fromhex(version.digest),
                        actor=by,
                    )
                ],
                at=now,
            )
        # Read back once it is committed: nothing may remember a number that was never given.
        return self.version(number)

    def current(self) -> DeploymentView:
        """Return the version that new cases begin on; NotFoundError where none is deployed."""
        with self._store.transaction() as session:
            newest = _newest(session)
            if newest is None:
                raise NotFoundError("version")
            return self._view(session, newest)

    def version(self, number: int) -> DeploymentView:
        """Return one version, or raise NotFoundError."""
        with self._store.transaction() as session:
            found = session.get(Deployment, number)
            if found is None:
                raise NotFoundError("version")
            return self._view(session, found)

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of all versions, newest first."""
        with self._store.transaction() as session:
            return tuple(
                session.scalars(select(Deployment.number).order_by(Deployment.number.desc()))
            )

    def _view(self, session: Session, deployment: Deployment) -> DeploymentView:
        people = names(session, {deployment.deployed_by})
        return DeploymentView(
            number=deployment.number,
            digest=deployment.digest,
            deployed_at_utc=deployment.deployed_at_utc,
            deployed_by=people.get(deployment.deployed_by) if deployment.deployed_by else None,
            version=self._store.versions.version(session, deployment.number),
        )


def _newest(session: Session) -> Deployment | None:
    return session.scalar(select(Deployment).order_by(Deployment.number.desc()).limit(1))
