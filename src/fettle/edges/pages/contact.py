"""How people reach the desk without this program: what is defined, and how pages and the sign-in show it.

Whatever stands there is text. Only what can be an address or a telephone number becomes a link, judged anew each time
it is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Line
from fettle.kernel.settings.declare import Definition, Form
from fettle.kernel.settings.read import current

DIALLED = re.compile(r"\+?[0-9][0-9 ()/.\-]{2,}")
"""What a telephone can dial; other words may stand there, too, such as "extension 12"."""
PATH = re.compile(r"[\x21-\x7e]+")
"""An address as it is sent: without spaces, and other letters are encoded."""


@dataclass(frozen=True)
class MailAddress(Line):
    """An e-mail address."""

    def clean(self, raw: Any, actor: Any) -> str:
        text = super().clean(raw, actor)
        if not is_mail(text):
            raise ValueError(
                _now("“%(text)s” is no e-mail address: give one as desk@example.org.") % {"text": text[:60]}
            )
        return text


@dataclass(frozen=True)
class WebAddress(Line):
    """The address of a page."""

    def clean(self, raw: Any, actor: Any) -> str:
        text = super().clean(raw, actor)
        if not is_page(text):
            sentence = _now("“%(text)s” is no address of a page: give one as https://www.example.org/help.")
            raise ValueError(sentence % {"text": text[:60]})
        return text


CONTACT = Definition(
    key="desk.contact",
    title=_("How to reach the desk"),
    hint=_(
        "Shown at the foot of the portal, where a message was sent, on pages that say what went wrong, and at sign-in, "
        "to everybody. What is empty is left out."
    ),
    process="PR9",
    may="teams.manage",
    shape=Form(
        (
            Field("phone", Line(60), _("telephone")),
            Field("mail", MailAddress(200), _("e-mail address")),
            Field("words", Line(200), _("when and where"), _("Such as: Mon–Fri 8–16, room B-12.")),
            Field("link", WebAddress(300), _("page with more"), _("As https://www.example.org/help.")),
        )
    ),
    default={"phone": None, "mail": None, "words": None, "link": None},
    procedure=_(
        "The incident and service request manager makes sure that somebody answers there at the times that are given, "
        "and changes them here before they change. Whoever cannot sign in, or finds this program out of order, has "
        "only this."
    ),
)


@dataclass(frozen=True)
class Desk:
    """What is said of the desk, each "" where it is empty, and where it leads; "" where it cannot lead anywhere."""

    phone: str = ""
    mail: str = ""
    words: str = ""
    link: str = ""

    def __bool__(self) -> bool:
        return any((self.phone, self.mail, self.words, self.link))

    @property
    def phone_url(self) -> str:
        if not DIALLED.fullmatch(self.phone):
            return ""
        return "tel:" + re.sub(r"[^0-9+]", "", self.phone)

    @property
    def mail_url(self) -> str:
        return f"mailto:{quote(self.mail, safe='@')}" if is_mail(self.mail) else ""

    @property
    def link_url(self) -> str:
        return self.link if is_page(self.link) else ""

    @property
    def link_text(self) -> str:
        """Without what every address begins with."""
        return self.link.partition("://")[2].rstrip("/") if self.link_url else self.link


def desk() -> Desk:
    """As it is defined now."""
    return Desk(**{name: text or "" for name, text in current()[CONTACT.key].items()})


def is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def is_page(text: str) -> bool:
    """An absolute address of the web, without a name and password in it."""
    if not PATH.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
