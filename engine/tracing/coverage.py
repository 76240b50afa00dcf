"""What the worked cases and decision examples go through: every flow, and every row of every table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.decide import read_tables
from engine.decision_examples import ask, example_paths, read_examples
from engine.dmn.analysis import tables_of
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths
from engine.version import Version


@dataclass(frozen=True, slots=True)
class Coverage:
    """Flows as ``process/flow`` and rows as ``table/row``, each with the files that go through it."""

    flows: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[str, ...]]

    @property
    def missed(self) -> tuple[str, ...]:
        """Return a sentence for each flow that no case takes and each row that nothing matches."""
        return (
            *(f"{flow}: no scenario takes this flow." for flow, by in self.flows.items() if not by),
            *(
                f"{row}: no scenario and no decision example matches this row."
                for row, by in self.rows.items()
                if not by
            ),
        )


def coverage(version: Version, *, without: frozenset[str] = frozenset()) -> Coverage:
    """Play every scenario and ask every example of the version, but the files named in `without`."""
    flows: dict[str, list[str]] = {
        f"{diagram.id}/{flow}": []
        for diagram in version.diagrams.values()
        for flow in diagram.flows
    }
    rows: dict[str, list[str]] = {
        f"{owner}/{rule.row}": []
        for model in version.models.values()
        for owner, table in tables_of(model)
        for rule in table.rules
    }
    files = {path: data for path, data in version.files.items() if path not in without}
    for path, taken, matched in (*_scenarios(version, files), *_examples(files)):
        for flow in taken:
            flows[flow].append(path)
        for row in matched & rows.keys():
            rows[row].append(path)
    return Coverage(_frozen(flows), _frozen(rows))


def _scenarios(
    version: Version, files: Mapping[str, bytes]
) -> Iterator[tuple[str, set[str], set[str]]]:
    for path in scenario_paths(files):
        scenario = read_scenario(files, path)
        desk = memory_desk(version, scenario)
        play(scenario, desk)
        taken = {f"{process}/{flow}" for process, flow in desk.case.taken}
        yield path, taken, {row for made in desk.case.decisions for row in made.rows}


def _examples(files: Mapping[str, bytes]) -> Iterator[tuple[str, set[str], set[str]]]:
    tables = read_tables(files)
    for path in example_paths(files):
        answers = ask(tables, read_examples(files, path))
        found = {row for answer in answers for row in answer.rows}
        if tables.contradictions is not None:
            refused = {code for answer in answers for code in answer.refused}
            found |= {f"{tables.contradictions}/{code}" for code in refused}
        yield path, set(), found


def _frozen(found: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(by) for name, by in found.items()}
