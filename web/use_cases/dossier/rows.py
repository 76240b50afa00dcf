"""Rows of registers for a dossier: every version of each, in words."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.version import Version
from web.access import READS_REPORTED, has_duty
from web.dossier.contents import Entry, Kept, RowVersion
from web.store.case_files import CaseFile
from web.store.directory import Actor, agency_names, names
from web.store.models import ProcessInstance, RegisterEntry
from web.store.registers import content_of
from web.use_cases.corrected_since import CorrectedSince, corrected_versions
from web.use_cases.dossier.entries import Entries
from web.use_cases.register_words import cell
from web.use_cases.trail_reading import PROGRAM


def register_rows(
    session: Session,
    file: CaseFile,
    instances: Sequence[ProcessInstance],
    versions: Mapping[int, Version],
    entries: Entries,
    reader: Actor,
    *,
    everything: bool,
) -> tuple[Kept[RowVersion], ...]:
    """Return every version of every row in the order it was written; None of one that is not reported.

    Whoever reads what is reported to the Board reads of each the fields that are.
    """
    rows = session.scalars(
        select(RegisterEntry)
        .where(RegisterEntry.case_id == file.case.id)
        .order_by(RegisterEntry.written_at_utc, RegisterEntry.register, RegisterEntry.row)
        .order_by(RegisterEntry.version, RegisterEntry.id)
    ).all()
    by_id = {each.id: each for each in instances}
    people = names(session, {each.written_by for each in rows})
    agencies = agency_names(session)
    reported = has_duty(READS_REPORTED, reader.acting_roles)
    corrected = corrected_versions(session, [each.id for each in rows], with_links=False)
    return tuple(
        Kept(
            _row(row, by_id, versions, file, people, agencies, corrected, everything=everything)
            if everything or reported
            else None,
            _entry(row, entries),
        )
        for row in rows
    )


def _row(
    row: RegisterEntry,
    instances: Mapping[UUID, ProcessInstance],
    versions: Mapping[int, Version],
    file: CaseFile,
    people: Mapping[UUID, str],
    agencies: Mapping[str, str],
    corrected: Mapping[UUID, CorrectedSince],
    *,
    everything: bool,
) -> RowVersion | None:
    version = versions[instances[row.process_instance_id].deployment_number]
    register = version.registers[row.register]
    content = content_of(file.key, row)
    fields = tuple(
        (each.label, cell(each, content.fields[each.key], agencies))
        for each in register.fields.values()
        if (everything or each.reported) and content.fields.get(each.key) is not None
    )
    if not everything and not fields:
        return None
    diagram = version.diagram(row.process)
    drawn = diagram.elements.get(row.element)
    return RowVersion(
        register=register.title,
        row=row.row,
        version=row.version,
        step=called(diagram, drawn) if drawn else row.element,
        by=people.get(row.written_by, PROGRAM) if row.written_by else PROGRAM,
        at_utc=row.written_at_utc,
        dropped=content.dropped,
        fields=fields,
        corrected_at_utc=corrected[row.id].at_utc if row.id in corrected else None,
    )


def _entry(row: RegisterEntry, entries: Entries) -> Entry:
    return entries.of(
        "register_row",
        row.content,
        as_what=f"register_entry {row.id}",
        name=f"{row.register}-{row.row}-version-{row.version}",
    )
