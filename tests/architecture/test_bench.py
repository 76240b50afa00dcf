"""What `make bench` measures can be deployed: it goes through the whole gate, as the protocol does."""

from pathlib import Path

import pytest

from bench.folder import PROCESS, row_of_tasks
from engine.deployment import build
from engine.errors import DefinitionError

ROOT = Path(__file__).parents[2]


def test_the_tasks_in_a_row_pass_the_gate() -> None:
    version = build(row_of_tasks(ROOT, tasks=3))

    steps = [each.id for each in version.diagram(PROCESS).user_tasks()]
    assert steps == ["step_1", "step_2", "step_3"]


def test_without_one_of_its_files_they_do_not() -> None:
    files = row_of_tasks(ROOT, tasks=3)

    with pytest.raises(DefinitionError):
        build({path: text for path, text in files.items() if not path.endswith("step_2.form")})
