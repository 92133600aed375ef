"""The rules of agreements. Each takes the agreement (the room's model) or plain values and refuses with a sentence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.settings.choices import label_of
from fettle.processes.levels.definitions import EXCLUSIONS, exclusion_kinds
from fettle.processes.levels.standing import newest_draft, sides
from fettle.processes.levels.targets import answered_too_late

NAMED = 3
"""So much of what is lacking stands in a sentence by name; the rest is counted."""

OURS, THEIRS = "ours", "theirs"
UNREAD = ("draft", "withdrawn", "noted")
"""States of agreements and violations in which only staff read them."""


def it_is_individual(item: Any) -> None:
    """The default agreement is nobody's own: it is changed in the settings and needs no signature (PR2.S2)."""
    if item.is_default:
        raise Refusal(
            _("The default agreement is changed in the settings: it is signed by nobody."), rule="it_is_individual"
        )


def the_party_can_be_reached(item: Any) -> None:
    """Who is negotiated with has a contact point (PR2.A2.1)."""
    if not item.contact.strip():
        raise Refusal(
            _("Fill in the contact point of the other party first: a person, an address or a phone number."),
            rule="the_party_can_be_reached",
        )


def it_promises_something(item: Any) -> None:
    """An agreement without a target cannot be kept or missed (PR2.A2.1)."""
    version = newest_draft(item)
    if version is not None and not version.promises and not any_minutes(version.targets):
        raise Refusal(_("No target is promised yet: change the version first."), rule="it_promises_something")


def its_validity_is_given(item: Any) -> None:
    """From which day it holds is known before it is negotiated (PR2.A2.1)."""
    version = newest_draft(item)
    if version is not None and version.valid_from is None:
        raise Refusal(_("Say from which day it is valid: change the version first."), rule="its_validity_is_given")


def a_version_is_negotiated(item: Any) -> None:
    """Signed, dropped or put in force is a version that is not in force yet (PR2.A2.4)."""
    if item.draft is None:
        raise Refusal(_("There is no new version: begin one first."), rule="a_version_is_negotiated")


def no_version_is_negotiated(item: Any) -> None:
    """One version at a time is negotiated (PR2.A2.4)."""
    if item.draft is not None:
        sentence = _("Version %(version)s is being negotiated already: change that one, or drop it.")
        raise Refusal(sentence % {"version": item.draft}, rule="no_version_is_negotiated")


def we_have_not_signed(item: Any) -> None:
    """Each side signs a version once (PR2.A2.1)."""
    if OURS in sides(item):
        raise Refusal(_("It is signed for us already."), rule="we_have_not_signed")


def they_have_not_signed(item: Any) -> None:
    """Each side signs a version once (PR2.A2.1)."""
    if THEIRS in sides(item):
        raise Refusal(_("It is signed for the other party already."), rule="they_have_not_signed")


def both_have_signed(item: Any) -> None:
    """In force is what both sides signed (PR2.A2.1, PR2.A3.1)."""
    signed = sides(item)
    if OURS not in signed:
        raise Refusal(_("It is not signed for us yet: sign it first."), rule="both_have_signed")
    if THEIRS not in signed:
        raise Refusal(
            _("It is not signed for the other party yet: record their signature first."), rule="both_have_signed"
        )


def nobody_gave_notice(item: Any) -> None:
    """Notice is given once (PR2.A2.4)."""
    if item.notice_on is not None:
        raise Refusal(_("Notice of termination was given already."), rule="nobody_gave_notice")


def its_validity_is_over(item: Any) -> None:
    """What is still valid does not expire."""
    if item.valid_until is None or item.valid_until >= timezone.localdate():
        raise Refusal(_("It is still valid: end it or give notice instead."), rule="its_validity_is_over")


def what_is_signed_stays(item: Any) -> None:
    """A version that somebody signed is not changed any more (PR2.A2.4)."""
    a_version_is_negotiated(item)
    if sides(item):
        raise Refusal(
            _("The version is signed already by one side: take it back to draft, or drop it and begin a new one."),
            rule="what_is_signed_stays",
        )


