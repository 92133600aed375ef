"""What the register keeps about somebody: their row, their ways in, their rights."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.models import Grant
from fettle.kernel.history.erase import Erasing, Trace
from fettle.kernel.orgs.models import ApiToken, Membership, Person, SignInLink
from fettle.kernel.orgs.signing import attempts


def person(erasing: Erasing) -> int:
    """The row itself, under its mark. A label of a former system is replaced like any text, so that the same past finds
    the same person again.
    """
    row = Person.objects.get(pk=erasing.person.pk)
    row.name, row.mail, row.phone, row.place = erasing.mark, None, "", ""
    row.source_key = erasing.text(row.source_key, theirs=True) if row.source_key else None
    row.may_sign_in = row.is_active = row.vip = False
    row.signature, row.zone, row.notices, row.own_keys, row.last_login = "", "", {}, {}, None
    row.session_epoch += 1
    row.set_unusable_password()
    row.save()
    return 1


def rights(erasing: Erasing) -> int:
    """Roles and teams; somebody who left has none, unless a backup brought them back."""
    mine = {"person": erasing.person}
    return Grant.objects.filter(**mine).delete()[0] + Membership.objects.filter(**mine).delete()[0]


def ways_in(erasing: Erasing) -> int:
    """API tokens, mailed links, and the record of tries to sign in."""
    mine = {"person": erasing.person}
    gone = ApiToken.objects.filter(**mine).delete()[0] + SignInLink.objects.filter(**mine).delete()[0]
    return gone + sum(attempts.of(mail).delete()[0] for mail in erasing.mails)


TRACES: Iterable[Trace] = (
    Trace("person", _("person"), person),
    Trace("rights", _("roles and teams"), rights),
    Trace("ways_in", _("tokens, links and tries to sign in"), ways_in),
)
