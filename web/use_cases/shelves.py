"""The documents of one case for one reader: which they may open, and what each would hold now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.calendar import london_date
from engine.documents.template import Template, shared_names
from engine.errors import NotFoundError
from engine.forms import Choice
from engine.version import Version
from web.access import Sight, may_act, may_open, sight_of
from web.documents.composing import compose
from web.documents.paper import Paper
from web.documents.values import Values
from web.store import audit
from web.store.audit import Event
from web.store.case_files import data_at
from web.store.directory import agency_names, names
from web.store.documents import MADE, about_document
from web.store.models import Document, Person, StandIn
from web.store.store import Store
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import CaseRecord
from web.use_cases.corrected_since import CorrectedAnswers, CorrectedSince
from web.use_cases.document_views import MadeVersion, ShelfLine
from web.use_cases.form_views import Options
from web.use_cases.readers import open_for

_MOST_MOMENTS = 20
FORMATS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


class Shelf:
    """A case opened for its documents, in the caller's transaction; NotFoundError for who may not know it.

    Whoever sees less of the case than what is reported to the Board gets documents made of what they may
    read, and of nothing else.
    """

    def __init__(
        self,
        store: Store,
        session: Session,
        reference: str,
        *,
        by: UUID,
        as_of: datetime | None = None,
        lock: bool = False,
    ) -> None:
        """Open the case; locked where something is to be written."""
        self._store, self._session, self._as_of = store, session, as_of
        opened = open_for(store, session, reference, by=by, lock=lock)
        self.now, self.file, self.person = opened.now, opened.file, opened.reader.actor
        self._standing = opened.reader.standing
        self.version: Version = store.versions.version(session, self.file.case.deployment_number)
        self._reading = CaseReading(store, session, self.file, opened.reader, today=opened.today)

    def template(self, name: str) -> Template:
        """Return the template of a document that the reader may open, or raise NotFoundError."""
        found = self.version.documents.get(name)
        if found is None or found.for_year or self._sight(found) is Sight.NOTHING:
            raise NotFoundError("document")
        return found

    def openable(self) -> tuple[Template, ...]:
        """Return the templates of the documents that the reader may open."""
        return tuple(
            template
            for template in self.version.documents.values()
            if not template.for_year and self._sight(template) is not Sight.NOTHING
        )

    def lines(self) -> tuple[ShelfLine, ...]:
        """Return every document that the reader may open."""
        lines = [self._line(template) for template in self.openable()]
        if sight_of(self._standing) is not Sight.ALL:
            # What is still to come would tell how far the case has got.
            lines = [line for line in lines if line.versions or not line.why_not]
        return tuple(sorted(lines, key=lambda line: (not line.versions, line.why_not != "")))

    def papers(self) -> tuple[tuple[str, str, int, CorrectedSince | None], ...]:
        """Return what was made that the reader may open: name, title and newest version of each.

        With it stands the last correction of an answer that it rests on.
        """
        return tuple(
            (
                template.name,
                template.title,
                made[0].version,
                self.corrected_since(template, made[0]),
            )
            for template in self.version.documents.values()
            if not template.for_year and self._sight(template) is not Sight.NOTHING
            for made in [self.made(template.name)]
            if made
        )

    def paper(self, template: Template) -> tuple[Paper, bytes]:
        """Return what the document holds now, and a keyed digest of it."""
        paper = compose(template, self.version, self._record_for(template), self._options)
        return paper, self._store.vault.fingerprint(paper.contents())

    def may_make(self, template: Template) -> bool:
        """Say whether the reader may have it made: whoever only reads opens what there is."""
        return may_act(self._standing) and self._sight(template) is not Sight.NOTHING

    def why_not(self, template: Template) -> str:
        """Return why the document cannot be made as things stand, "" where it can."""
        values = Values(template, self.version, self._record_for(template), self._options)
        for need in template.needs:
            if values.newest(need) is None:
                process = template.process_of(need) or ""
                element = self.version.element(process, need)
                return f"“{called(self.version.diagram(process), element)}” has not been done."
        if template.when is not None and not values.holds(template.when.text):
            return template.otherwise
        return ""

    def made(self, name: str) -> Sequence[Document]:
        """Return the made versions that the reader may read, the newest first."""
        template = self.template(name)
        found = [each for each in self._made if each.name == name]
        if self._sees_what_is_reported(template):
            return found
        readable = {str(each) for each in self._readable}
        return [
            each
            for each in found
            if set(about_document(self.file.key, each)["submissions"]) <= readable
        ]

    def same(self, name: str, fingerprint: bytes) -> int | None:
        """Return the newest version that holds exactly this, if there is one."""
        return next((each.version for each in self.made(name) if each.sources == fingerprint), None)

    def sources(self, template: Template) -> list[str]:
        """Return the ids of the submissions that the document is made of."""
        return [
            str(each.id)
            for each in self._record_for(template).submissions
            if (each.process, each.element) in set(template.tasks)
        ]

    def corrected_since(self, template: Template, document: Document) -> CorrectedSince | None:
        """Return the last correction of an answer that a made document rests on, where there is one."""
        if not self._corrections:
            return None
        about = about_document(self.file.key, document)
        as_of = about["as_of"]
        return self._corrections.since(
            document.kept_at_utc,
            sources={UUID(each) for each in about["submissions"]},
            names=shared_names(template),
            names_at=datetime.fromisoformat(as_of) if as_of else document.kept_at_utc,
            readable=self._readable,
        )

    @cached_property
    def _corrections(self) -> CorrectedAnswers:
        return CorrectedAnswers(self._session, self.file)

    def note(self, kind: str, subject: str, digest: bytes | None = None) -> None:
        """Append an event to the case's audit trail; the case is locked."""
        event = Event(kind, subject, None, digest, self.person.id)
        audit.append(self._session, str(self.file.case.id), [event], at=self.now)

    def _line(self, template: Template) -> ShelfLine:
        made = self.made(template.name)
        why_not = self.why_not(template)
        current = False
        if made and not why_not:
            current = self.same(template.name, self.paper(template)[1]) is not None
        return ShelfLine(
            name=template.name,
            title=template.title,
            formats=template.formats,
            versions=self._versions(template, made),
            why_not=why_not,
            is_current=current,
            may_make=self.may_make(template),
            moments=self._moments(template),
        )

    def _versions(self, template: Template, made: Sequence[Document]) -> tuple[MadeVersion, ...]:
        people = names(self._session, {each.kept_by for each in made})
        found: dict[int, MadeVersion] = {}
        for each in made:
            written = MadeVersion(
                each.version,
                each.kept_at_utc,
                people[each.kept_by],
                (FORMATS[each.content_type],),
                self.corrected_since(template, each),
            )
            before = found.get(each.version)
            formats = (*before.formats, *written.formats) if before else written.formats
            found[each.version] = replace(written, formats=tuple(sorted(formats, reverse=True)))
        return tuple(found.values())

    def _moments(self, template: Template) -> tuple[datetime, ...]:
        """Return when what the document is made of changed, where any of it was given more than once."""
        given = [
            each
            for each in self._record_for(template).submissions
            if (each.process, each.element) in set(template.tasks)
        ]
        if len({(each.process, each.element) for each in given}) == len(given):
            return ()
        instants = sorted({each.at_utc for each in given}, reverse=True)
        return tuple(instants[1 : _MOST_MOMENTS + 1])

    def _sight(self, template: Template) -> Sight:
        return may_open(self._standing, template.seen_by, self._appointed)

    def _sees_what_is_reported(self, template: Template) -> bool:
        return self._sight(template) >= Sight.REPORTED

    def _record_for(self, template: Template) -> CaseRecord:
        if self._sees_what_is_reported(template):
            return self._record
        readable = self._readable
        record = self._record
        return replace(
            record,
            facts={},
            data={key: record.data[key] for key in ("reference", "date_received")},
            submissions=tuple(each for each in record.submissions if each.id in readable),
            decisions=(),
            notices=(),
        )

    @cached_property
    def _made(self) -> Sequence[Document]:
        """Return every document made of the case, whoever may read it."""
        return self._session.scalars(
            select(Document)
            .where(Document.case_id == self.file.case.id, Document.kind == MADE)
            .order_by(Document.version.desc(), Document.content_type)
        ).all()

    @cached_property
    def _readable(self) -> frozenset[UUID]:
        return self._reading.submissions.whole()

    @cached_property
    def _record(self) -> CaseRecord:
        record = self._reading.record()
        if self._as_of is None:
            return record
        at = self._as_of
        facts, data = data_at(self._session, self.file, at)
        return replace(
            record,
            on=london_date(at),
            facts=facts,
            data=data,
            submissions=tuple(each for each in record.submissions if each.at_utc <= at),
            decisions=tuple(each for each in record.decisions if each.at_utc <= at),
            notices=tuple(each for each in record.notices if each.due_at_utc <= at),
        )

    @cached_property
    def _appointed(self) -> frozenset[str]:
        return frozenset(
            self._session.scalars(
                select(StandIn.role).where(
                    StandIn.case_id == self.file.case.id, StandIn.person_id == self.person.id
                )
            )
        )

    @cached_property
    def _options(self) -> Options:
        return everybody(self._session)


def everybody(session: Session) -> Options:
    """Return all people and agencies, those no longer active too: an old answer still names them."""
    people = session.execute(select(Person.id, Person.name))
    return {
        "agencies": tuple(Choice(key, name) for key, name in agency_names(session).items()),
        "people": tuple(Choice(str(person), name) for person, name in people),
    }
