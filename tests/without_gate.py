"""Plugin of pytest: the gate says nothing, so that tests of a changed protocol run on what was changed.

`review-desk trace --prove` takes one carrier after another away. The gate would refuse most of what is
left, and every test would seem to notice, whatever it looks at.
"""

from engine import deployment

for check in ("check_version", "check_rows", "check_flowchart", "check_tables", "_check_rules"):
    if not callable(getattr(deployment, check)):
        raise AttributeError(check)
    setattr(deployment, check, lambda *_: [])
