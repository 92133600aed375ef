"""The steps of the guided start: what each asks, what it begins with, and what it makes. Each goes through the same
actions as the pages that change it later, so the history tells who set it up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from fettle.administration.definitions import calendar_text
from fettle.administration.start import forms as asks
from fettle.administration.start import progress
from fettle.edges.notify import actions as notify
from fettle.edges.notify.definitions import MAIL
from fettle.edges.pages.contact import CONTACT
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock import holidays_of, queries
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.orgs.signing import password
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings import calendars, parties, people, rights
from fettle.kernel.settings.read import current
from fettle.processes.levels import actions as levels
from fettle.processes.reporting import actions as reporting
from fettle.processes.services import actions as services

Values = dict[str, Any]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
PACES = {
    "usual": ((15, 240), (60, 480), (240, 1440), (480, 2400)),
    "calm": ((60, 480), (240, 1440), (480, 2400), (960, 4800)),
}
"""Response and resolution in minutes of working time, for priorities 1 to 4."""
FIRST_ROLES = ("administrator", "sms_manager")
YEARS = 3


@dataclass(frozen=True)
class Step:
    """``begins`` are the defaults; ``take`` makes it so and raises Invalid with field names."""

    key: str
    title: Any
    hint: Any
    form: type[forms.Form]
    begins: Callable[[], Values]
    take: Callable[[Actor, Values], Any]
    done: Callable[[], bool]
    areas: str = ""
    optional: bool = False


def starter() -> Actor:
    """The house itself, while nobody can sign in."""
    return Actor.house(
        gettext_noop("guided start"),
        "people.administer",
        "teams.manage",
        "settings.administer",
        "clock.manage",
        "levels.manage",
        "levels.see",
        "services.manage",
        "settings.see",
    )


def root() -> Organisation:
    return Organisation.objects.get(parent=None)


def _organisation_begins() -> Values:
    """In the language of whoever sets it up, until they have chosen one."""
    party = root()
    language = party.language if progress.organisation_named() else translation.get_language()[:2]
    return {"name": party.name, "zone": party.zone, "language": language}


@transaction.atomic
def name_organisation(actor: Actor, values: Values) -> None:
    """Name the root. Where the default is taken as it is, the history still says that somebody agreed to it. What the
    house began with follows its language.
    """
    party, was = root(), root().language
    party = parties.change_organisation(actor, party, **values)
    if party.language != was:
        settings.say_in(actor, was, party.language)
        reporting.say_in(was, party.language)
    if not progress.organisation_named():
        parties.confirm(actor, party)


def set_hours(actor: Actor, values: Values) -> None:
    """The calendar of office hours, with the holidays of a country."""
    fields: dict[str, str] = {day: values["weekdays"] for day in WEEKDAYS}  # noqa: C420
    fields |= {"saturday": values["saturday"], "sunday": values["sunday"], "zone": root().zone}
    try:
        data = calendar_text.data_of(fields)
    except Invalid as problem:
        raise Invalid(
            {("weekdays" if name in WEEKDAYS else name): text for name, text in problem.errors.items()}
        ) from None
    if values["country"]:
        this = date.today().year
        found = holidays_of.propose(
            values["country"], range(this, this + YEARS), language=translation.get_language()[:2]
        )
        data["holidays"] = {day.isoformat(): name for day, name in found}
    last = queries.latest(progress.CALENDAR)
    calendars.define(
        actor, progress.CALENDAR, _("Office hours"), data, _("Guided start"), last.version if last else None
    )


@transaction.atomic
def add_administrator(actor: Actor, values: Values) -> Person:
    """The first administrator, who is also the SMS manager until they name another."""
    home = root()
    person = people.add(
        actor, name=values["name"], organisation=home, mail=values["mail"], language=home.language, may_sign_in=True
    )
    password.choose(person, values["password"])
    for role in FIRST_ROLES:
        rights.give(actor, person, role, home)
    person.refresh_from_db()
    return person


@transaction.atomic
def add_team(actor: Actor, values: Values) -> None:
    """The first team; whoever sets up leads it. What was said of how to reach it is told in the portal."""
    team = parties.add_team(actor, organisation=root(), name=values["name"], mail=values["mail"])
    said = {name: values.get(name) for name in ("phone", "mail", "words") if values.get(name)}
    if said.keys() - {"mail"}:
        given = {**current()[CONTACT.key], **said}
        settings.redefine(actor, CONTACT.key, value=given, reason=_("Guided start"))
    if actor.person_id is not None:
        parties.join(actor, Person.objects.get(pk=actor.person_id), team, leads=True)


@transaction.atomic
def add_service(actor: Actor, values: Values) -> None:
    """The first service with the first team behind it, and the default agreement in force."""
    team = Team.objects.filter(active=True).order_by("pk").first()
    services.register(actor, title=values["title"], requestable=values["requestable"], team=team)
    calendar = queries.latest(progress.CALENDAR) or queries.latest(queries.calendars()[0].key)
    if calendar is None or progress.has_agreement():
        return
    targets = [
        {"kind": kind, "priority": rank, "response_minutes": response, "resolution_minutes": resolution}
        for kind in ("incident", "request")
        for rank, (response, resolution) in enumerate(PACES[values["pace"]], start=1)
    ]
    levels.agree_default(actor, title=_("Default agreement"), calendar=calendar, targets=targets)


@transaction.atomic
def set_mail(actor: Actor, values: Values) -> None:
    """Put the mail server in force, its password kept apart."""
    given = {name: values[name] for name in ("host", "port", "tls", "user", "sender")}
    settings.redefine(actor, MAIL.key, value={**current()[MAIL.key], **given}, reason=_("Guided start"))
    if values["password"]:
        notify.keep_password(actor, values["password"])


STEPS: tuple[Step, ...] = (
    Step(
        "organisation",
        gettext_lazy("Organisation"),
        gettext_lazy("Who provides the services. Times and reports follow its zone."),
        asks.OrganisationStep,
        _organisation_begins,
        name_organisation,
        progress.organisation_named,
        "GR3",
    ),
    Step(
        "hours",
        gettext_lazy("Working hours and holidays"),
        gettext_lazy("Clocks count in these hours only."),
        asks.HoursStep,
        lambda: {"weekdays": "08:00-17:00", "saturday": "", "sunday": "", "country": ""},
        set_hours,
        progress.hours_known,
        "PR2",
    ),
    Step(
        "administrator",
        gettext_lazy("You"),
        gettext_lazy("The first administrator, who also sees that the processes are followed (SMS manager)."),
        asks.AdministratorStep,
        dict,
        add_administrator,
        progress.has_administrator,
        "GR1",
    ),
    Step(
        "team",
        gettext_lazy("First team"),
        gettext_lazy("A team has members and a queue. You can add others at any time."),
        asks.TeamStep,
        lambda: {"name": _("Service desk"), "mail": "", "phone": "", "words": ""},
        add_team,
        progress.has_team,
        "PR9",
    ),
    Step(
        "service",
        gettext_lazy("First service and targets"),
        gettext_lazy("What people ask you for, and how soon you promise to help."),
        asks.ServiceStep,
        lambda: {"title": _("IT support"), "requestable": True, "pace": "usual"},
        add_service,
        progress.has_agreement,
        "PR1, PR2",
    ),
    Step(
        "mail",
        gettext_lazy("Mail"),
        gettext_lazy(
            "How mails leave. Without it they are shown in the log and go nowhere; you can come back to this."
        ),
        asks.MailStep,
        lambda: {name: current()[MAIL.key][name] for name in ("host", "port", "tls", "user", "sender")},
        set_mail,
        progress.sends_mail,
        optional=True,
    ),
)
BY_KEY = {step.key: step for step in STEPS}


def next_open() -> Step | None:
    """The first step that is not done and that a desk cannot do without."""
    return next((step for step in STEPS if not step.optional and not step.done()), None)
