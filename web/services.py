"""The use cases, put together once per application and reached from pages, API, commands and jobs."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from web.use_cases.attention import Attention
from web.use_cases.cases import Cases
from web.use_cases.clock import ClockMoves
from web.use_cases.deployments import Deployments
from web.use_cases.meetings import Meetings
from web.use_cases.notifications import Notifications
from web.use_cases.outbox import Outbox
from web.use_cases.people import People
from web.use_cases.tasks import Tasks

_EXTENSION = "review_desk"


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case. Tests of pages put fakes in their place."""

    notifications: Notifications
    tasks: Tasks
    cases: Cases
    meetings: Meetings
    people: People
    deployments: Deployments
    attention: Attention
    clock: ClockMoves
    outbox: Outbox


def install(app: Flask, services: Services | None = None) -> Services:
    """Put the use cases into the application; called by the factory after the database is set up."""
    raise NotImplementedError


def services() -> Services:
    """Return the use cases of the current application."""
    return cast(Services, current_app.extensions[_EXTENSION])


def notifications() -> Notifications:
    """Return the use cases of the notification form."""
    return services().notifications


def tasks() -> Tasks:
    """Return the use cases of user tasks."""
    return services().tasks


def cases() -> Cases:
    """Return the use cases of cases."""
    return services().cases


def meetings() -> Meetings:
    """Return the use cases of meetings."""
    return services().meetings


def people() -> People:
    """Return the use cases of people."""
    return services().people


def deployments() -> Deployments:
    """Return the use cases of deployed versions."""
    return services().deployments


def attention() -> Attention:
    """Return the use cases of what needs attention."""
    return services().attention


def clock() -> ClockMoves:
    """Return the clock."""
    return services().clock


def outbox() -> Outbox:
    """Return the local outbox."""
    return services().outbox
