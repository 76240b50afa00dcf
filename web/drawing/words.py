"""Words in a drawing: how wide they are, how they break into lines, and the SVG of a block of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import escape

FONT: Final = "Arial, Helvetica, sans-serif"
_LINE: Final = 1.2
# Widths of Helvetica in thousandths of its size: near enough for every font that a browser puts in its place.
_BY_WIDTH: Final = {
    222: "ijl‘’",
    278: " !,./:;ftI",
    333: "()-r“”",
    500: "cksvxyzJ",
    556: "abdeghnopqu0123456789$#?L_",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "W",
}
_WIDTHS: Final[Mapping[str, int]] = {
    letter: width for width, letters in _BY_WIDTH.items() for letter in letters
}
_OTHER: Final = 600


def number(value: float) -> str:
    """Return a length as SVG has it, to a hundredth and without needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def width_of(text: str, size: float) -> float:
    """Return about how wide the text is at that size of letters."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size / 1000


def broken(text: str, width: float, size: float) -> tuple[str, ...]:
    """Return the text in lines no wider than that, but for a single word that is wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def height_of(lines: Sequence[str], size: float) -> float:
    """Return how high a block of lines is."""
    return len(lines) * size * _LINE


def block(
    lines: Sequence[str],
    x: float,
    top: float,
    size: float,
    *,
    anchor: str = "middle",
    fill: str = "#0b0c0c",
    bold: bool = False,
) -> str:
    """Return lines of words under each other from `top`, each set out from `x` by `anchor`."""
    weight = ' font-weight="700"' if bold else ""
    return "".join(
        f'<text x="{number(x)}" y="{number(top + (place + 0.8) * size * _LINE)}" font-size="{number(size)}"'
        f' text-anchor="{anchor}" fill="{fill}"{weight}>{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
