"""Who works on the board beside the people of `make run`: further ones that its cases need, all invented."""

from typing import Final

from web.demonstration import DemonstrationPerson

FURTHER: Final = (
    DemonstrationPerson("Nell Notifierexample", "notifier", "testborough_police"),
    DemonstrationPerson("Nat Nursetest", "notifier", "exampleton_hospital"),
    DemonstrationPerson("Max Membertest", "sig_member"),
    DemonstrationPerson("Dee Deputytest", "board_member"),
)
