"""The life of an agreement: written, negotiated, signed by both sides and in force; renewed by a new version, ended by
notice, by both sides at once, or by the end of its validity. The default agreement is in force from the beginning.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Day, Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.levels import rules
from fettle.processes.levels.standing import IN_FORCE

MANAGE, SIGN, FOLLOW = "levels.manage", "levels.sign", "levels.follow"
DRAFT, NEGOTIATION, EXPIRED, TERMINATED, WITHDRAWN = "draft", "negotiation", "expired", "terminated", "withdrawn"
REASON = Ask("reason", Line(500), _("Reason"))
OFFERED = (NEGOTIATION, IN_FORCE, EXPIRED, TERMINATED)
"""Where the customer reads it: from the day on which it is offered."""
AGREED = (NEGOTIATION, IN_FORCE, EXPIRED)
"""Where a version may be signed."""

FLOW = Workflow(
    states=(
        State(DRAFT, _("Draft"), shape="new"),
        State(NEGOTIATION, _("Negotiation"), shape="half"),
        State(IN_FORCE, _("In force"), shape="done", open=False),
        State(EXPIRED, _("Expired"), shape="stop", open=False),
        State(TERMINATED, _("Terminated"), shape="closed", open=False, final=True),
        State(WITHDRAWN, _("Withdrawn"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb(
            "negotiate",
            _("Begin negotiation"),
            DRAFT,
            NEGOTIATION,
            may=MANAGE,
            needs=(rules.the_party_can_be_reached, rules.it_promises_something, rules.its_validity_is_given),
            primary=True,
            icon="message",
        ),
        Verb(
            "sign",
            _("Sign for us"),
            AGREED,
            None,
            may=SIGN,
            needs=(rules.it_is_individual, rules.a_version_is_negotiated, rules.we_have_not_signed),
            asks=(
                Ask("function", Line(200), _("In which function you sign")),
                Ask(
                    "override",
                    Line(500),
                    _("Reason to sign it all the same"),
                    _("Only where what is agreed below does not suffice: a risk is then noted with this reason."),
                    needed=False,
                ),
            ),
            icon="check",
        ),
        Verb(
            "countersign",
            _("Record their signature"),
            AGREED,
            None,
            may=MANAGE,
            needs=(rules.it_is_individual, rules.a_version_is_negotiated, rules.they_have_not_signed),
            asks=(
                Ask("name", Line(200), _("Who signed for the other party")),
                Ask("function", Line(200), _("In which function")),
                Ask("signed_on", Day(), _("Signed on")),
            ),
            icon="check",
        ),
        Verb(
            "put_in_force",
            _("Put in force"),
            AGREED,
            IN_FORCE,
            may=MANAGE,
            needs=(rules.it_is_individual, rules.a_version_is_negotiated, rules.both_have_signed),
            asks=(
                Ask(
                    "override",
                    Line(500),
                    _("Reason to put it in force all the same"),
                    _("Only where more is lacking below than was accepted when it was signed."),
                    needed=False,
                ),
            ),
            primary=True,
            icon="player-play",
        ),
        Verb("rework", _("Back to draft"), NEGOTIATION, DRAFT, may=MANAGE, asks=(REASON,), icon="arrow-back-up"),
        Verb(
            "begin_version",
            _("Begin a new version"),
            (IN_FORCE, EXPIRED),
            None,
            may=MANAGE,
            needs=(rules.it_is_individual, rules.no_version_is_negotiated),
            asks=(REASON,),
            icon="pencil",
        ),
        Verb(
            "drop_version",
            _("Drop the new version"),
            (IN_FORCE, EXPIRED),
            None,
            may=MANAGE,
            needs=(rules.it_is_individual, rules.a_version_is_negotiated),
            asks=(REASON,),
            icon="x",
            quiet=True,
        ),
        Verb(
            "give_notice",
            _("Note notice of termination"),
            IN_FORCE,
            None,
            may=MANAGE,
            needs=(rules.it_is_individual, rules.nobody_gave_notice),
            asks=(Ask("ends_on", Day(), _("Last day of the agreement")), REASON),
            icon="calendar",
        ),
        Verb(
            "terminate",
            _("End at once"),
            IN_FORCE,
            TERMINATED,
            may=MANAGE,
            needs=(rules.it_is_individual,),
            asks=(Ask("reason", Line(500), _("Reason, and who agreed to it")),),
            icon="archive",
        ),
        Verb(
            "expire",
            _("Note as expired"),
            IN_FORCE,
            EXPIRED,
            may=MANAGE,
            needs=(rules.it_is_individual, rules.its_validity_is_over),
            icon="archive",
            quiet=True,
        ),
        Verb("withdraw", _("Withdraw"), (DRAFT, NEGOTIATION), WITHDRAWN, may=MANAGE, asks=(REASON,), icon="x"),
    ),
)
