"""The rules of controlled texts. Pure: they take what is known and refuse with a sentence."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal


def has_a_draft(item: Any) -> None:
    """There is something to review."""
    if item.draft is None:
        raise Refusal(_("There is no text to review yet: write it first."), rule="has_a_draft")


def one_is_in_force(item: Any) -> None:
    """A draft is given up only where an earlier text goes on to hold."""
    if item.in_force is None:
        raise Refusal(_("Nothing was published yet: withdraw the document instead."), rule="one_is_in_force")


def can_be_read(item: Any) -> None:
    """There is a text in force to acknowledge."""
    if item.in_force is None:
        raise Refusal(_("No version is published yet: there is nothing to confirm."), rule="can_be_read")


def author_is_not_approver(author: int | None, approver: int | None, one_person: bool) -> None:
    """GR2.4: four eyes, unless the installation says that one person may do both."""
    if author is not None and author == approver and not one_person:
        sentence = _("You wrote this version: somebody else approves it. A setting lets one person do both.")
        raise Refusal(sentence, rule="author_is_not_approver")


def is_asked_to_read(person: int | None, readers: Collection[int]) -> None:
    """Only those to whom it is distributed confirm that they read it."""
    if person not in readers:
        raise Refusal(_("It is not distributed to you: there is nothing to confirm."), rule="is_asked_to_read")


def text_is_new(text: str, before: str) -> None:
    """A version differs from the one before. Raises Invalid."""
    if text.strip() == before.strip():
        raise Invalid({"text": _("This is the same text as before: change it, or cancel.")})


def one_addressee(*given: Any) -> None:
    """A person, or a team, or a role. Raises Invalid."""
    if sum(bool(each) for each in given) != 1:
        raise Invalid({"": _("Choose one: a person, a team or a role.")})
