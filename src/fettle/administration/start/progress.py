"""How far the guided start has come. Nothing is remembered: what exists is done, so it goes on where it stopped."""

from __future__ import annotations

from django.urls import reverse

from fettle.edges.notify.server import server
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.models import Grant
from fettle.kernel.clock import queries as calendars
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation, Team
from fettle.processes.levels import queries as levels

CALENDAR = "office"


def has_administrator() -> bool:
    """Whether somebody can sign in and administer."""
    grants = Grant.objects.filter(role="administrator", person__is_active=True, person__may_sign_in=True)
    return grants.exists()


def organisation_named() -> bool:
    """Whether somebody has written about the root organisation."""
    root = Organisation.objects.get(parent=None)
    about = [{"data": {"subject": f"organisation:{root.pk}"}}]
    return Entry.objects.filter(record__setting__key="kernel.register", facts__contains=about).exists()


def hours_known() -> bool:
    return calendars.latest(CALENDAR) is not None or calendars.calendars().exists()


def has_team() -> bool:
    return Team.objects.filter(active=True).exists()


def sends_mail() -> bool:
    """Whether a mail server is set up, here or in the environment."""
    return server() is not None


def has_agreement() -> bool:
    return levels.default() is not None


def unfinished(actor: Actor) -> str:
    """Where an administrator goes on who stopped before anybody could be helped: no team, or nothing promised."""
    if not may(actor, "settings.administer") or (has_team() and has_agreement()):
        return ""
    return reverse("start")
