"""The page of a dossier: everything in it as people read it, with a link to the file behind each part."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from engine.compliance.standing import Status, in_status
from engine.dmn.boxed import DecisionTable
from engine.dmn.table_boxes import label_of
from engine.version import Version
from web import words
from web.dossier.contents import KINDS, Contents, Entry
from web.dossier.leads import Leads
from web.dossier.naming import Place, protocol_file
from web.dossier.picturing import at_decision, at_the_end
from web.dossier.protocol_files import tables_of
from web.explained import explained
from web.forms.summaries import summary_of
from web.use_cases.agenda_views import STANDING_WORDS
from web.use_cases.history_views import DecisionView, SubmissionView

_HERE: Final = Path(__file__).parent


def index_of(contents: Contents, places: Mapping[bytes, Place], checking: str) -> str:
    """Return the page; it needs no network, no script and no other file to be read."""
    hidden = [each for each in contents.entries() if not each.given]
    numbered = {place.entry.digest: place for place in places.values()}
    return _template().render(
        contents=contents,
        case=contents.case,
        style=(_HERE / "index.css").read_text("utf-8"),
        checking=checking,
        hidden=hidden,
        hidden_kinds=Counter(KINDS[each.kind] for each in hidden),
        place=lambda entry: numbered.get(entry.digest),
        pictures_now=at_the_end(contents),
        pictures_then=lambda number: at_decision(contents, number),
        sources=lambda decision: _sources(contents, decision),
        rows=lambda decision: explained(decision, contents.versions[decision.deployment]),
        given=lambda decision: _given(decision, contents.versions[decision.deployment]),
        answered=lambda decision: _answered(decision, contents.versions[decision.deployment]),
        leads=Leads(contents),
        statuses=tuple(Status),
        in_status=in_status,
        standing_words=STANDING_WORDS,
    )


def _sources(contents: Contents, decision: DecisionView) -> tuple[tuple[str, str, str], ...]:
    """Return the files that a decision was made by: what each is, where it stands, its SHA-256."""
    number = decision.deployment
    version: Version = contents.versions[number]
    paths = [("Diagram", version.diagram(decision.process).file)]
    paths += [("Table", path) for path in tables_of(decision, version)]
    return tuple(
        (what, protocol_file(number, path), hashlib.sha256(version.files[path]).hexdigest())
        for what, path in paths
    )


def _given(decision: DecisionView, version: Version) -> tuple[tuple[str, object], ...]:
    """Return what the tables were given, each once, by the words people know it by."""
    asked = {table.decision for table in decision.tables}
    given: dict[str, tuple[str, object]] = {}
    for table in decision.tables:
        boxed = version.model_of(table.decision).decisions[table.decision].expression
        labels = (
            {column.text: label_of(column) for column in boxed.inputs}
            if isinstance(boxed, DecisionTable)
            else {}
        )
        for name, value in table.inputs.items():
            if name not in asked:
                given.setdefault(name, (labels.get(name, name), value))
    return tuple(given.values())


def _answered(decision: DecisionView, version: Version) -> tuple[tuple[str, object], ...]:
    """Return what each table answered, those that others rest on first."""
    return tuple(
        (version.model_of(table.decision).decisions[table.decision].label, table.value)
        for table in decision.tables
    )


def _sections(view: SubmissionView) -> object:
    return summary_of(view.form, view.answers, view.options, None)


def _kind(entry: Entry) -> str:
    return KINDS[entry.kind]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=words.day,
        moment=words.moment,
        iso=words.iso,
        in_words=words.in_words,
        cell_in_words=words.cell_in_words,
        role_title=words.role_title,
        sections=_sections,
        kind=_kind,
    )
    return environment.get_template("index.html")
