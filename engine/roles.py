"""Roles: what people hold, and the lane titles they stand for.

A lane carries the role's title as the protocol writes it; the gate refuses a lane that is not here
(flow.md section 2). Retitling a lane changes who may act, so this is the one table.
"""

from typing import Final

ROLE_TITLES: Final[dict[str, str]] = {
    "notifier": "Notifier",
    "agency_lead": "Agency Lead",
    "business_manager": "Business Manager",
    "business_unit": "Business Unit",
    "sig_chair": "SIG Chair",
    "sig_vice_chair": "SIG Vice Chair",
    "sig_member": "SIG Member",
    "independent_chair": "Independent Chair",
    "panel_chair": "Panel Chair",
    "panel_member": "Panel Member",
    "author": "Author",
    "board_member": "Board Member",
    "other_lscb": "Other LSCB",
    "governance": "Governance",
    "admin": "Administrator",
}

ROLE_OF_LANE: Final[dict[str, str]] = {title: key for key, title in ROLE_TITLES.items()}

# Who acts next when nobody who holds the role is free of conflict (protocol, commissioning; T-06). The
# Chair of the SIG chairs the Panel, then the Vice Chair (C-06, C-07).
STANDS_IN_FOR: Final[dict[str, tuple[str, ...]]] = {
    "sig_chair": ("sig_vice_chair",),
    "panel_chair": ("sig_chair", "sig_vice_chair"),
}

# Who appoints on a case where nobody of these roles is free of conflict (T-06, C-08).
APPOINTED_BY: Final[dict[str, str]] = {
    "sig_chair": "independent_chair",
    "panel_chair": "independent_chair",
}

# Nobody holds these for every case: whoever was appointed on the case last comes first (C-05, C-08, C-15).
APPOINTED_ON_A_CASE: Final = frozenset({"panel_chair", "panel_member", "author"})

# Several people may be appointed to these on one case; to any other role the last one counts.
HELD_BY_SEVERAL: Final = frozenset({"panel_member"})
