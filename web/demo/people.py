"""Who works on the board beside the people of `make run`: further ones that its cases need, all invented.

Two lead for the police, so that a task may be taken, given back and handed over.
"""

from typing import Final

from web.demonstration import DemonstrationPerson

FURTHER: Final = (
    DemonstrationPerson("Nell Notifierexample", "notifier", "testborough_police"),
    DemonstrationPerson("Nat Nursetest", "notifier", "exampleton_hospital"),
    DemonstrationPerson("Poppy Policetest", "agency_lead", "testborough_police"),
    DemonstrationPerson("Max Membertest", "sig_member"),
    DemonstrationPerson("Dee Deputytest", "board_member"),
)
