"""What the browser gets is built from pinned packages, named by what it holds, and free to use."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "web/static/dist"
BUNDLES = ["supported.js", "site.js", "case-diagram.js", "decision-table.js"]
STYLES = ["site.css", "case-diagram.css", "decision-table.css"]


@pytest.fixture(scope="module")
def manifest():
    return json.loads((BUILT / "manifest.json").read_text())


def test_every_browser_package_is_pinned_and_the_lock_names_no_place_to_fetch_it_from():
    package = json.loads((ROOT / "frontend/package.json").read_text())
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]

    versions = package["dependencies"] | package["devDependencies"]

    assert versions
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    assert all("resolved" not in entry for entry in lock.values())
    assert all(entry["integrity"] for name, entry in lock.items() if name)


def test_every_bundle_is_named_by_what_it_holds(manifest):
    assert set(manifest) == {*BUNDLES, *STYLES}
    for built in manifest.values():
        digest = hashlib.sha256((BUILT / built).read_bytes()).hexdigest()
        assert built.split(".")[-2] == digest[:10]


@pytest.mark.parametrize("name", STYLES)
def test_style_sheets_load_nothing_and_use_no_font_of_the_government(manifest, name):
    css = (BUILT / manifest[name]).read_text()

    assert re.findall(r"url\((?![\"']?data:)[^)]*\)", css) == []
    assert "GDS Transport" not in css
    assert "@import" not in css
    assert not re.search(r"govuk-(crest|footer__|header__logo)", css)
