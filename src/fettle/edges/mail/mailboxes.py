"""The mailboxes of the installation: an address each, where its mails come from, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.edges.mail.routes import routes
from fettle.kernel.access.references import ToOrganisation, ToTeam
from fettle.kernel.orgs.models import Organisation, Team
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Line, Number, Option, Text
from fettle.kernel.settings.declare import Definition, Form, Row, Table
from fettle.kernel.settings.read import current

IMAP, DROP, NONE = "imap", "drop", "none"
OPEN, HOLD = "open", "hold"
STARTTLS, TLS, PLAIN = "starttls", "tls", "none"


@dataclass(frozen=True)
class KeptTeam(ToTeam):
    """A team that stays the one that was meant when it gets another name."""

    def text(self, value: Any) -> str:
        return value.name if isinstance(value, Team) else str(value or "")

    def plain(self, value: Any) -> str | None:
        return f"team:{value.pk}" if value else None


@dataclass(frozen=True)
class KeptOrganisation(ToOrganisation):
    """An organisation, likewise."""

    def text(self, value: Any) -> str:
        return value.name if isinstance(value, Organisation) else str(value or "")

    def plain(self, value: Any) -> str | None:
        return f"organisation:{value.pk}" if value else None


def _sources() -> list[Option]:
    return [
        Option(IMAP, _("A mail server (IMAP)")),
        Option(DROP, _("A folder of this machine")),
        Option(NONE, _("None: mails are only written from this address")),
    ]


def _protections() -> list[Option]:
    return [
        Option(TLS, _("TLS from the start")),
        Option(STARTTLS, _("STARTTLS")),
        Option(PLAIN, _("None")),
    ]


def _strangers() -> list[Option]:
    return [
        Option(OPEN, _("Take their mails in; they become people of the organisation")),
        Option(HOLD, _("Let their mails wait for a decision")),
    ]


FIELDS = (
    Field("code", Line(30), _("code"), _("Small letters, digits and hyphens. It stays."), needed=True),
    Field("label", Line(100), _("name"), _("Stands before the address in mails that leave."), needed=True),
    Field("address", Line(254), _("address"), needed=True),
    Field("route", Choice(lambda: [Option(route.code, route.label) for route in routes()]), _("makes"), needed=True),
    Field("team", KeptTeam(), _("team"), _("New records are with it.")),
    Field("organisation", KeptOrganisation(), _("organisation of strangers"), _("Empty: the provider.")),
    Field("unknown", Choice(_strangers), _("senders nobody knows"), needed=True),
    Field("bulk", Flag(), _("take in mails of mailing lists too")),
    Field("source", Choice(_sources), _("mails come from"), needed=True),
    Field("host", Line(200), _("IMAP server")),
    Field("port", Number(1, 65535), _("port"), _("993 with TLS from the start, 143 with STARTTLS.")),
    Field("tls", Choice(_protections), _("protection")),
    Field("user", Line(200), _("user name")),
    Field("folder", Line(200), _("folder"), _("Empty: INBOX.")),
    Field(
        "done_folder",
        Line(200),
        _("move to"),
        _("The folder for mails that were taken in. Empty: they stay where they are."),
    ),
    Field(
        "plus",
        Flag(),
        _("the server delivers address+anything@… to this mailbox"),
        _("Then answers are known by the address that they are sent to."),
    ),
    Field(
        "checked_by",
        Line(200),
        _("server that checks senders"),
        _("The name with which your own server begins Authentication-Results. Empty: no such line is believed."),
    ),
    Field("active", Flag(), _("in use")),
)


def _can_work(rows: Sequence[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        if problem := problem_of(row):
            raise ValueError(f"“{row['label']}”: {problem[1]}")
        if row["address"].lower() in seen:
            raise ValueError(_now("Two mailboxes have the address %(address)s.") % {"address": row["address"]})
        seen.add(row["address"].lower())


def problem_of(row: Row) -> tuple[str, str] | None:
    """(field, sentence) of what cannot work in one row."""
    if slugify(row["code"]) != row["code"]:
        return "code", _now("Write the code in small letters, digits and hyphens.")
    try:
        validate_email(row["address"])
    except ValidationError:
        return "address", _now("This is not an e-mail address: write it as name@example.org.")
    if row["source"] == IMAP:
        for name in ("host", "port", "tls", "user"):
            if not row[name]:
                return name, _now("A mailbox on a mail server needs this.")
        if (row["folder"] or "INBOX").lower() == (row["done_folder"] or "").lower():
            return "done_folder", _now("This is the folder that mails come from: name another one.")
    return None


MAILBOXES = Definition(
    key="mail.mailboxes",
    title=_("Mailboxes"),
    process="PR9",
    fitsm=("PR9.S2",),
    may="notify.administer",
    hint=_("Each has a page of its own under Mails, where its password is kept and it is tried."),
    shape=Table(FIELDS),
    default=[],
    check=_can_work,
    procedure=_(
        "The administrator sets a mailbox up and tries it before its address is told to anybody. Whoever looks after "
        "the service desk decides once a day about the mails that wait, and reads what was set aside once a week."
    ),
)
INTAKE = Definition(
    key="mail.intake",
    title=_("Mails that come in"),
    process="PR9",
    fitsm=("PR9.S2", "PR9.S6"),
    may="notify.manage",
    shape=Form(
        (
            Field(
                "most_per_sender_hour",
                Number(1, 10_000),
                _("most new records by one sender in an hour"),
                _("Further mails wait for a decision: nothing is lost, and nothing is answered."),
                needed=True,
            ),
            Field(
                "most_caused_hour",
                Number(1, 10_000),
                _("most mails in an hour to one address about what came by mail"),
                _("This ends the talk of two machines that say nothing of being any. Whoever works on it gets more."),
                needed=True,
            ),
            Field(
                "most_caused_day",
                Number(1, 100_000),
                _("most mails in a day about what came by mail on one record"),
                needed=True,
            ),
            Field("reopens", Flag(), _("an answer of the requester to what is solved reopens it")),
            Field(
                "thanks",
                Text(4000),
                _("says no more than thank you"),
                _("One on each line. An answer that says no more reopens nothing."),
            ),
            Field(
                "machine_seconds",
                Number(0, 600, _("seconds")),
                _("an answer sooner than this after our mail is a machine's"),
                _("It is a message on the record like any other, but reopens nothing."),
                needed=True,
            ),
            Field("copies", Flag(), _("people in copy watch the record, if they are known")),
            Field("kept_days", Number(30, 3650, _("days")), _("keep the mails as they came"), needed=True),
        )
    ),
    default={
        "most_per_sender_hour": 5,
        "most_caused_hour": 5,
        "most_caused_day": 20,
        "reopens": True,
        "machine_seconds": 30,
        "thanks": _("thanks\nthank you\nmany thanks\nthank you very much\ngreat, thanks\nit works, thank you"),
        "copies": True,
        "kept_days": 400,
    },
    procedure=_(
        "A mail is a report like a call. It is kept before it is read; what cannot be read or decided waits for a "
        "person. Sender addresses prove nothing: whoever writes from a colleague's address gets no rights of theirs."
    ),
)


PICTURES = Definition(
    key="mail.pictures",
    title=_("Pictures from elsewhere in mails"),
    process="PR9",
    fitsm=("PR9.S2",),
    may="notify.administer",
    shape=Form(
        (
            Field(
                "fetch",
                Flag(),
                _("staff may have them fetched"),
                _(
                    "This installation fetches them, never the reader's browser: once for each mail, without saying "
                    "who reads it. Off: nothing is ever fetched, and what was fetched is not shown."
                ),
            ),
        )
    ),
    default={"fetch": True},
    procedure=_(
        "Pictures from elsewhere are not shown until somebody asks for them, because fetching one tells the sender "
        "that the mail is read. Who does not know the sender leaves them alone."
    ),
)


@dataclass(frozen=True)
class Mailbox:
    """A row of the setting."""

    code: str
    label: str
    address: str
    route: str
    team: str | None = None
    organisation: str | None = None
    unknown: str = OPEN
    bulk: bool = False
    source: str = NONE
    host: str = ""
    port: int = 993
    tls: str = TLS
    user: str = ""
    folder: str = ""
    done_folder: str = ""
    plus: bool = False
    checked_by: str = ""
    active: bool = True

    @property
    def home(self) -> Organisation:
        """Whose people strangers become; the provider where none is named or it is gone."""
        found = Organisation.objects.filter(pk=_key(self.organisation), active=True).first()
        return found or Organisation.objects.get(parent=None)

    @property
    def its_team(self) -> Team | None:
        return Team.objects.filter(pk=_key(self.team), active=True).first() if self.team else None

    @property
    def secret(self) -> str:
        """The name under which its password is kept."""
        return f"imap:{self.code}"


def sender_of(box: Mailbox) -> str:
    """Its name and address, as mails from it bear them."""
    return str(Address(box.label, addr_spec=box.address))


def _key(text: str | None) -> int:
    return int((text or "").rpartition(":")[2] or 0)


def of_row(row: Row) -> Mailbox:
    """What a row says; what it leaves empty is as it is for everybody."""
    return Mailbox(**{name: value for name, value in row.items() if value is not None and value != ""})


def mailboxes() -> list[Mailbox]:
    """Those in use, in their order."""
    return [of_row(row) for row in current()[MAILBOXES.key] if row["active"]]


def mailbox(code: str) -> Mailbox | None:
    """One by its code, in use or not."""
    return next((of_row(row) for row in current()[MAILBOXES.key] if row["code"] == code), None)


def for_record(record: Record) -> Mailbox | None:
    """From which one a mail about a record comes: that of its team, else the first that makes such records, else the
    first.
    """
    there = mailboxes()
    of_team = [one for one in there if one.team and _key(one.team) == record.team_id]
    of_kind = [one for one in there if one.route == record.kind]
    return next(iter([*of_team, *of_kind, *there]), None)


def ours() -> frozenset[str]:
    """Every address by which we write or are written to."""
    return frozenset(row["address"].lower() for row in current()[MAILBOXES.key])
