"""Signing in by password: one answer and one cost for every failure, whatever its reason."""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from fettle.kernel.columns import Written
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Person
from fettle.kernel.orgs.signing import attempts


class Backend(BaseBackend):
    """Says which person a session belongs to. A person who may not sign in, or left, has no session."""

    def get_user(self, user_id: Any) -> Person | None:
        return _people().first(user_id)


@cache
def _people() -> Written[Person]:
    """Those who may have a session, each with the organisation: asked in every request."""
    rows = Person.objects.select_related("organisation").filter(is_active=True, may_sign_in=True)
    return Written(rows, "pk")


BACKEND = f"{Backend.__module__}.{Backend.__qualname__}"


def check(request: HttpRequest, mail: str, password: str) -> Person | None:
    """The person whose address and password these are, else None; the try is kept.

    The hash is computed in every case, so that neither answer nor time tells whether an account exists, is locked or
    has a password.
    """
    address = address_of(request)
    person = Person.objects.select_related("organisation").filter(mail=mail.strip().lower()).first()
    if person is None or not person.has_usable_password():
        make_password(password)
        right = False
    else:
        right = person.check_password(password)
    right = right and person is not None and person.is_active and person.may_sign_in
    right = right and not attempts.refused(mail, address)
    attempts.note(mail, address, right)
    return person if right else None


def choose(person: Person, password: str) -> None:
    """Set a new password; every other session of the person ends. Raises Invalid with the validators' sentences."""
    try:
        validate_password(password, person)
    except ValidationError as problem:
        raise Invalid({"password": " ".join(problem.messages)}) from None
    person.set_password(password)
    person.session_epoch += 1
    person.save(update_fields=["password", "session_epoch"])


def sign_out_everywhere(person: Person) -> None:
    """End every session of the person."""
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from. Behind the proxy that ends https it is what the proxy added last, never what the
    client claims.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    last = forwarded.rsplit(",", 1)[-1].strip()
    found = last if request.is_secure() and last else request.META.get("REMOTE_ADDR")
    try:
        return str(ip_address(found or ""))
    except ValueError:
        return None


def describe() -> str:
    """The one sentence for every failure."""
    return _(
        "E-mail address and password do not go together, or there were too many tries. Have a link sent to you, or try "
        "again in 15 minutes."
    )
