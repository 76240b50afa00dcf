"""The meetings of the protocol: which kinds there are, who attends each, and which steps are taken there."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.model import Element

# Diagrams wait for the next meeting of these; a meeting of the Panel is about one case.
FOR_MANY_CASES: Final = ("SIG", "Board")
PANEL: Final = "Panel"
KINDS: Final = (*FOR_MANY_CASES, PANEL)

# Of the Panel, who holds these roles on the case.
ATTENDED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "SIG": ("sig_chair", "sig_vice_chair", "sig_member", "business_manager", "business_unit"),
    "Board": ("independent_chair", "board_member", "sig_chair", "business_manager"),
    PANEL: ("panel_chair", "panel_member", "author", "business_unit"),
}

TAKEN_AT: Final = "taken-at"


def taken_at(element: Element) -> str | None:
    """Return the kind of meeting at which a user task is taken (its property `taken-at`), if at one."""
    return element.properties.get(TAKEN_AT)
