"""Filling an empty database with one of the demos."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs.models import Organisation, Person
from fettle.site.demo import (
    agreements,
    configuring,
    estimating,
    portfolio,
    problems,
    relating,
    reports,
    risks,
    satisfaction,
    spending,
    tagging,
)
from fettle.site.demo.catalogue import fill_catalogue
from fettle.site.demo.deciding import decide_and_step
from fettle.site.demo.knowledge import write_articles
from fettle.site.demo.mails import arrive
from fettle.site.demo.major import tell_of_majors
from fettle.site.demo.ordered import name_delegates
from fettle.site.demo.papers import write_all
from fettle.site.demo.parties import PASSWORD, make_house
from fettle.site.demo.passing_on import pass_on
from fettle.site.demo.telling import tell
from fettle.standard import shipped

HERE = Path(__file__).parent
NAMES = ("school", "federation")


def is_empty() -> bool:
    """Whether nobody has begun to use this database: no organisation is there yet."""
    return not Organisation.objects.exists()


@transaction.atomic
def load(name: str, now: datetime | None = None) -> int:
    """Make the demo's parties, services, documents and articles and tell its past up to ``now``. Returns how many of
    the desk's records were told.

    The same name and moment give the same data. Raises Invalid for an unknown name, Refusal when there are data.
    """
    if name not in NAMES:
        raise Invalid({"demo": _("There is no demo “%(name)s”: take school or federation.") % {"name": name}})
    if not is_empty():
        raise Refusal(_("There are data already: demo data go into an empty database only."), rule="is_empty")
    plan = read(name)
    house = make_house(plan)
    write_all(house, plan)
    write_articles(house, plan)
    portfolio.build(house, plan)
    risks.build(house, plan)
    agreements.agree(house, plan)
    reports.say_contact(plan)
    reports.agree(house, plan)
    now = now or timezone.now()
    told = tell(house, plan, now) + tell_of_majors(house, plan, now) + arrive(house, plan)
    decide_and_step()
    name_delegates(house, plan)
    agreements.evaluate(house, plan)
    estimating.estimate(house, plan)
    relating.build(house, plan)
    told += pass_on(house, plan)
    satisfaction.build(house, plan)
    spending.build(house, plan)
    configuring.build(house, plan)
    problems.build(house, plan)
    tagging.put_on(house, plan)
    return told + fill_catalogue(house, plan, now)


def read(name: str) -> dict[str, Any]:
    """The plan of a demo."""
    plan: dict[str, Any] = shipped.read(HERE / f"{name}.yaml")
    return plan


def sign_ins() -> list[tuple[str, str, str]]:
    """What to tell people at the door: (roles, address, password). Empty where there is no demo."""
    people = Person.objects.filter(demo=True, may_sign_in=True, is_active=True).order_by("pk")
    rows = [(_roles(person), person.mail or "", PASSWORD) for person in people]
    return [row for at, row in enumerate(rows) if row[0] not in {earlier[0] for earlier in rows[:at]}]


def _roles(person: Person) -> str:
    """All that they were given, in that order; else that they ask for help."""
    grants = Grant.objects.filter(person=person).order_by("pk")
    labels = dict.fromkeys(str(assembly().role_by_key[grant.role].label) for grant in grants)
    return ", ".join(labels) or _("Requester")
