"""Registers across cases: their rows as they stand today, one row with its history, and the rows as CSV."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError, NotPermittedError
from engine.registers import DROPPED, Register, RegisterField, RowStanding, standing_of_row
from web import access
from web.exports import Export, take_away
from web.small_numbers import Count, coarse, exact
from web.store.directory import Actor, actor, agency_names, names
from web.store.encryption import Key
from web.store.models import Case, ProcessInstance, RegisterEntry
from web.store.registers import content_of, newest_rows, versions_of_row
from web.store.sight import visible_to
from web.store.store import Store
from web.use_cases.corrected_since import (
    CorrectedSince,
    RowPlace,
    corrected_rows,
    corrected_versions,
)
from web.use_cases.document_views import OpenedDocument
from web.use_cases.register_views import (
    RegisterCell,
    RegisterFilters,
    RegisterLine,
    RegisterPage,
    RegisterRowView,
    RegisterTitle,
    RowVersion,
)
from web.use_cases.register_words import cell, changes_between

DROPPED_WORDS = "Left out of the plan that followed"
_NOBODY = "the program"


class Registers:
    """Read registers. Whoever holds no role that reads them gets NotPermittedError.

    Rows are those of cases that the person may see; Board members read of each what is reported to the Board.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def titles(self, *, by: UUID) -> tuple[RegisterTitle, ...]:
        """Return the registers with how many rows each has, and how many are late."""
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, by)
            return tuple(
                RegisterTitle(
                    register.key,
                    register.title,
                    register.about,
                    rows=reading.count(len(lines)),
                    late=reading.count(sum(line.late for line in lines)),
                )
                for register in reading.registers.values()
                for lines in [reading.lines(register)]
            )

    def register(self, key: str, filters: RegisterFilters, *, by: UUID) -> RegisterPage:
        """Return the rows of a register that the filters choose, those due first at the top."""
        with self._store.transaction() as session:
            return _Reading(self._store, session, by).page(key, filters)

    def row(
        self, key: str, reference: str, position: int, row: int, *, by: UUID
    ) -> RegisterRowView:
        """Return one row with all its versions."""
        with self._store.transaction() as session:
            return _Reading(self._store, session, by).row(key, reference, position, row)

    def export(self, key: str, filters: RegisterFilters, *, by: UUID) -> OpenedDocument:
        """Return the rows as CSV; that they were taken away stands in the system's audit trail."""
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, by)
            page = reading.page(key, filters)
            export = Export(
                f"register_{key}",
                ("Case", *page.columns, "How it stands", "Due", "Late"),
                [_exported(line) for line in page.lines],
            )
            return take_away(session, export, by=by, at=reading.now)


