"""The commands by which an installation on a server of one's own is made and looked after."""

import base64
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.postgres import embedded_postgres

ROOT = Path(__file__).parents[2]


class Installation:
    """An installation by its environment; each command is a process of its own."""

    def __init__(self, var: Path, database_url: str) -> None:
        self.environment = {
            "PATH": os.environ["PATH"],
            "REVIEW_DESK_VAR": str(var),
            "DATABASE_URL": database_url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "KEY_ENCRYPTION_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "PUBLIC_ADDRESS": "https://review-desk.example.invalid",
        }

    def __call__(self, *command: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).with_name("review-desk"), *command],
            cwd=ROOT,
            env={**self.environment, **changes},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def review_desk() -> Iterator[Installation]:
    """An installation on a database server that knows nothing of it yet."""
    with (
        tempfile.TemporaryDirectory(prefix="review-desk-tests-") as folder,
        embedded_postgres(Path(folder) / "server") as server,
    ):
        yield Installation(Path(folder) / "var", server.url())


@pytest.fixture(scope="module")
def migrated_desk(review_desk) -> Installation:
    migrated = review_desk("migrate")
    assert migrated.returncode == 0, migrated.stderr
    return review_desk


@pytest.fixture(scope="module")
def deployed_desk(migrated_desk) -> Installation:
    deployed = migrated_desk("deploy")
    assert deployed.returncode == 0, deployed.stderr
    assert deployed.stdout == "Version 1 is live: new cases begin on it.\n"
    return migrated_desk


def test_a_missing_setting_is_named_in_one_sentence(review_desk):
    refused = review_desk("serve", SECRET_KEY="")

    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: SECRET_KEY is not set")
    assert "Traceback" not in refused.stderr


def test_migrating_again_changes_nothing(migrated_desk):
    again = migrated_desk("migrate")

    assert (again.returncode, again.stdout) == (0, "The database is up to date.\n")


def test_deploying_the_same_files_changes_nothing(deployed_desk):
    again = deployed_desk("deploy")

    assert again.stdout == "Version 1 already runs these files; nothing changed.\n"


def test_a_folder_with_a_problem_leaves_the_last_good_version_serving(deployed_desk, tmp_path):
    for name in ("workflows", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name)
    diagram = tmp_path / "workflows" / "serious_incident.bpmn"
    written = diagram.read_text("utf-8")
    misspelt = written.replace("triage.outcome", "triage.outcom", 1)
    assert misspelt != written
    diagram.write_text(misspelt, "utf-8")

    refused = deployed_desk("deploy", str(tmp_path))

    assert refused.returncode == 1
    assert re.search(
        r"^workflows/serious_incident\.bpmn:\d+: .*outcom", refused.stderr, re.MULTILINE
    )
    assert "nothing was deployed. The last good version serves on." in refused.stderr
    assert deployed_desk("deploy").stdout.startswith("Version 1 already runs")


def test_the_first_administrator_is_added_with_a_one_time_link(migrated_desk):
    added = migrated_desk(
        "person", "add", "--name", "Ari Admintest", "--email", "ari@example.invalid"
    )

    assert re.search(
        r"^https://review-desk\.example\.invalid/set-password/\S{20,}$", added.stdout, re.MULTILINE
    )


def test_a_person_who_cannot_be_added_is_refused_in_words(migrated_desk):
    refused = migrated_desk("person", "add", "--name", "Ari Admintest", "--email", "no address")

    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: Enter an email address")
