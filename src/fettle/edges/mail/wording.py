"""The words of the codes that incoming mails keep: what was decided, and why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

OPENED, FOLLOWED_UP, ANSWERED, NOTED = "opened", "followed_up", "answered", "noted"
REPORTED, SET_ASIDE, HELD, UNREADABLE = "reported", "set_aside", "held", "unreadable"

DECISIONS = {
    OPENED: _("New record"),
    FOLLOWED_UP: _("New record that follows up"),
    ANSWERED: _("Message on the record"),
    NOTED: _("Note for staff"),
    REPORTED: _("Mail of ours came back"),
    SET_ASIDE: _("Set aside"),
    HELD: _("Waits for a decision"),
    UNREADABLE: _("Cannot be read"),
}
REASONS = {
    "copy": _("A copy of a mail that was taken in already."),
    "own": _("It is our own mail."),
    "own_sender": _("It comes from an address of ours."),
    "report_unknown": _("A report that says of no mail of ours that it could not be delivered."),
    "report": _("A server reports that our mail to %(address)s could not be delivered."),
    "automatic_answer": _("An automatic answer that belongs to no record, such as an absence note."),
    "list": _("Sent to a mailing list; this mailbox takes in none of those."),
    "no_sender": _("It names no sender."),
    "left": _("The sender, %(name)s, is deactivated."),
    "stranger": _("Nobody knows the sender, and this mailbox lets such mails wait."),
    "too_many": _("The sender's mails made %(count)s new records within an hour."),
    "refused": _("It was refused: %(sentence)s"),
    "no_route": _("What this mailbox is to make of mails is not there any more."),
    "by_address": _("It answers to the address that %(name)s was given for %(number)s."),
    "by_our_mail": _("It answers our mail about %(number)s to %(name)s."),
    "by_their_mail": _("It answers an earlier mail of the same conversation, which is %(number)s."),
    "by_forwarded": _("It answers what was forwarded to %(whom)s about %(number)s: it is a note for staff."),
    "not_theirs": _("Its sender, %(sender)s, is no address of %(whom)s; the note says so."),
    "stays_over": _("The record stays as it is: what a supplier answers reopens nothing."),
    "by_subject": _("Its subject names %(number)s."),
    "led_to": _("The conversation of %(of)s goes on in %(number)s."),
    "not_on_it": _("It was meant for %(number)s, but the sender is not on that record."),
    "on_it": _("The sender is on the record."),
    "works_on_it": _("The sender works on the record: by mail nobody is known for sure, so it is a note for staff."),
    "machine": _("A machine sent it (%(sign)s): it is a note for staff, answers nothing and reopens nothing."),
    "machine_new": _("A machine sent it (%(sign)s): it is not answered."),
    "new": _("It belongs to no record yet."),
    "known": _("The sender is %(name)s."),
    "introduced": _("Nobody knew the sender: they are a person of %(name)s now."),
    "unconfirmed": _("Nobody vouched for the sender's address: no mail is sent to it by itself."),
    "reopens": _("It was solved, and the requester answered: it is open again."),
    "too_soon": _("It came sooner after our mail than anybody reads and answers, so it stays solved."),
    "only_thanks": _("It says no more than thank you, so it stays solved."),
    "stays_solved": _("The record stays solved."),
    "over": _("%(number)s is closed for good: this is a new record."),
    "watching": _("In copy, and watching from now on: %(names)s."),
    "not_added": _("In copy, but not told of it: %(addresses)s."),
    "no_files": _("Not attached, because too large, too many or empty: %(names)s. The mail as it came has them."),
    "cut": _("Longer than what is kept as text; the mail as it came is whole."),
    "released": _("%(name)s decided to take it in."),
    "discarded": _("%(name)s set it aside: %(reason)s"),
    # why a mail cannot be read, as the child process says it
    "time": _("Reading it took too long."),
    "memory": _("Reading it took too much memory."),
    "crash": _("Reading it ended the process that reads."),
    "large": _("It is larger than 50 MB."),
    "no_headers": _("It has no headers: this is no mail."),
    "parts": _("It has too many parts."),
    "deep": _("Its parts stand too deep inside each other."),
    "addresses": _("It names too many addresses."),
    "headers": _("It has too many headers."),
    "long_header": _("One of its headers is too long."),
    "header": _("One of its headers cannot be read."),
    "smuggled_header": _("A line break is hidden in one of its headers."),
    "two_senders": _("It names two senders."),
    "broken": _("It is broken."),
    "gone": _("The mail as it came is no longer there."),
    "again": _("Taking it in failed again and again: the log of the worker says why."),
}
SIGNS = {
    "answered": _("automatic answer"),
    "generated": _("made by a program"),
    "list": _("mailing list"),
    "bulk": _("mass mail"),
    "suppressed": _("asks for no automatic answer"),
    "loop": _("has been here before"),
    "machine": _("address of a machine"),
    "report": _("delivery report"),
}


def reason(code: str, values: dict[str, Any]) -> str:
    """One reason as a sentence."""
    sentence = str(REASONS.get(code, code))
    if sign := values.get("sign"):
        values = {**values, "sign": str(SIGNS.get(sign, sign))}
    try:
        return sentence % values
    except (KeyError, ValueError, TypeError):
        return sentence


def lost_words() -> str:
    """Stands where a mail has no text."""
    return _now("(no text)")


def lost_subject() -> str:
    return _now("(no subject)")
