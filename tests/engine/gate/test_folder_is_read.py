"""A folder is read, hashed and made into a version as a whole."""

import pytest

from engine.deployment import build, check, digest, load, read_folder
from engine.errors import DefinitionError, NotFoundError
from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.tiny_folder import SETTINGS, changed, tiny_folder


@pytest.fixture
def folder(tmp_path):
    for path, content in tiny_folder().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def test_a_folder_gives_its_files_back(folder):
    assert dict(read_folder(folder)) == tiny_folder()


def test_what_cannot_be_deployed_is_passed_over(folder):
    (folder / "workflows" / "notes.txt").write_text("nothing to run")
    (folder / "workflows" / ".hidden.bpmn").write_text("nothing to run")
    (folder / "forms" / "README.md").write_text("nothing to run")

    assert dict(read_folder(folder)) == tiny_folder()


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.bpmn"
    secret.write_text("not ours")
    (folder / "workflows" / "secret.bpmn").symlink_to(secret)

    assert "workflows/secret.bpmn" not in read_folder(folder)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match="nothing to deploy"):
        read_folder(tmp_path)


def test_the_same_files_have_the_same_digest_in_any_order():
    files = tiny_folder()

    assert digest(dict(reversed(files.items()))) == digest(files)


def test_any_change_changes_the_digest():
    files = tiny_folder()
    path = next(iter(files))

    assert digest({**files, path: files[path] + b" "}) != digest(files)
    assert digest({**files, "workflows/rules.yaml": b""}) != digest(files)


def test_text_cannot_move_between_files_unseen():
    assert digest({"forms/a": b"bc", "forms/b": b""}) != digest({"forms/a": b"b", "forms/b": b"c"})


def test_a_version_finds_what_belongs_together():
    version = build(tiny_folder())
    triage = version.element("incident", "triage")

    assert version.digest == digest(tiny_folder())
    assert version.diagram_of(triage).id == "incident"
    assert version.form_of(triage).id == "triage"
    assert version.model_of("harm_level").decisions.keys() >= {"harm_level"}
    assert version.started_by_message("follow_up").id == "follow_up"
    assert [diagram.id for diagram in version.startable_by_people()] == ["incident"]
    assert version.settings.values()["triage_days"] == 3


def test_a_version_refuses_what_it_does_not_hold():
    version = build(tiny_folder())

    with pytest.raises(NotFoundError):
        version.element("incident", "triaje")
    with pytest.raises(NotFoundError):
        version.diagram("incidents")
    with pytest.raises(NotFoundError):
        version.model_of("harm")


def test_a_folder_with_a_problem_makes_no_version():
    files = changed(SETTINGS, "type: tFacts", "type: tFakts")

    with pytest.raises(DefinitionError) as caught:
        build(files)

    assert caught.value.problems == check(files)


def test_a_version_deployed_under_a_milder_gate_is_still_loaded():
    files = changed(INCIDENT, '= "convene"', '= "convenes"')

    assert check(files) != ()
    assert load(files).digest == digest(files)


def test_a_version_that_cannot_be_read_is_not_loaded():
    with pytest.raises(DefinitionError):
        load({**tiny_folder(), INCIDENT: b"<definitions>"})


@pytest.mark.parametrize("missing", [SETTINGS, "workflows/clauses.yaml"])
def test_a_missing_file_is_refused_once(missing):
    files = tiny_folder()
    del files[missing]

    [problem] = [each for each in check(files) if each.file == missing]

    assert problem.what == "The file is missing."


def test_two_files_with_one_process_are_refused():
    files = tiny_folder()
    files["workflows/returns_copy.bpmn"] = files["workflows/returns.bpmn"]

    [problem] = check(files)

    assert "process of the same id" in problem.what