class _Reading:
    """One reading of the registers by one person."""

    def __init__(self, store: Store, session: Session, by: UUID) -> None:
        self._store, self._session = store, session
        self.now: datetime = store.clock.now(session)
        self._today: date = london_date(self.now)
        self._actor: Actor = actor(session, by, today=self._today)
        everything = access.has_duty(access.READS_REGISTERS, self._actor.roles)
        if not everything and not access.has_duty(access.READS_REPORTED, self._actor.roles):
            raise NotPermittedError("registers")
        self._reported_only = not everything
        current = store.versions.current_number(session)
        self.registers: Mapping[str, Register] = store.versions.version(session, current).registers
        self._agencies = agency_names(session)
        self._keys: dict[UUID, Key] = {}

    def page(self, key: str, filters: RegisterFilters) -> RegisterPage:
        register = self._register(key)
        lines = self.lines(register)
        chosen = [line for line in lines if _is_chosen(line, filters)]
        return RegisterPage(
            key=key,
            title=register.title,
            one=register.one,
            about=register.about,
            columns=tuple(each.label for each in self._columns(register)),
            lines=tuple(chosen),
            states=register.states,
            agencies=self._agencies_of(lines),
            chosen=self.count(len(chosen)),
            total=self.count(len(lines)),
        )

    def count(self, number: int) -> Count:
        """Return a count as the person may see it: Board members, who read single rows, see no small ones."""
        return coarse(number) if self._reported_only else exact(number)

    def lines(self, register: Register) -> list[RegisterLine]:
        """Return every row that the person may read, those due first at the top."""
        rows = newest_rows(self._session, register.key, self._on_visible_cases())
        found = {row.process_instance_id for row in rows}
        places = self._places(ProcessInstance.id.in_(found))
        corrected = self._corrected(register, self._on_visible_cases())
        lines = [
            replace(line, corrected=corrected.get((entry.process_instance_id, entry.row)))
            for entry in rows
            for line in self._line(register, entry, places[entry.process_instance_id])
        ]
        return sorted(lines, key=lambda line: (line.due or date.max, line.reference, line.row))

    def row(self, key: str, reference: str, position: int, row: int) -> RegisterRowView:
        register = self._register(key)
        place = next(
            iter(
                self._places(
                    (Case.reference == reference)
                    & (ProcessInstance.position == position)
                    & visible_to(self._session, self._actor, today=self._today)
                ).values()
            ),
            None,
        )
        if place is None:
            raise NotFoundError("row")
        entries = versions_of_row(self._session, place.case.id, place.instance.id, key, row)
        lines = list(self._line(register, entries[-1], place)) if entries else []
        if not lines:
            raise NotFoundError("row")
        of_process = RegisterEntry.process_instance_id == place.instance.id
        corrected = self._corrected(register, of_process).get((place.instance.id, row))
        fields = content_of(self._key_of(place.case), entries[-1]).fields
        shown = self._fields(place.register(self._store, self._session, key) or register)
        return RegisterRowView(
            title=register.title,
            one=register.one,
            line=replace(lines[0], corrected=corrected),
            cells=tuple(
                RegisterCell(each.label, cell(each, fields.get(each.key), self._agencies))
                for each in shown
                if fields.get(each.key) is not None
            ),
            versions=tuple(self._versions(entries, place, shown)),
        )

    def _versions(
        self, entries: Sequence[RegisterEntry], place: "_Place", shown: Sequence[RegisterField]
    ) -> Iterator[RowVersion]:
        people = names(self._session, {entry.written_by for entry in entries})
        version = place.version(self._store, self._session)
        corrected = corrected_versions(
            self._session,
            [entry.id for entry in entries],
            with_links=not self._reported_only,
        )
        before: Mapping[str, Any] = {}
        for entry in entries:
            content = content_of(self._key_of(place.case), entry)
            changes = changes_between(before, content.fields, shown, self._agencies)
            before = content.fields
            if not changes and not content.dropped:
                continue
            drawn = version.diagram(entry.process).elements.get(entry.element)
            yield RowVersion(
                at_utc=entry.written_at_utc,
                by=people.get(entry.written_by, _NOBODY) if entry.written_by else _NOBODY,
                step=(drawn.label if drawn is not None else None) or entry.element,
                changes=changes,
                dropped=content.dropped,
                corrected=corrected.get(entry.id),
            )

    def _corrected(
        self, register: Register, among: ColumnElement[bool]
    ) -> Mapping[RowPlace, CorrectedSince]:
        return corrected_rows(
            self._session, register.key, among, with_links=not self._reported_only
        )

    def _line(
        self, register: Register, entry: RegisterEntry, place: "_Place"
    ) -> Iterator[RegisterLine]:
        """Yield the row; none where the version of its case has no such register any more."""
        own = place.register(self._store, self._session, register.key)
        if own is None:
            return
        content = content_of(self._key_of(place.case), entry)
        standing = RowStanding(DROPPED, None, False)
        if not content.dropped:
            settings = place.version(self._store, self._session).settings.values()
            standing = standing_of_row(own, content.fields, settings=settings, now=self.now)
        agencies = [
            each
            for key, field_ in own.fields.items()
            if field_.type == "agencies" and self._may_read(field_)
            for each in content.fields.get(key) or ()
        ]
        yield RegisterLine(
            reference=place.case.reference,
            position=place.instance.position,
            row=entry.row,
            state=standing.state,
            state_words=own.states.get(standing.state, DROPPED_WORDS),
            due=standing.due,
            late=standing.late,
            cells=tuple(
                RegisterCell(each.label, cell(each, content.fields.get(each.key), self._agencies))
                for each in self._columns(register)
            ),
            agencies=tuple(agencies),
        )

    def _register(self, key: str) -> Register:
        if key not in self.registers:
            raise NotFoundError("register")
        return self.registers[key]

    def _columns(self, register: Register) -> list[RegisterField]:
        return [each for each in self._fields(register) if each.listed]

    def _fields(self, register: Register) -> list[RegisterField]:
        return [each for each in register.fields.values() if self._may_read(each)]

    def _may_read(self, field_: RegisterField) -> bool:
        return field_.reported or not self._reported_only

    def _agencies_of(self, lines: Sequence[RegisterLine]) -> dict[str, str]:
        found = {agency for line in lines for agency in line.agencies}
        named = {key: self._agencies.get(key, key) for key in found}
        return dict(sorted(named.items(), key=lambda pair: pair[1]))

    def _on_visible_cases(self) -> ColumnElement[bool]:
        visible = visible_to(self._session, self._actor, today=self._today)
        return RegisterEntry.case_id.in_(select(Case.id).where(visible))

    def _places(self, where: ColumnElement[bool]) -> dict[UUID, "_Place"]:
        rows = self._session.execute(
            select(ProcessInstance, Case)
            .join(Case, Case.id == ProcessInstance.case_id)
            .where(where)
        )
        return {instance.id: _Place(case, instance) for instance, case in rows}

    def _key_of(self, case: Case) -> Key:
        if case.id not in self._keys:
            self._keys[case.id] = self._store.vault.unwrap(case.key, f"case {case.id}")
        return self._keys[case.id]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows were written: the case, and the process on it."""

    case: Case
    instance: ProcessInstance

    def version(self, store: Store, session: Session) -> Any:
        """Return the version of the protocol by which the process runs."""
        return store.versions.version(session, self.instance.deployment_number)

    def register(self, store: Store, session: Session, key: str) -> Register | None:
        """Return the register as that version has it."""
        found: Register | None = self.version(store, session).registers.get(key)
        return found


def _exported(line: RegisterLine) -> tuple[str | date | None, ...]:
    cells = [each.words for each in line.cells]
    return (line.reference, *cells, line.state_words, line.due, "yes" if line.late else "no")


def _is_chosen(line: RegisterLine, filters: RegisterFilters) -> bool:
    return (
        filters.state in ("", line.state)
        and (not filters.agency or filters.agency in line.agencies)
        and (not filters.late or line.late)
        and filters.reference.strip().upper() in line.reference
    )
