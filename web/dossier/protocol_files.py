"""The files of the protocol that ran on a case, as they were deployed: diagrams, tables, forms and texts."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.version import Version
from web.dossier.contents import Contents
from web.use_cases.history_views import DecisionView

_ALWAYS: Final = ("workflows/clauses.yaml", "workflows/settings.yaml", "workflows/registers.yaml")


def files_used(contents: Contents) -> Mapping[tuple[int, str], bytes]:
    """Return the files by version and path: those of what the dossier shows, and the settings and clauses."""
    return {
        (number, path): contents.versions[number].files[path]
        for number, path in sorted(set(_used(contents)))
        if path in contents.versions[number].files
    }


def table_file(version: Version, decision: str) -> str:
    """Return the path of the file that a decision stands in."""
    model = version.model_of(decision)
    return next(
        f"workflows/decisions/{name}.dmn" for name, each in version.models.items() if each is model
    )


def tables_of(decision: DecisionView, version: Version) -> tuple[str, ...]:
    """Return the paths of the files of every table that a decision rests on."""
    names = [table.decision for table in decision.tables] or [decision.decision]
    return tuple(dict.fromkeys(table_file(version, each) for each in names))


def _used(contents: Contents) -> Iterator[tuple[int, str]]:
    for course in contents.courses:
        yield course.deployment, course.diagram.file
        yield from ((course.deployment, path) for path in _ALWAYS)
    for kept in contents.decisions:
        if kept.view is not None:
            version = contents.versions[kept.view.deployment]
            yield from ((kept.view.deployment, path) for path in tables_of(kept.view, version))
    runs = {course.run: course.deployment for course in contents.courses}
    for submission in contents.submissions:
        if submission.view is not None and submission.run in runs:
            view = submission.view
            yield runs[submission.run], f"forms/{view.process}/{view.element}.form"
    for notice in contents.notices:
        for number in contents.versions:
            yield number, f"workflows/messages/{notice.message}.md"
