"""Dossiers of the small office: one with something of every kind, and the means to take one apart."""

import hashlib
import io
from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from tests.store.office import TRIAGE, Office
from web.dossier.archive import Archive, content_of, read_archive
from web.dossier.manifest import MANIFEST

PAPER = b"Invented words about Testchild."
PAPER_NAME = "Letter about Testchild.txt"
WHY_LATER = "An invented reason for more time."
WHY_HANDED = "An invented reason to hand a task over."
NATURE = "An invented reason why somebody is conflicted."


def worked_case(office: Office) -> str:
    """Return a case with something of every kind, which stands where the Board sees it."""
    reference = office.notify()
    triage = office.task(reference, "triage")
    until = office.use.clock.now().date() + timedelta(days=20)
    office.use.deadlines.extend(
        reference, triage, to=until, reason=WHY_LATER, by=office.manager, key=uuid4().hex
    )
    office.use.taking.hand_over(
        reference, triage, to=office.chair, reason=WHY_HANDED, by=office.manager
    )
    office.use.conflicts.declare(reference, NATURE, by=office.unit, key=uuid4().hex)
    office.use.uploads.keep(reference, triage, "papers", "taken out.txt", b"Out", by=office.chair)
    [out] = office.rows("select document_id from draft_file")
    office.use.uploads.take_out(reference, triage, out[0], by=office.chair)
    office.use.uploads.keep(reference, triage, "papers", PAPER_NAME, PAPER, by=office.chair)
    page = office.use.tasks.open_task(reference, triage, by=office.chair).page
    raw = {**TRIAGE, "papers": page.raw["papers"]}
    office.complete(reference, "triage", raw)
    office.use.documents.make(reference, "small_record", by=office.chair)
    office.meeting_in(1)
    office.days_pass(1)
    meeting = office.use.meetings.record_held("SIG", by=office.manager)
    office.work()
    office.use.agendas.record_attendance(
        meeting, {office.member: "present", office.vice: "apologies"}, by=office.manager
    )
    office.complete(
        reference, "consider", {"facts": {"outcome": "died"}, "minutes": "Invented minutes."}
    )
    office.work()
    return reference


def made(office: Office, reference: str, *, who: str = "governor") -> tuple[bytes, str]:
    """Have a dossier made for somebody; return it with the digest that the page shows."""
    by = office.people[who]
    office.use.dossiers.make(reference, by=by)
    page = office.use.dossiers.page(reference, by=by)
    assert page.kept is not None
    return office.use.dossiers.open(reference, by=by).content, page.kept.digest


def files_in(dossier: bytes) -> dict[str, bytes]:
    """Return the files of a dossier by name, in order."""
    stream = io.BytesIO(dossier)
    return {each.name: b"".join(content_of(stream, each)) for each in read_archive(stream)}


def section(dossier: str, name: str) -> str:
    """Return a section of the contents page of a dossier."""
    start = dossier.index(f'<section aria-labelledby="{name}">')
    return dossier[start : dossier.index("</section>", start)]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file of these files, written as dossiers are, in the order given."""
    stream = io.BytesIO()
    archive = Archive(stream)
    for name, content in files.items():
        archive.add(name, content)
    archive.finish()
    return stream.getvalue()


def agreeing(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file of these files in order, with a manifest that was written for them anew."""
    others = {name: files[name] for name in sorted(files) if name != MANIFEST}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in others.items()]
    return zipped({**others, MANIFEST: "".join(lines).encode()})
