"""The words of the codes that decisions keep."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import whole

WHO = {
    "requester": _("requester"),
    "affected": _("affected person"),
    "assignee": _("assignee"),
    "team": _("team"),
    "watchers": _("watchers"),
    "team_lead": _("team leader"),
    "manager": _("process manager"),
    "readers": _("those who have yet to read it"),
    "responsible": _("who is responsible for the duty"),
    "named": _("those whom it is meant for"),
    "approvers": _("those who are asked for approval"),
    "were_asked": _("those who were asked for approval"),
    "asker": _("who asked for approval"),
    "step_owner": _("who owns the step"),
}
CONTACTS = {f"contact_{role}": role for role in ("general", "signatory", "reviews", "technical", "escalation", "money")}
"""Who is no person here: contacts of a party in a role, by their address."""
WHO |= {
    "contact_general": _("contact of the party without an account"),
    "contact_signatory": _("contact of the party without an account, for signatures"),
    "contact_reviews": _("contact of the party without an account, for reviews"),
    "contact_technical": _("contact of the party without an account, for technical questions"),
    "contact_escalation": _("contact of the party without an account, for what cannot wait"),
    "contact_money": _("contact of the party without an account, for money"),
}
BECAUSE = {
    "requester": _("you asked for it"),
    "affected": _("it affects you"),
    "assignee": _("it is assigned to you"),
    "team": _("it is with your team"),
    "watchers": _("you watch it"),
    "team_lead": _("you lead the team"),
    "manager": _("you manage the process"),
    "readers": _("it is distributed to you"),
    "responsible": _("you are responsible for it"),
    "named": _("it is meant for you"),
    "approvers": _("you are asked to approve it"),
    "were_asked": _("you were asked to approve it"),
    "asker": _("you asked for approval"),
    "step_owner": _("a step of it is yours"),
}
DIGEST_OF_HOUSE = _("mails that are not urgent are gathered here")
DIGEST_CHOSEN = _("you chose a digest")
WAYS = {"screen": _("on screen"), "mail": _("by mail")}
LATER = {
    "quiet": _("waits for the end of quiet hours"),
    "digest": _("goes with the digest"),
}
WITHHELD = {
    "closed": _("it was closed before the mail left"),
    "own": _("they did it themselves"),
    "taken_back": _("it was taken back at once"),
    "left": _("they are no longer here"),
    "unseen": _("they may not see it"),
    "declined": _("they do not want these notifications"),
    "rule_off": _("the rule is not in use"),
    "no_address": _("they have no e-mail address"),
    "no_sign_in": _("they cannot sign in"),
    "no_server": _("no mail server is set up"),
    "silence": _("this installation is silent"),
    "automatic": _("it came about by an automatic mail"),
    "unconfirmed": _("nobody vouched for their address"),
    "bounced": _("a server reported that it could not be delivered"),
    "cap_address": _("this address got too many mails within an hour"),
    "cap_record": _("this record caused too many mails within a day"),
}


def variant_in_words(variant: str) -> str:
    """Which kind of what happened; a bare number is a part of a target."""
    return gettext(variant) if whole(variant) is None else f"{variant} %"
