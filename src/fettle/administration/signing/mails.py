"""The words of the mails by which people get in."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from fettle.kernel.orgs.models import Person, SignInLink

Purpose = SignInLink.Purpose


def words(person: Person, purpose: str, url: str, house: str) -> tuple[str, str]:
    """Subject and text, in the person's language. ``house`` is the name of the provider."""
    with translation.override(person.language):
        subject, why, lasts = _SAID[Purpose(purpose)]()
        lines = [
            _("Good day, %(name)s,") % {"name": person.name},
            why % {"house": house},
            url,
            lasts,
            _("If you did not ask for this, there is nothing to do: without the link nobody gets in."),
        ]
        return subject % {"house": house}, "\n\n".join(lines) + "\n"


def _sign_in() -> tuple[str, str, str]:
    return _("Your link to %(house)s"), _("this link signs you in to %(house)s:"), _once_an_hour()


def _reset() -> tuple[str, str, str]:
    return (
        _("Choose a new password for %(house)s"),
        _("this link lets you choose a new password for %(house)s:"),
        _once_an_hour(),
    )


def _invite() -> tuple[str, str, str]:
    return (
        _("You are invited to %(house)s"),
        _("you can use %(house)s from now on. Choose a password here:"),
        _("The link works once, within 24 hours. After that, ask for a new one on the sign-in page."),
    )


def _once_an_hour() -> str:
    return _("The link works once, within 60 minutes.")


_SAID = {Purpose.SIGN_IN: _sign_in, Purpose.RESET: _reset, Purpose.INVITE: _invite}
