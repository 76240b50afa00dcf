"""Deployed versions: make a folder the next one, and read what runs."""

from uuid import UUID

from engine.deployment import Files
from web.use_cases.views import DeploymentView


class Deployments:
    """Deploy and read versions; reading is for everyone signed in."""

    def deploy(self, files: Files, *, by: UUID | None) -> DeploymentView:
        """Check the files and make them the next numbered version; running cases stay on theirs.

        The same files as the current version change nothing. DefinitionError holds every problem, and the
        last good version serves on.
        """
        raise NotImplementedError

    def current(self) -> DeploymentView:
        """Return the version that new cases begin on; NotFoundError where none is deployed."""
        raise NotImplementedError

    def version(self, number: int) -> DeploymentView:
        """Return one version."""
        raise NotImplementedError

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of all versions, newest first."""
        raise NotImplementedError
