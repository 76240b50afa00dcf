"""Documents that were made of a case and files that were handed in, for a dossier."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.uploads import kind_of_content_type
from web.dossier.contents import Kept, Paper
from web.store.case_files import CaseFile
from web.store.directory import Actor, names
from web.store.documents import MADE
from web.store.models import Document
from web.store.store import Store
from web.store.uploads import files_of_case
from web.use_cases.case_reading import CaseReading
from web.use_cases.dossier.entries import Entries
from web.use_cases.shelves import FORMATS, Shelf


def papers_of(
    store: Store,
    session: Session,
    file: CaseFile,
    reading: CaseReading,
    entries: Entries,
    reader: Actor,
) -> tuple[Kept[Paper], ...]:
    """Return every document and file in the order they were kept; None of one the reader may not open."""
    shelf = Shelf(store, session, file.case.reference, by=reader.id)
    return tuple(_papers(store, session, file, reading, entries, shelf))


def _papers(
    store: Store,
    session: Session,
    file: CaseFile,
    reading: CaseReading,
    entries: Entries,
    shelf: Shelf,
) -> Iterator[Kept[Paper]]:
    rows = session.scalars(
        select(Document)
        .where(Document.case_id == file.case.id)
        .order_by(Document.kept_at_utc, Document.name, Document.version, Document.content_type)
    ).all()
    openable = {
        document.id: shelf.corrected_since(template, document)
        for template in shelf.openable()
        for document in shelf.made(template.name)
    }
    readable = reading.submissions.files()
    files = files_of_case(session, file)
    people = names(session, {each.kept_by for each in rows})
    for row in rows:
        made = row.kind == MADE
        given = row.id in openable if made else str(row.id) in readable
        entry = entries.of_document(
            "document" if made else "file",
            row,
            name=f"{row.name if made else row.element}-version-{row.version}",
            ending=_ending(row),
            given=given,
        )
        title = _title(store, session, file, row) if made else files[str(row.id)].name
        corrected = openable.get(row.id)
        paper = Paper(
            row.id,
            f"{title}, version {row.version}",
            people[row.kept_by],
            row.kept_at_utc,
            corrected.at_utc if corrected is not None else None,
        )
        yield Kept(paper if given else None, entry)


def _title(store: Store, session: Session, file: CaseFile, row: Document) -> str:
    number = row.deployment_number or file.case.deployment_number
    template = store.versions.version(session, number).documents.get(row.name)
    return template.title if template is not None else row.name


def _ending(row: Document) -> str:
    if row.kind == MADE:
        return FORMATS[row.content_type]
    return kind_of_content_type(row.content_type).endings[0].lstrip(".")
