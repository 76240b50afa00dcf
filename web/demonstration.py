"""The people of `make run`: one for each role, three agencies, all invented, one password for all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.roles import ROLE_TITLES
from web.use_cases.people import People


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """Somebody invented, and the role they show."""

    name: str
    role: str
    agency: str | None = None

    @property
    def email(self) -> str:
        """Return an address that can never receive mail (RFC 2606)."""
        return f"{self.name.lower().replace(' ', '.')}@example.invalid"

    @property
    def title(self) -> str:
        """Return what they are, as the sign-ins of `make run` are listed."""
        agency = f", {AGENCIES[self.agency]}" if self.agency else ""
        return f"{ROLE_TITLES[self.role]}{agency}"


AGENCIES: Final = {
    "exampleton_hospital": "Exampleton Hospital",
    "sampleford_schools": "Sampleford Schools",
    "testborough_police": "Testborough Police",
}

PEOPLE: Final = (
    DemonstrationPerson("Nia Notexample", "notifier", "sampleford_schools"),
    DemonstrationPerson("Hari Hospitaltest", "agency_lead", "exampleton_hospital"),
    DemonstrationPerson("Sefa Schooltest", "agency_lead", "sampleford_schools"),
    DemonstrationPerson("Pip Policetest", "agency_lead", "testborough_police"),
    DemonstrationPerson("Bea Managerexample", "business_manager"),
    DemonstrationPerson("Una Unitexample", "business_unit"),
    DemonstrationPerson("Cara Chairexample", "sig_chair"),
    DemonstrationPerson("Vik Viceexample", "sig_vice_chair"),
    DemonstrationPerson("Sam Sigexample", "sig_member"),
    DemonstrationPerson("Indra Independentexample", "independent_chair"),
    DemonstrationPerson("Pat Panelchairtest", "panel_chair"),
    DemonstrationPerson("Mo Paneltest", "panel_member"),
    DemonstrationPerson("Ada Authortest", "author"),
    DemonstrationPerson("Bo Boardtest", "board_member"),
    DemonstrationPerson("Otto Othertest", "other_lscb"),
    DemonstrationPerson("Gwen Governancetest", "governance"),
    DemonstrationPerson("Ari Admintest", "admin"),
)


def add_people(
    people: People,
    *,
    password_hash: Callable[[], str],
    further: tuple[DemonstrationPerson, ...] = (),
) -> bool:
    """Add the agencies and everybody who is missing, with a hashed password; say whether anybody was.

    `further` are people beside those of `make run`.
    """
    known = {person.email for person in people.people(by=None)}
    missing = [person for person in (*PEOPLE, *further) if person.email not in known]
    if not missing:
        return False
    agencies = {agency.key for agency in people.agencies(by=None)}
    for key, name in AGENCIES.items():
        if key not in agencies:
            people.add_agency(key, name, by=None)
    hashed = password_hash()
    for person in missing:
        added = people.add(
            name=person.name,
            email=person.email,
            agency=person.agency,
            roles=[person.role],
            by=None,
        )
        people.use_link(people.password_link(added, by=None), password_hash=hashed)
    return True
