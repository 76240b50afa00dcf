"""Pictures of diagrams as SVG: shapes, lines, words and marks. `web.diagram_svg` is the way in."""
