"""What a start does before anybody can sign in: a root organisation, the definitions, the link of the guided start."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.administration.start import progress
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.orgs.signing import links
from fettle.kernel.settings import actions as settings
from fettle.processes.customers.complaints import cycles as complaints
from fettle.processes.reporting import actions as reporting


@transaction.atomic
def prepare() -> None:
    """Put every definition in force that is not yet; an empty database first gets its root organisation, whose name is
    asked for in the guided start. Run at each start, after migrating.
    """
    if not Organisation.objects.filter(parent=None).exists():
        orgs.add_organisation(_("Our organisation"), None, is_provider=True)
    settings.install()
    reporting.install()
    complaints.install(timezone.localdate())


def link() -> str | None:
    """A new one-time address of the guided start; None as soon as there is an administrator. Older ones end."""
    if progress.has_administrator():
        return None
    secret = links.make(None, links.Purpose.FIRST)
    return str(django_settings.PUBLIC_ADDRESS) + reverse("sign-in-by-link", args=[secret])
