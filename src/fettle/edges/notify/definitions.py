"""What the process manager and the administrator define about notifications. The rooms bring the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.edges.notify import texts, times
from fettle.edges.notify.choosing import Clock
from fettle.edges.notify.wording import CONTACTS, WHO, variant_in_words
from fettle.kernel.assembly import assembly
from fettle.kernel.clock.calendar_data import DAYS
from fettle.kernel.records import Field
from fettle.kernel.records.values import STAFF, Choice, Flag, Line, Number, Option, Text
from fettle.kernel.settings.declare import Definition, Form, Row, Table
from fettle.kernel.settings.wording import DAY_WORDS

ANYTHING = "*"
OUTSIDE = "outside"
"""The reader of a text who has no account."""


def _facts() -> list[Option]:
    """Every fact, and each variant of those that have any."""
    found = []
    for fact in assembly().facts:
        found.append(Option(fact.name, f"{fact.words} ({fact.name})"))
        for one in fact.variants:
            found.append(Option(f"{fact.name}:{one}", f"{fact.words}: {variant_in_words(one)} ({fact.name}:{one})"))
    return found


def _told() -> list[Option]:
    return [*_facts(), Option(ANYTHING, _("anything else"))]


def _readers() -> list[Option]:
    return [
        Option("served", _("people we serve")),
        Option("staff", _("staff")),
        Option(OUTSIDE, _("contacts without an account")),
    ]


def _contacts_get_mails(rows: Sequence[Row]) -> None:
    """Whoever has no account sees no screen, and nothing that is for staff."""
    for row in rows:
        if row["who"] not in CONTACTS:
            continue
        fact = assembly().fact_by_name.get(_about(row))
        if row["screen"] or not row["mail"]:
            sentence = _now("%(code)s: contacts without an account are told by mail only: tick that, and nothing else.")
            raise ValueError(sentence % {"code": row["code"]})
        if fact is not None and fact.audience == STAFF:
            sentence = _now("%(code)s: this is for staff only: no contact without an account is told of it.")
            raise ValueError(sentence % {"code": row["code"]})


def _can_be_rendered(rows: Sequence[Row]) -> None:
    for at, row in enumerate(rows, start=1):
        for name in ("subject", "first", "second"):
            try:
                texts.parse(row[name] or "")
            except ValueError as problem:
                raise ValueError(f"{at}. {problem}") from None


def _can_be_kept(row: Row) -> None:
    """Quiet hours have both ends, a digest has a day."""
    if bool(row["quiet_from"]) != bool(row["quiet_until"]):
        raise ValueError(_now("Quiet hours need both ends, or none: give the other time or take this one away."))
    if row["digest"] and not any(row[day] for day in DAYS):
        raise ValueError(_now("A digest needs a day on which it leaves: tick at least one."))
    if row["digest"] and not row["digest_at"]:
        raise ValueError(_now("A digest needs a time at which it leaves."))


TIMES = Definition(
    key=times.KEY,
    title=_("Quiet hours and digest"),
    may="notify.administer",
    hint=_(
        "For everybody who chose nothing else on their profile. Times are those of each reader's time zone. Urgent "
        "mails (see the notification rules) leave at once all the same; what stands on the screen is never delayed."
    ),
    shape=Form(
        (
            Field("quiet_from", Clock(), _("quiet hours from"), _("Empty: mails leave at all hours.")),
            Field("quiet_until", Clock(), _("quiet hours until"), _("Of the next day, if it is earlier.")),
            Field("quiet_weekends", Flag(), _("quiet on Saturdays and Sundays")),
            Field("digest", Flag(), _("gather mails that are not urgent in a digest")),
            Field("digest_at", Clock(), _("the digest leaves at"), _("On the days that are ticked below.")),
            *(Field(day, Flag(), word) for day, word in DAY_WORDS.items()),
        )
    ),
    default={
        "quiet_from": None,
        "quiet_until": None,
        "quiet_weekends": False,
        "digest": False,
        "digest_at": times.AT_ONCE["at"],
        **{day: day in times.AT_ONCE["days"] for day in DAYS},
    },
    check=_can_be_kept,
    procedure=_(
        "The administrator asks the representatives before the hours change. What cannot wait is marked as urgent in "
        "the notification rules; who works at night chooses other hours on the profile."
    ),
)
FACT = Field("fact", Choice(_facts), _("what happened"), needed=True)
MAIL = Definition(
    key="notify.mail",
    title=_("Mail server"),
    may="notify.administer",
    hint=_("The password is kept apart, on the page Mail. FETTLE_MAIL_HOST in the environment overrides all of this."),
    shape=Form(
        (
            Field("host", Line(200), _("SMTP server"), _("Empty: mails are shown in the log and go nowhere.")),
            Field("port", Number(1, 65535), _("port"), needed=True),
            Field(
                "tls",
                Choice(
                    lambda: [
                        Option("starttls", _("STARTTLS")),
                        Option("tls", _("TLS from the start")),
                        Option("none", _("None")),
                    ]
                ),
                _("protection"),
                needed=True,
            ),
            Field("user", Line(200), _("user name")),
            Field("sender", Line(200), _("sender address")),
            Field(
                "null_return",
                Flag(),
                _("automatic mails have no return path"),
                _(
                    "Confirmations, reminders and the like: no machine can return them or answer them. What somebody "
                    "wrote always names its mailbox, so that its writer learns when it did not arrive. Switch it off "
                    "if servers on the way refuse or drop such mails."
                ),
            ),
            Field("most_per_address_hour", Number(1, 10_000), _("most mails to one address in an hour"), needed=True),
            Field("most_per_record_day", Number(1, 100_000), _("most mails about one record in a day"), needed=True),
        )
    ),
    default={
        "host": None,
        "port": 587,
        "tls": "starttls",
        "user": None,
        "sender": None,
        "null_return": True,
        "most_per_address_hour": 20,
        "most_per_record_day": 200,
    },
    procedure=_(
        "The administrator looks at the mail page once a day: what failed is sent again or its address corrected. "
        "The two "
        "limits stop loops with other automatic senders; whoever reaches one is told on screen only."
    ),
)


def _about(row: Row) -> str:
    """What a row tells of: a variant of something known is no news."""
    return str(row["fact"]).partition(":")[0]


def rules(default: list[Row]) -> Definition:
    """Who is told of what, by which way."""
    return Definition(
        key="notify.rules",
        title=_("Notification rules"),
        may="notify.manage",
        hint=_(
            "Mails of urgent rules leave at once, whatever quiet hours and digests say. Contacts of a party who have "
            "an e-mail address and no account are told of agreements, violations, reviews and complaints, by mail."
        ),
        shape=Table(
            (
                Field("code", Line(40), _("code"), needed=True),
                FACT,
                Field("who", Choice(lambda: [Option(*pair) for pair in WHO.items()]), _("who"), needed=True),
                Field("screen", Flag(), _("on screen")),
                Field("mail", Flag(), _("by mail")),
                Field("urgent", Flag(), _("urgent")),
                Field("active", Flag(), _("in use")),
            ),
            about=_about,
        ),
        default=[{"urgent": False, **row} for row in default],
        check=_contacts_get_mails,
        procedure=_(
            "Everybody is told of what they have to act on, the people we serve of every step that concerns them, and "
            "nobody of what they did themselves. Each person may decline on their profile; a rule is changed only "
            "after "
            "the people it concerns agreed."
        ),
    )


def mail_texts(default: list[Row]) -> Definition:
    """What mails say. The first line tells what changed, the second what to do."""
    return Definition(
        key="notify.texts",
        title=_("Texts of mails"),
        may="notify.manage",
        shape=Table(
            (
                Field("fact", Choice(_told), _("what happened"), needed=True),
                Field(
                    "reader",
                    Choice(_readers),
                    _("reader"),
                    needed=True,
                ),
                Field(
                    "language",
                    Choice(lambda: [Option(code, label) for code, label in settings.LANGUAGES]),
                    _("language"),
                    needed=True,
                ),
                Field("subject", Line(200), _("subject"), needed=True),
                Field("first", Text(1000), _("what changed"), needed=True),
                Field("second", Text(1000), _("what to do"), needed=True),
            ),
            key=("fact", "reader", "language"),
            about=_about,
        ),
        default=default,
        check=_can_be_rendered,
        procedure=_(
            "The process manager reads the texts once a year with somebody who is not from IT. They name people, say "
            "the "
            "next step and when, and promise nothing that the agreement does not."
        ),
    )


def settings_of(rows: Any, **wanted: str) -> Row | None:
    """The first row with these values."""
    return next((row for row in rows if all(row.get(name) == value for name, value in wanted.items())), None)
