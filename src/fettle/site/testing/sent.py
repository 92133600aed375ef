"""What is posted to each address of the pages: its form as the keeper's browser has it, with what belongs into it.

An address that takes a form and is not told about here fails where it is asked: see ``fields_of``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from fettle.facilities.documents import actions as texts
from fettle.kernel.orgs.models import Person
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.problems import push_page, pushing
from fettle.processes.problems.records import PROBLEM
from fettle.processes.suppliers.records import SUPPLIER
from fettle.site.testing import configuring, relating
from fettle.site.testing.cast import MARKER, SPECIFIED, Cast
from fettle.site.testing.forms import Forms
from fettle.site.testing.pages import SELECTING, Filled, Page

Values = dict[str, Any]
NOTHING: Values = {}
TEXT, REASON = {"text": "words"}, {"reason": "because"}
REPORTED = {"title": "Printer jams", "details": "Again"}
BOX = {"code": "it", "label": "IT", "address": "it@fettle.example", "route": "request", "source": "drop"}
BOX |= {"unknown": "open", "active": "on"}
PARTY = {"importance": "normal", "contact_point": "the desk"}
RULE = {"missed": "2", "of": "3", "unit": "month", "action": "tell", "days": "1"}
SENT: dict[str, Values] = {
    "/portal/new": {**REPORTED, "kind": "incident"},
    "/portal/order/<str:code>": {"custom.program": "Maps", "custom.device": "A-012"},
    "/solved": NOTHING,
    "/not-solved": REASON,
    "/withdraw": REASON,
    "/again": {"details": "Again"},
    "/reply": TEXT,
    "/note": TEXT,
    "/draft/<mode>": TEXT,
    "/presence": NOTHING,
    "/watch": NOTHING,
    "/link": {"relation": "related"},
    "/unlink": {"relation": "caused_by"},
    "/follow-up": {"details": "Again"},
    "/also": TEXT,
    "/do/merge": NOTHING,
    "/split": REPORTED,
    "/forward": {"subject": "Line down", **TEXT},
    "/time": {"minutes": "5"},
    "/time/<entry>": {"minutes": "5"},
    "/time/<entry>/withdraw": REASON,
    "/parts/<name>": TEXT,
    "/answers/new": {"name": "Thanks", **TEXT},
    "/answers/<int:key>": {"name": "Thanks", **TEXT},
    "/answers/<int:key>/delete": NOTHING,
    "/undo/<entry>": NOTHING,
    "/services/<number>/do/<name>": REASON,
    "/reports/<number>/do/<name>": REASON,
    "/demands/<number>/do/<name>": REASON,
    "/risks/<number>/do/<name>": REASON,
    "/costs/<number>/do/<name>": REASON,
    "/costs/new": {"title": "Cable", "nature": "purchase", "price": "12.50", "stage": "spent", "begins": "2026-01-05"},
    "/budgets/<number>/do/<name>": REASON,
    "/budgets/new": {"title": "Network", "year": "2026", "part": "year", "price": "12000"},
    "/risks/new": {"title": "Flood", "nature": "threat"},
    "/packages/<number>/do/<name>": {"policy": "package"},
    "/packages/new": {"title": "Print anywhere"},
    "/agreements/<number>/do/<name>": REASON,
    "/agreements/<number>/version": {"valid_from": "2027-01-01"},
    "/agreements/new": {"title": "Our own", "type": "sla"},
    "/measure": {"period": "2020-03", "target": "availability", "value": "99", "source": "probe"},
    "/evaluate": {"period": "2020-03", "reason": "because"},
    "/following": {"rows": "1", **{f"r0-{name}": value for name, value in RULE.items()}, "do": "save"},
    "/violations/<number>/do/<name>": REASON,
    "/agreements/<number>/paper": NOTHING,
    "/contacts/add": relating.CONTACT,
    "/contacts/<row>/change": {**relating.CONTACT, "name": "The night shift"},
    "/contacts/<row>/remove": NOTHING,
    "/contacts/<row>/main": NOTHING,
    "/subcontractors/add": {"does": "Lays the line"},
    "/subcontractors/<subcontractor>/remove": NOTHING,
    "/suppliers/<number>/rate": {"first": "2026-01-01", "last": "2026-03-31", "points_quality": "4"},
    "/offerings/new": {"title": "A second line"},
    "/offerings/<number>/do/<name>": REASON,
    "/estimates/new": {"incidents": "5", "confidence": "low", "basis": "words"},
    "/estimates/<estimate>/withdraw": REASON,
    "/covers/add": NOTHING,
    "/exclusions/add": {"kind": "planned", "words": "Announced three days before", "for_availability": "on"},
    "/exclusions/<exclusion>/remove": NOTHING,
    "/covers/<cover>/remove": NOTHING,
    "/specifications/new": {"title": "Printing in full"},
    "/customers/<number>/do/<name>": REASON,
    "/suppliers/<number>/do/<name>": REASON,
    "/reviews/<number>/do/<name>": REASON,
    "/customers/new": PARTY,
    "/suppliers/new": PARTY,
    "/complaints/new": {"title": "Nobody came"},
    "/portal/complaints/new": {"title": "Nobody came"},
    "/reviews/new": {"title": "Review", "planned_on": "2030-01-01"},
    "/surveys/new": {"title": "Well?", "reach": "named", "questions": "rating: How?", "ends_on": "2099-01-01"},
    "/surveys/<number>/do/<name>": REASON,
    "/followups/new": {"title": "Call them", "ends_on": "2099-01-01"},
    "/followups/<number>/do/<name>": {"outcome": "words"},
    "/ratings/<number>": {"q0": "5"},
    "/s/<str:secret>": {"q0": "5"},
    "/demands/new": {"title": "Colour", "nature": "demand"},
    "/services/propose": {"title": "Plotting"},
    "/criteria/add": {"title": "It prints"},
    "/criteria/<criterion>/change": {"title": "It prints well"},
    "/criteria/<criterion>/evidence": {"evidence": "seen"},
    "/criteria/<criterion>/waive": REASON,
    "/criteria/<criterion>/reopen": NOTHING,
    "/take-away": NOTHING,
    "/components/add": {"name": "Fibre", "role": "enabling"},
    "/components/<component>/change": {"name": "Fibre", "role": "enhancing"},
    "/components/<component>/remove": NOTHING,
    "/items/new": {"type": "computer", "title": "Laptop", "begins": "in_use"},
    "/items/<number>/do/<name>": REASON,
    "/items/<number>/components/add": NOTHING,
    "/components/<bound>/unbind": NOTHING,
    "/relations/add": {"relation": "connected", "role": "enabling"},
    "/relations/<row>/change": {"role": "enhancing"},
    "/relations/<row>/remove": NOTHING,
    "/problems/new": {"title": "It stops", "source": "trend"},
    "/problems/<number>/do/<name>": REASON,
    "/problems/<number>/incidents/add": NOTHING,
    "/problems/<number>/push": {**TEXT, "way": "note", "do": "send"},
    "/known-errors/new": {"title": "It is slow", "workaround": "Wait"},
    "/known-errors/<number>/do/<name>": REASON,
    "/parties/add": {"role": "supplier", "contact_point": "the desk"},
    "/parties/<party>/change": {"role": "member", "contact_point": "the desk"},
    "/parties/<party>/remove": NOTHING,
    "/do/<name>": NOTHING,
    "/do/write": TEXT,
    "/do/send_update": {**TEXT, "stage": "identified"},
    "/announce": {"title": "Down", **TEXT, "stage": "identified"},
    "/announcements/<number>/do/<name>": TEXT,
    "/announcements/new": {"title": "Down", **TEXT, "nature": "outage"},
    "/me-too": NOTHING,
    "/no-longer": NOTHING,
    "/edit": {"title": "Renamed"},
    "/services/new": {"title": "Printing"},
    "/reports/new": {**SPECIFIED, "title": "Weekly", "identifier": "weekly-desk"},
    "/documents/new": {"title": "Policy", "type": "policy"},
    "/knowledge/new": {"title": "Printer jams", "audience": "everyone"},
    "/helped": NOTHING,
    "/not-helped": NOTHING,
    "/used": NOTHING,
    "/send": TEXT,
    "/desk/": {"action": "close"},
    "/desk/recalculations": {"calendar": "office", "reason": "A holiday was missing"},
    "/new": REPORTED,
    "/preview": REPORTED,
    "/incidents": {"action": "close"},
    "/requests": {"action": "close"},
    "/distribution": {"role": "sms_manager"},
    "/take-off": NOTHING,
    "/remind": NOTHING,
    "/acknowledge": NOTHING,
    "/duties/<number>/<code>/": {"due_on": "2027-03-01"},
    "/duties/<number>/<code>/<name>": {"remark": "looked at"},
    "/approvals/<number>/": {"verdict": "approve"},
    "/approvals/<number>/ask": {"question": "89 euros"},
    "/approvals/<number>/cancel": REASON,
    "/a/<str:secret>": {"verdict": "approve"},
    "/me/delegates/": {"first_day": "2099-01-01", "last_day": "2099-01-02"},
    "/end/": NOTHING,
    "/steps/<number>/follow": {"workflow": "locked_account"},
    "/steps/<number>/add": {"title": "Tell them"},
    "/steps/<number>/<step>/": {"title": "Tell them all"},
    "/steps/<number>/<step>/<name>": {"remark": "told"},
    "/tags/on/<number>": {"add": "exam, Building works"},
    "/tags/new/": {"name": "Exam"},
    "/tags/<int:key>/": {"name": "Renamed", "colour": "blue"},
    "/tags/<int:key>/merge/": NOTHING,
    "/notices/read": NOTHING,
    "/views/new": {"name": "Mine"},
    "/views/<int:key>": {"name": "Renamed"},
    "/views/<int:key>/delete": NOTHING,
    "/bulk/<int:key>/undo": NOTHING,
    "/import/": {"kind": "servicenow-events"},
    "/confirm": NOTHING,
    "/discard": NOTHING,
    "/operations/mail/server/": {"password": "secret"},
    "/operations/mail/<int:pk>/": NOTHING,
    "/operations/mail/in/<int:pk>/": {"do": "take_in"},
    "/operations/mail/try/": {"mail": "From: agent@example.org\r\nSubject: News\r\n\r\nHello"},
    "/operations/mail/mailboxes/new/": BOX,
    "/operations/mail/mailboxes/<slug:code>/": {"label": "Renamed"},
    "/operations/jobs/": NOTHING,
    "/sign-in/": {"mail": "agent@example.org", "password": "correct horse battery"},
    "/sign-in/link/": {"mail": "agent@example.org"},
    "/sign-in/reset/": {"mail": "agent@example.org"},
    "/sign-in/link/<str:secret>/": NOTHING,
    "/me/": {"name": "Renamed"},
    "/me/notices/": NOTHING,
    "/me/times/": {"quiet": "none", "mails": "at_once"},
    "/me/keys/": {"standard": "1"},
    "/me/theme/": {"theme": "dark"},
    "/me/password/": {"old": "correct horse battery", "password": "better horse battery"},
    "/sessions/": NOTHING,
    "/me/tokens/new/": {"name": "script", "scope": "read", "days": "30"},
    "/revoke/": NOTHING,
    "/people/new/": {"name": "Nora New", "mail": "nora@new.example"},
    "/people/import/": NOTHING,
    "/people/<int:key>/edit/": {"phone": "030 1234"},
    "/attention/": {"vip": "on"},
    "/invite/": NOTHING,
    "/deactivate/": {"team": "", "successor": ""},
    "/activate/": NOTHING,
    "/erase/": {**REASON, "erase": "yes"},
    "/roles/": {"role": "agent"},
    "/take/": NOTHING,
    "/teams/new/": {"name": "New team"},
    "/teams/<int:key>/": {"name": "Renamed"},
    "/members/": NOTHING,
    "/remove/": NOTHING,
    "/organisations/new/": {"name": "New school"},
    "/organisations/<int:key>/": {"name": "Renamed"},
    "/settings/calendars/new/": {**REASON, "name": "Other hours"},
    "/settings/calendars/<slug:key>/": {**REASON, "holidays": "2027-01-01 New Year"},
    "/settings/agreement/": {**REASON, "terms": "As agreed"},
    "/settings/<str:key>/": {**REASON, "procedure": "The desk looks at it."},
    "/start/<slug:key>/": {"name": "Northfield"},
}
"""By the end of the address; the longest one that fits."""


@dataclass
class Browser:
    """Somebody's browser. What an answer does is taken back after it, and what it gave to keep is forgotten."""

    client: Client
    cookies: dict[str, str]

    @classmethod
    def of(cls, person: Person | None) -> Browser:
        """Somebody signed in, or nobody."""
        client = Client(raise_request_exception=False)
        if person is not None:
            client.force_login(person)
        return cls(client, {name: each.value for name, each in client.cookies.items()})

    @contextmanager
    def asking(self, method: str, address: str, data: Values | None = None) -> Iterator[Any]:
        """The answer, for as long as what it did stands."""
        for value in (data or {}).values():
            if hasattr(value, "seek"):
                value.seek(0)
        with transaction.atomic():
            yield getattr(self.client, method)(address, data)
            transaction.set_rollback(True)
        self.client.cookies = SimpleCookie(self.cookies)


