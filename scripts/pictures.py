"""Draw every deployed diagram into docs/pictures with bpmn-js: what the desktop modeller would show.

Run by `make pictures`. Exits 1 when bpmn-js opens a diagram only with warnings.
"""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
BPMN_JS = ROOT / "frontend/node_modules/bpmn-js/dist"
PICTURES = ROOT / "docs/pictures"

# Marker ids are made up anew at each drawing; a picture that has not changed must stay the same file.
_MADE_UP_ID = re.compile(r"marker-[0-9a-z]{15,}")
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"')

_OPEN = """
async xml => {
  const viewer = new BpmnJS({container: '#canvas'});
  const {warnings} = await viewer.importXML(xml);
  const {svg} = await viewer.saveSVG();
  viewer.destroy();
  return {svg, warnings: warnings.map(warning => warning.message)};
}
"""


def main() -> int:
    """Draw all diagrams; return the number of those that opened with warnings, 1 at most."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    warned = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for diagram in sorted((ROOT / "workflows").glob("*.bpmn")):
            svg, warnings = drawing_of(page, diagram.read_text(encoding="utf-8"))
            warned = warned or bool(warnings)
            (PICTURES / f"{diagram.stem}.svg").write_text(svg, encoding="utf-8")
            photograph(page, svg, PICTURES / f"{diagram.stem}.png")
            print(f"{diagram.name}: drawn", *warnings, sep="\n  warning: ")
        browser.close()
    return 1 if warned else 0


def drawing_of(page: Page, xml: str) -> tuple[str, list[str]]:
    """Return the diagram as SVG, and what bpmn-js warned about when it opened it."""
    page.set_content('<div id="canvas" style="width: 1200px; height: 800px"></div>')
    page.add_script_tag(path=BPMN_JS / "bpmn-viewer.production.min.js")
    opened = page.evaluate(_OPEN, xml)
    names: dict[str, str] = {}
    svg = _MADE_UP_ID.sub(
        lambda found: names.setdefault(found[0], f"marker-{len(names) + 1}"), opened["svg"]
    )
    return svg, opened["warnings"]


def photograph(page: Page, svg: str, file: Path) -> None:
    """Write the drawing as PNG, a pixel to a unit of the canvas."""
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError(f"{file.name}: the drawing says no size")
    page.set_viewport_size({"width": round(float(size[1])), "height": round(float(size[2]))})
    page.set_content(
        f'<body style="margin: 0; background: white">{svg[svg.index("<svg") :]}</body>'
    )
    page.screenshot(path=file)


if __name__ == "__main__":
    sys.exit(main())
