"""How rows of registers stand, kept beside the sealed rows so that states can be counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.registers import standing_of_row
from engine.version import Version
from web.store.models import ProcessInstance, RegisterStanding
from web.store.tallying import Tallying


@dataclass(frozen=True, slots=True)
class Standings:
    """Keeps and counts how the rows of one process instance stand, by the version it runs on."""

    session: Session
    version: Version
    instance: ProcessInstance
    tallying: Tallying

    def keep(
        self, register: str, row: int, fields: Mapping[str, Any], *, dropped: bool, at: datetime
    ) -> None:
        """Note how a row stands after a write; nothing where it stands as before."""
        now = None if dropped else self._state(register, fields, at)
        kept = self._kept(register, row)
        if kept is not None:
            if kept.state == now:
                return
            kept.until = london_date(at)
            self.session.flush()  # only one standing of a row is open at any time
            self.tallying.gone(self.instance.deployment_number, register, kept.state, at=at)
        if now is None:
            return
        self.session.add(
            RegisterStanding(
                case_id=self.instance.case_id,
                process_instance_id=self.instance.id,
                register=register,
                row=row,
                state=now,
                since=london_date(at),
            )
        )
        self.tallying.came(self.instance.deployment_number, register, now, at=at)

    def _state(self, register: str, fields: Mapping[str, Any], at: datetime) -> str:
        settings = self.version.settings.values()
        drawn = self.version.registers[register]
        return standing_of_row(drawn, fields, settings=settings, now=at).state

    def _kept(self, register: str, row: int) -> RegisterStanding | None:
        return self.session.scalar(
            select(RegisterStanding).where(
                RegisterStanding.process_instance_id == self.instance.id,
                RegisterStanding.register == register,
                RegisterStanding.row == row,
                RegisterStanding.until.is_(None),
            )
        )