@dataclass
class Sent:
    """What is posted to an address about one side; each is made once."""

    cast: Cast
    address: Filled
    keeper: Browser
    made: dict[tuple[Page, str], Values] = field(default_factory=dict)

    def __call__(self, page: Page, side: str) -> Values:
        if (page, side) not in self.made:
            whole = {**self._standing(page, side), **fields_of(page), **self._of_side(page, side)}
            self.made[page, side] = whole
        return self.made[page, side]

    def _standing(self, page: Page, side: str) -> Values:
        """What the form of the page holds before anybody writes into it; nothing where the page has none."""
        address, mine = self.address(page, side), fields_of(page).keys()
        with self.keeper.asking("get", address) as answer:
            if answer.status_code != 200 or answer.streaming:
                return {}
            forms = [form for form in Forms(answer.content.decode()).found if form.method == "post"]
        own = [f for f in forms if f.action.partition("?")[0] in ("", address.partition("?")[0]) and mine <= f.names]
        return dict(own[-1].values) if own and mine else {}

    def _looked_at(self, side: str) -> str:
        """What the keeper has looked at before one text goes to all incidents of a problem."""
        keeper, record = self.cast.world.actor("keeper"), self.cast.spread(side)
        return push_page.plan_of(keeper, record, pushing.NOTE, TEXT["text"])

    def _of_side(self, page: Page, side: str) -> Values:
        """What names something that a side has."""
        cast, path, low = self.cast, page.path, side.lower()
        home = {"organisation": str(cast.home(side).pk)}
        if path.endswith("/link") and "<number>" in path:
            return {"other": cast.record(INCIDENT, side, "waiting").number}
        if path.endswith("/unlink"):
            other = cast.record(INCIDENT, side, "waiting")
            cast.link(page.record(cast, side), other, "caused_by")
            return {"other": other.number}
        if path.endswith(("/new", "/preview", "/also")) and path.split("/")[1] in ("new", "incidents", "requests"):
            return {"requester": f"person:{cast.people[f'user_{low}'].pk}"}
        if path == "/known-errors/new":
            return {"problem": cast.record(PROBLEM, side, "recorded").number}
        if path == "/problems/<number>/incidents/add":
            return {"incidents": cast.record(INCIDENT, side, "in_progress").number}
        if path == "/problems/<number>/push":
            return {"plan": self._looked_at(side)}
        if path.endswith("/used") and path.startswith(("/knowledge/", "/known-errors/")):
            return {"on": cast.record(INCIDENT, side, "in_progress").number}
        if path.endswith("/do/merge"):
            return {"into": cast.record(page.kind, side, "waiting").number, "confirmed": "1"}
        if path in SELECTING:
            return {"pick": page.record(cast, side).number}
        if path.endswith("/acknowledge"):
            manager = cast.world.actor("manager")
            texts.distribute(manager, page.record(cast, side).number, person=cast.people["keeper"])
        if path.endswith("/take-off"):
            return {"row": page.record(cast, side).addressees.values_list("pk", flat=True)[0]}
        if path == "/import/":
            return {"file": SimpleUploadedFile("a.csv", b"name\nPrinting\n"), **home}
        if path in ("/packages/new", "/specifications/new"):
            return {"service": cast.world.service.number}
        if path in ("/customers/new", "/suppliers/new"):
            branch = relating.branch(cast.home(side)).pk
            return {
                "organisation": f"organisation:{branch}",
                "assignee": f"person:{cast.world.people['agent'].pk}",
            }
        if path == "/reviews/new":
            return {"relationship": relating.relationship(cast.world, CUSTOMER, cast.home(side), MARKER[side]).number}
        if path in ("/offerings/new", "/suppliers/<number>/subcontractors/add"):
            return {"supplier": relating.relationship(cast.world, SUPPLIER, cast.home(side), MARKER[side]).number}
        if path.endswith("/forward"):
            party = relating.reachable(cast.world, cast.home(side), MARKER[side])
            return {"supplier": party.number, "address": f"noc@{MARKER[side]}.example"}
        if path.endswith("/relations/add"):
            return {"other": cast.world.service.number}
        if path == "/items/<number>/components/add":
            return {"component": str(configuring.component(cast.world))}
        if path.endswith("/paper"):
            return {"file": SimpleUploadedFile("signed.txt", b"signed")}
        if path == "/complaints/new":
            return {"requester": f"person:{cast.people[f'user_{low}'].pk}"}
        if path in ("/costs/new", "/budgets/new"):
            return {"service": cast.world.service.number, "organisation": f"organisation:{cast.home(side).pk}"}
        if path.endswith("/covers/add"):
            return {"service": cast.world.service.number}
        if path.endswith(("/parties/add", "/agreements/new", "/surveys/new", "/followups/new", "/items/new")):
            return {"organisation": f"organisation:{cast.home(side).pk}"}
        if path == "/people/import/":
            lines = f"name,mail,organisation\nNora,nora@new.example,{cast.home(side).name}\n"
            return {"file": SimpleUploadedFile("a.csv", lines.encode())}
        if path == "/operations/mail/try/":
            return {"mailbox": cast.mailbox()}
        if path == "/operations/jobs/":
            return {"job": cast.failed_job()}
        if path.endswith("/tags/<int:key>/merge/"):
            return {"into": str(cast.tag(side).pk)}
        if path.endswith("/members/"):
            return {"member-person": cast.people[f"user_{low}"].mail}
        if path.endswith("/erase/"):
            return {"typed": f"Former {MARKER[side]}"}
        if path == "/organisations/new/":
            return {"parent": str(cast.home(side).pk)}
        if path == "/approvals/<number>/ask":
            return {"person": f"person:{cast.people['keeper'].pk}"}
        if path == "/me/delegates/":
            return {"delegate": cast.world.people["head"].mail}
        return home if path in ("/people/new/", "/teams/new/", "/tags/new/", "/people/<int:key>/roles/") else {}


def fields_of(page: Page) -> Values:
    """What stands in SENT for it. Raises KeyError for an address of which it says nothing."""
    return SENT[max((end for end in SENT if page.path.endswith(end)), key=len, default=page.path)]
