"""How a case stands to the steps of a diagram, in a drawing: by colour, by outline, and in a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from engine.bpmn.model import Bounds
from web.drawing.words import block, number, width_of

Standing = Literal["done", "waiting", "late", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked on one element.

    ``standing`` colours and outlines its shape; ``departed`` adds a second badge; ``badge`` stands in place
    of the standing's own word, such as "3 cases, 1 late".
    """

    standing: Standing | None = None
    departed: bool = False
    badge: str = ""

    @property
    def words(self) -> str:
        """Return what is marked, as a sentence goes on after the step's name."""
        said = [self.badge or (STYLES[self.standing].words if self.standing else "")]
        return ", ".join(filter(None, [*said, DEPARTED.words if self.departed else ""]))


@dataclass(frozen=True, slots=True)
class Style:
    """How a mark looks: outline and fill of the shape, and its badge (round or square, broken or not)."""

    words: str
    badge: str
    line: str
    fill: str
    thick: float
    dashes: str = ""
    ink: str = "#fff"
    plate: str = ""
    square: bool = False


STYLES: Final[dict[Standing, Style]] = {
    "done": Style("done", "✓", "#00703c", "#e5f3eb", 3),
    "waiting": Style("waiting now", "Now", "#1d70b8", "#dcebf8", 5),
    "late": Style("waiting, and late", "Late", "#aa2a16", "#fbe6e2", 5, "10 4", square=True),
    "withdrawn": Style(
        "withdrawn", "Withdrawn", "#505a5f", "#f3f3f3", 2, "3 4", "#383f43", "#f3f3f3"
    ),
}
DEPARTED: Final = Style("departed from", "Departed", "#4c2c92", "#ffffff", 2, square=True)
_SIZE: Final = 12.0
_HEIGHT: Final = 18.0


def badges(mark: Mark, bounds: Bounds) -> str:
    """Return the badges of a mark on the shape: its standing above on the left, a departure below it."""
    x = bounds.x + (8 if bounds.width > 60 else -6)
    drawn = ""
    if mark.standing is not None:
        style = STYLES[mark.standing]
        drawn += _badge(mark.badge or style.badge, style, x, bounds.y - 11)[0]
    if mark.departed:
        drawn += _badge(DEPARTED.badge, DEPARTED, x, bounds.y + bounds.height - 7)[0]
    return drawn


def legend(used: Iterable[Mark], x: float, y: float, *, flows: bool) -> str:
    """Return what the marks mean, in one line: only those that are used."""
    marks = list(used)
    styles = [STYLES[each] for each in STYLES if any(mark.standing == each for mark in marks)]
    if any(mark.departed for mark in marks):
        styles.append(DEPARTED)
    drawn = ""
    for style in styles:
        badge, wide = _badge(style.badge, style, x, y)
        drawn += badge + block((style.words,), x + wide + 6, y + 2, _SIZE, anchor="start")
        x += wide + width_of(style.words, _SIZE) + 34
    if flows:
        drawn += f'<path d="M{number(x)} {number(y + 9)}h34" stroke="#00703c" stroke-width="4"/>'
        drawn += block(("way it went",), x + 42, y + 2, _SIZE, anchor="start")
    return drawn


def _badge(text: str, style: Style, x: float, y: float) -> tuple[str, float]:
    wide = (12 if text == "✓" else width_of(text, _SIZE) * 1.06) + 14
    edge = "#0b0c0c" if style.square or style.plate else style.line
    plate = (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(_HEIGHT)}"'
        f' rx="{"0" if style.square else "9"}" fill="{style.plate or style.line}" stroke="{edge}"'
        f' stroke-width="1.6"{_dashes("4 3") if style.plate else ""}/>'
    )
    middle = x + wide / 2
    if text == "✓":
        # Drawn, not written: not every font has the sign.
        tick = f"M{number(middle - 5)} {number(y + 9)}l3.5 4l6.5 -8"
        return f'{plate}<path d="{tick}" fill="none" stroke="#fff" stroke-width="2.2"/>', wide
    return plate + block((text,), middle, y + 1.8, _SIZE, fill=style.ink, bold=True), wide


def _dashes(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"'
