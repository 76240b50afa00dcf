"""What is shown of a deployed version."""

from dataclasses import dataclass
from datetime import datetime

from engine.version import Version


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """A deployed version; `version` is what the engine runs."""

    number: int
    digest: str
    deployed_at_utc: datetime
    deployed_by: str | None
    version: Version
