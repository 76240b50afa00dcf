"""A case opened to be shown: the record, its process instances and the versions that they run on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.version import Version
from web.store.case_files import CaseFile
from web.store.directory import in_name_of
from web.store.instances import instances_of
from web.store.models import ProcessInstance
from web.store.store import Store


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The record of a case with what its rows mean."""

    session: Session
    file: CaseFile
    instances: Sequence[ProcessInstance]
    versions: Mapping[UUID, Version]

    @classmethod
    def of(cls, store: Store, session: Session, file: CaseFile) -> "OpenedCase":
        """Open the case of the record."""
        instances = instances_of(session, file.case.id)
        return cls(
            session,
            file,
            instances,
            {
                each.id: store.versions.version(session, each.deployment_number)
                for each in instances
            },
        )

    def label(self, instance: UUID, process: str, element: str) -> str:
        """Return what people call a step."""
        version = self.versions[instance]
        return called(version.diagram(process), version.element(process, element))


def named(people: Mapping[UUID, str], by: UUID, stands_for: UUID | None) -> str:
    """Return who did it, and for whom a deputy did."""
    return in_name_of(people[by], people[stands_for] if stands_for else None)