def what_it_excludes_is_in_use(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    """A kind that is no longer in use stays where it is, and is not agreed anew (PR2.S3). Raises Invalid."""
    offered = {kind.code for kind in exclusion_kinds() if kind.active} | {row["kind"] for row in before}
    for row in after:
        if row["kind"] not in offered:
            sentence = _("“%(kind)s” is no longer in use: choose another kind.")
            raise Invalid({"excluded": sentence % {"kind": label_of(EXCLUSIONS.key, row["kind"])}})


def an_answer_is_due_before_the_end(before: Collection[dict[str, Any]], after: Collection[dict[str, Any]]) -> None:
    """Who waits for a solution, or for what they asked for, hears of it before. A row that stood there already stays.
    Raises Invalid.
    """
    for at, row in enumerate(after, start=1):
        if row not in before and answered_too_late(row):
            sentence = _(
                "Row %(row)s: response_minutes is longer than resolution_minutes: give at most %(most)s, or a longer "
                "resolution_minutes."
            )
            raise Invalid({"targets": sentence % {"row": at, "most": row["resolution_minutes"]}})


def it_ends_after_it_starts(start: date | None, end: date | None) -> None:
    """Raises Invalid."""
    if start is not None and end is not None and end < start:
        raise Invalid({"valid_until": _("It would end before it starts: give a day that is not before the first one.")})


def notice_is_kept(today: date, ends_on: date, days: int | None, begins: date | None, until: date | None) -> None:
    """Who gives notice keeps the period that was agreed. Raises Invalid."""
    earliest = today + timedelta(days=days or 0)
    if ends_on < earliest:
        sentence = _("The notice period is %(days)s days: give %(day)s or a later day, or end it at once.")
        raise Invalid({"ends_on": sentence % {"days": days or 0, "day": wording.day(earliest)}})
    if begins is not None and ends_on < begins:
        raise Invalid({"ends_on": _("It begins only on %(day)s: end it at once.") % {"day": wording.day(begins)}})
    if until is not None and ends_on > until:
        raise Invalid({"ends_on": _("It ends on %(day)s anyway.") % {"day": wording.day(until)}})


def it_was_signed_by_today(today: date, signed_on: date) -> None:
    """Nobody signs tomorrow. Raises Invalid."""
    if signed_on > today:
        raise Invalid({"signed_on": _("This day is still to come: give the day on which it was signed.")})


def the_party_fits(type: str, organisation: Any, team: Any) -> None:
    """A customer signs an SLA, a team of ours or a member an OLA, a supplier a UA (PR2.A2, PR2.A3). Raises Invalid."""
    if type != "ola" and team is not None:
        raise Invalid({"team": _("Only an operational level agreement is made with a team: leave this empty.")})
    if type == "ola" and team is not None:
        if organisation is not None and organisation.pk != team.organisation_id:
            raise Invalid({"organisation": _("The team belongs to another organisation: leave this empty.")})
        return
    if organisation is None:
        raise Invalid({"organisation": _("Choose the other party.")})
    if type == "sla" and not organisation.is_customer:
        raise Invalid({"organisation": _("A service level agreement is made with a customer: choose one.")})
    if type == "ola" and not organisation.is_member:
        sentence = _("An operational level agreement is made with a team or a member of the federation: choose one.")
        raise Invalid({"organisation": sentence})
    if type == "ua" and not organisation.is_supplier:
        raise Invalid({"organisation": _("An underpinning agreement is made with a supplier: choose one.")})


def only_a_supplier_has_a_contract(type: str, reference: str | None) -> None:
    """What is agreed with customers, teams and members has no contract beside it (PR2.A3). Raises Invalid."""
    if reference and type != "ua":
        raise Invalid({"reference": _("Only an underpinning agreement names a contract: leave this empty.")})


def it_overlaps_with_none(numbers: Collection[str]) -> None:
    """For a party, a type and a service one agreement holds at a time, so that nobody has to guess which."""
    if numbers:
        sentence = _(
            "Valid from: %(numbers)s covers the same for the same party at the same time. End it, or change from when "
            "to when this version is valid, or what it covers."
        )
        told = sentence % {"numbers": ", ".join(sorted(numbers))}
        raise Refusal(told, rule="it_overlaps_with_none", field="valid_from")


def what_is_agreed_below_suffices(lacking: Collection[str], override: str) -> None:
    """Nobody promises a customer what teams, members and suppliers do not, unless with a reason (PR2.A2.1, PR2.A3)."""
    if lacking and not override.strip():
        sentence = _(
            "What is agreed below does not make this possible (%(lacking)s). Agree more there, promise less here, or "
            "give a reason to agree to it all the same."
        )
        named = list(lacking)[:NAMED]
        if len(lacking) > NAMED:
            named.append(_("and %(count)s more") % {"count": len(lacking) - NAMED})
        told = sentence % {"lacking": "; ".join(named)}
        raise Refusal(told, rule="what_is_agreed_below_suffices", field="override")


def any_minutes(targets: Collection[dict[str, Any]]) -> bool:
    """Whether a time is promised."""
    return any(row["response_minutes"] or row["resolution_minutes"] for row in targets)


def the_other_side_reads_it(state: str, readers: Collection[Any] | None) -> None:
    """What is written to the other side is read there: not before it is offered or told, nor where nobody of theirs
    reads it here (PR2.A2.1, PR2.A2.3). ``readers`` None: the other side writes to us.
    """
    if state in UNREAD:
        sentence = _("The other side does not read this yet, or no longer: write a note for staff.")
        raise Refusal(sentence, rule="the_other_side_reads_it")
    if readers is not None and not readers:
        raise Refusal(
            _("Nobody of the other side reads this here: write to their contact point, and note here what was said."),
            rule="the_other_side_reads_it",
        )


def they_signed_it(signature: Any) -> None:
    """The paper belongs to a signature of the other party. Raises Refusal."""
    if signature is None:
        raise Refusal(_("Record their signature first, then add the paper."), rule="they_signed_it")
