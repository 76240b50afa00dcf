"""Departures in words, as the version that found each says it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, literal, select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.bpmn.model import Element
from engine.departures import Moment, Place, Rule
from engine.version import Version
from web.store.case_files import REVIEW_TYPE
from web.store.departures import At
from web.store.directory import agency_names
from web.store.models import Departure, UserTask
from web.store.store import Store
from web.use_cases.corrected_reasons import CorrectedReasons
from web.use_cases.corrected_since import CorrectedSince
from web.use_cases.departure_views import DepartureLine, PlaceView

NO_REASON: Final = "No reason has been given yet."


class Lines:
    """Puts departures into words; reads each version and the agencies once."""

    def __init__(self, store: Store, session: Session, *, today: date, reads: bool) -> None:
        """Take the store, the day by which an open step is so many days late, and who `reads` answers."""
        self._store, self._session, self._today, self._reads = store, session, today, reads
        self._current = self._version(store.versions.current_number(session))

    def of(self, rows: Sequence[tuple[Departure, str, int]]) -> list[DepartureLine]:
        """Return each departure (with its case's reference and the position of its process) in words."""
        departures = [row for row, *_ in rows]
        tasks = self._tasks(departures)
        corrected = self._corrected(departures)
        agencies = agency_names(self._session)
        lines = []
        for row, reference, run in rows:
            rule, element = self._rule(row), self._element(row)
            agency = tasks.get(row.task_id or "")
            lines.append(
                DepartureLine(
                    id=row.id,
                    reference=reference,
                    kind=row.rule,
                    title=rule.title,
                    sentence=rule.places[row.place].sentence,
                    clause=row.clause,
                    process=row.process,
                    element=row.element,
                    step=self._name(row.deployment_number, element),
                    lane=element.lane or "",
                    agency=agencies.get(agency, agency) if agency else None,
                    on_day=row.on_day,
                    due=row.due,
                    days_late=self._days_late(row),
                    still_late=row.late and row.days_late is None,
                    explained=row.reason is not None,
                    run=run,
                    corrected=corrected.get(row.id),
                )
            )
        return lines

    def _corrected(self, rows: Sequence[Departure]) -> dict[UUID, CorrectedSince]:
        """Return which reasons rest on an answer that was corrected since, to who reads the reasons."""
        if not self._reads:
            return {}
        return CorrectedReasons(self._store, self._session, with_links=True).among(rows)

    def kinds(self, keys: Iterable[str]) -> dict[str, str]:
        """Return every kind of today by key, then those of earlier versions that these keys name."""
        titles = {key: rule.title for key, rule in self._current.departures.items()}
        return {
            **titles,
            **{key: key.replace("_", " ").capitalize() for key in keys if key not in titles},
        }

    def rules(self) -> dict[str, tuple[PlaceView, ...]]:
        """Return what counts as a departure today, kind by kind."""
        return {
            rule.title: tuple(
                PlaceView(
                    where=self._where(rule, place),
                    sentence=place.sentence,
                    condition=place.when.text if place.when is not None else "",
                    clause=place.clause or "",
                )
                for place in rule.places
            )
            for rule in self._current.departures.values()
        }

    def _where(self, rule: Rule, place: Place) -> str:
        if place.at is None:
            return "Every step"
        if rule.looks_at is Moment.WRITTEN:
            return self._current.registers[place.at].title
        process, _, named = place.at.partition("/")
        diagram = self._current.diagram(process)
        if rule.looks_at is Moment.TAKEN:
            flow = diagram.flows[named]
            way = f" “{flow.label}”" if flow.label else ""
            return f"The way{way} from {called(diagram, diagram.elements[flow.source])}"
        return called(diagram, diagram.elements[named])

    def steps(self, counted: Mapping[At, object]) -> dict[str, str]:
        """Return the steps at which there was a departure, by `process/element`, in words."""
        named = {}
        for process, element_id in counted:
            diagram = self._current.diagrams.get(process)
            element = diagram.elements.get(element_id) if diagram else None
            words = element_id.replace("_", " ").capitalize()
            if diagram is not None and element is not None:
                lane = f" ({element.lane})" if element.lane else ""
                words = f"{called(diagram, element)}{lane}"
            named[f"{process}/{element_id}"] = words
        return dict(sorted(named.items(), key=lambda each: each[1]))

    def review_types(self) -> dict[str, str]:
        """Return the types of review in words."""
        field = self._current.settings.case.get(REVIEW_TYPE)
        return dict(field.values) if field is not None else {}

    def requirement(self, row: Departure) -> str:
        """Return what the clause asks, "" where its version has no such clause any more."""
        clause = self._version(row.deployment_number).clauses.get(row.clause)
        return clause.requirement if clause is not None else ""

    def why_no_reason(self, row: Departure) -> str:
        """Say in words why there is no reason: which step asks for it, or that nobody has given it."""
        version = self._version(row.deployment_number)
        asked = {each.rpartition("/")[0] for each in row.reason_at}
        names = [
            called(version.diagram(process), version.element(process, element))
            for process, _, element in (each.partition("/") for each in sorted(asked))
        ]
        if not names:
            return NO_REASON
        return f"No reason has been given yet: it is asked for in the step {', '.join(names)}."

    def _days_late(self, row: Departure) -> int | None:
        if not row.late or row.due is None:
            return None
        return (self._today - row.due).days if row.days_late is None else row.days_late

    def _rule(self, row: Departure) -> Rule:
        return self._version(row.deployment_number).departures[row.rule]

    def _element(self, row: Departure) -> Element:
        return self._version(row.deployment_number).element(row.process, row.element)

    def _name(self, deployment: int, element: Element) -> str:
        return called(self._version(deployment).diagram(element.process), element)

    def _version(self, number: int) -> Version:
        return self._store.versions.version(self._session, number)

    def _tasks(self, rows: Iterable[Departure]) -> dict[str, str | None]:
        wanted = {row.task_id for row in rows if row.task_id}
        if not wanted:
            return {}
        # In one array: PostgreSQL takes no more than 65,535 parameters, and a file may have more rows.
        ids = literal(list(wanted), ARRAY(Text()))
        found = self._session.execute(
            select(UserTask.id, UserTask.agency_key).where(UserTask.id == any_(ids))
        )
        return {row.id: row.agency_key for row in found}
