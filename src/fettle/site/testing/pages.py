"""Every address of the pages, from the URLconf itself, filled with what belongs to one side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from fettle.facilities.risks.records import RISK
from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.configuration.records import ITEM
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.incidents import spent
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.knowledge.records import ARTICLE
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reviews.records import REVIEW
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.records import SERVICE
from fettle.processes.services.specifications.records import SPECIFICATION as SERVICE_SPECIFICATION
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.records import SUPPLIER
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.site.testing import configuring, relating
from fettle.site.testing.cast import MARKER, Cast

GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
SLOT = re.compile(r"<(?:\w+:)?(\w+)>")

LEFT_OUT = ("/sign-out/", "/health")
"""The one ends the session; the other answers by how the house is, to everybody."""
STATES = {
    "/solved": "resolved",
    "/not-solved": "resolved",
    "/again": "closed",
    "/follow-up": "closed",
    "/acknowledge": "published",
    "/parts/<name>": "assigned",
    "/time/<entry>": "timed",
    "/time/<entry>/withdraw": "timed",
    "/remind": "published",
    "/do/send_update": "declared",
    "/announce": "declared",
    "/review.pdf": "drafted",
    **dict.fromkeys(("/measure", "/evaluate", "/evaluation", "/evaluation/records", "/evaluation/pdf"), "lasting"),
    "/agreements/<number>/paper": "signed",
    "/portal/agreements/<str:number>": "signed",
}
"""The end of an address that needs its record in another state than the first one."""
SELECTING = ("/desk/", "/incidents", "/requests")
"""Lists that take a selection: whose records are selected makes the side."""
NAMING = (
    *("/new", "/incidents/new", "/requests/new", "/incidents/preview", "/requests/preview", "/import/"),
    *("/people/new/", "/people/import/", "/teams/new/", "/tags/new/", "/organisations/new/"),
)
"""Addresses whose form names somebody or an organisation of a side."""
STEPS = {"announcements": "end", "duties": "done", "services": "retire", "reports": "terminate", "documents": "submit"}
STEPS |= {"knowledge": "submit", "steps": "done", "packages": "submit", "specifications": "submit"}
STEPS |= {"demands": "decline", "customers": "end", "suppliers": "end", "reviews": "cancel"}
STEPS |= {"risks": "withdraw", "offerings": "withdraw", "surveys": "cancel", "followups": "settle"}
STEPS |= {"items": "put_to_use", "problems": "withdraw", "known-errors": "remove"}
STEPS |= {"agreements": "withdraw", "violations": "withdraw", "costs": "withdraw", "budgets": "withdraw"}
"""A step that can be taken, by the first word of an address."""
GONE = ("/people/<int:key>/erase/", "/people/<int:key>/activate/")
"""Pages about somebody who has left."""


@dataclass(frozen=True)
class Page:
    """An address with ``<name>`` where something is to be filled in."""

    path: str

    @property
    def slots(self) -> list[str]:
        return SLOT.findall(self.path)

    @property
    def kind(self) -> Kind:
        """The kind of record that it is about; an incident where it says nothing."""
        if self.path.startswith("/portal/news/"):
            return ANNOUNCEMENT
        named: tuple[Kind, ...] = (REQUEST, ANNOUNCEMENT, SPECIFICATION, DOCUMENT, SERVICE, AGREEMENT, ARTICLE)
        named += (PACKAGE, SERVICE_SPECIFICATION, DEMAND, CUSTOMER, SUPPLIER, COMPLAINT, REVIEW)
        named += (RISK, VIOLATION, OFFERING, SURVEY, FOLLOW_UP, COST, BUDGET, ITEM, PROBLEM, KNOWN_ERROR)
        if self.path.startswith("/portal/services/<"):
            return SERVICE
        if self.path.startswith("/portal/knowledge/"):
            return ARTICLE
        if self.path.startswith("/portal/workarounds/"):
            return KNOWN_ERROR
        if self.path.startswith("/portal/complaints/"):
            return COMPLAINT
        if self.path.startswith("/portal/agreements/"):
            return AGREEMENT
        first = "documents" if self.path.startswith("/duties/") else self.path.split("/")[1]
        return next((kind for kind in named if kind.path == first), INCIDENT)

    @property
    def sides(self) -> str:
        """The organisations between which it can differ."""
        return "AB" if self.slots else "A"

    @property
    def form_sides(self) -> str:
        """The organisations between which its form can differ."""
        return "AB" if self.slots or self.path in (*SELECTING, *NAMING) else "A"

    def record(self, cast: Cast, side: str) -> Record:
        """The record of a side that it is about. Only one's own step is taken back, so the keeper has taken it; what
        services there are is for everybody.
        """
        if self.path.endswith("/undo/<entry>"):
            return cast.taken(self.kind, side)
        if self.kind is SERVICE:
            return cast.world.service
        if self.path == "/problems/<number>/push":
            return cast.spread(side)
        if self.path.startswith("/portal/knowledge/"):
            return cast.record(ARTICLE, side, "published")
        state = next((state for end, state in STATES.items() if self.path.endswith(end)), self.kind.flow.initial)
        return cast.record(self.kind, side, state)

    def filled(self, **values: str) -> str:
        """The address. Raises KeyError for a slot without a value."""
        return SLOT.sub(lambda slot: values[slot[1]], self.path)


@dataclass
class Filled:
    """The addresses of a cast, each filled once for each side."""

    cast: Cast
    made: dict[tuple[Page, str], str] = field(default_factory=dict)

    def __call__(self, page: Page, side: str) -> str:
        if (page, side) not in self.made:
            self.made[page, side] = filled(page, self.cast, side)
        return self.made[page, side]


def pages() -> Iterator[Page]:
    """All but the API's, which has its own table."""
    for path in drawn():
        yield Page(path)


def drawn() -> dict[str, str]:
    """The view of each of them."""
    found = _below(get_resolver().url_patterns, "/")
    return {path: called(view) for path, view in found if not path.startswith("/api/")}


def called(view: Callable[..., object]) -> str:
    """A view's name; those that one function makes for several kinds of records share theirs."""
    return f"{view.__module__.removeprefix('fettle.')}.{view.__qualname__.partition('.')[0]}"


def _below(patterns: list[URLPattern | URLResolver], start: str) -> Iterator[tuple[str, Callable[..., object]]]:
    for pattern in patterns:
        path = start + plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def plain(route: str) -> str:
    """A route of the URLconf as the path of its page has it."""
    text = GROUP.sub(lambda group: f"<{group[1]}>", route)
    return text.replace("^", "").replace("$", "").replace("/?", "/").replace("\\", "")


def filled(page: Page, cast: Cast, side: str) -> str:
    """The address about what belongs to one side."""
    record = asked_of(page, cast, side)
    values = {"number": record.number, "mode": "reply", "entry": record.version, "secret": "x", "place": "services"}
    values |= {"ending": "json", "kinds": "incidents", "version": 1, "code": "document.review", "key": "", "pk": ""}
    values |= {"name": STEPS.get(page.path.split("/")[1], "take")}
    values |= _keys(page, cast, side, record)
    return page.filled(**{name: str(value) for name, value in values.items()}) + QUERIES.get(page.path, "")


def asked_of(page: Page, cast: Cast, side: str) -> Record:
    """The record that an address is about, with a round of approval or a step where the address needs one."""
    if page.path.startswith("/approvals/<number>/") and not page.path.endswith("/ask"):
        return cast.asked(side)
    if page.path.startswith("/steps/<number>/"):
        return cast.stepped(side)
    if page.path.startswith("/ratings/<number>"):
        return cast.rated(side)
    return page.record(cast, side)


PERIOD = "?from=2026-01-01&to=2026-02-01"
QUERIES = {
    "/views/new": "?list=/incidents&open=true",
    **{f"/agreements/<number>/evaluation{end}": "?period=2020-03" for end in ("", "/records", "/pdf")},
    "/portal/agreements/<str:number>/evaluation": "?period=2020-03",
    "/reports/fits.<ending>": PERIOD,
    "/reports/fits/records": f"{PERIOD}&code=INC-1",
    "/reports/complaints.<ending>": PERIOD,
    "/reports/complaints/records": f"{PERIOD}&code=CMP-1",
    "/reports/satisfaction.<ending>": PERIOD,
    "/reports/satisfaction/records": f"{PERIOD}&code=SAT-1",
    "/reports/agreements.<ending>": PERIOD,
    "/reports/agreements/records": f"{PERIOD}&code=AGR-2",
    "/reports/incidents.<ending>": PERIOD,
    "/reports/incidents/records": f"{PERIOD}&code=INC-1",
}
"""What an address says nothing without."""


def _keys(page: Page, cast: Cast, side: str, record: Record) -> dict[str, object]:
    """What is named by the number of its row, made where there is none."""
    start, home = page.path.partition("<")[0], cast.home(side)
    if start == "/people/":
        person = cast.departed(side) if page.path in GONE else cast.newcomer(side)
        return {"key": person.pk, "grant": cast.grant(person) if "<int:grant>" in page.path else 0}
    if start == "/teams/":
        return {"key": cast.team(side).pk, "person": cast.people[f"agent_{side.lower()}"].pk}
    if start == "/tags/":
        return {"key": cast.tag(side).pk}
    if page.path.startswith("/steps/<number>/<step>"):
        return {"step": cast.step(side)}
    if start == "/answers/":
        return {"key": cast.own_answer()}
    if page.path.endswith("/parts/<name>"):
        part = cast.record(page.kind, side, "waiting")
        if Record.objects.filter(pk__in=(record.pk, part.pk)).count() == 2:  # else what made them was taken back
            cast.link(record, part, "parent_of")
        return {"name": "tell"}
    if "/time/<entry>" in page.path:
        return {"entry": next((each.entry for each in spent.on(record)), record.version)}
    if page.path.startswith("/packages/<number>/criteria/<criterion>"):
        return {"criterion": cast.criterion(record, settled=page.path.endswith("/reopen"))}
    if "/components/<component>" in page.path:
        return {"component": cast.component(record)}
    if "/relations/<row>" in page.path:
        return {"row": configuring.relation(cast.world, record)}
    if "/components/<bound>" in page.path:
        return {"bound": configuring.bound(cast.world, record)}
    if "/parties/<party>" in page.path:
        return {"party": cast.party(record)}
    if "/contacts/<row>" in page.path:
        return {"row": relating.contact(cast.world, record)}
    if "/subcontractors/<subcontractor>" in page.path:
        return {"subcontractor": relating.subcontractor(cast.world, record, MARKER[side])}
    if "/estimates/<estimate>" in page.path:
        return {"estimate": cast.estimate()}
    if "/exclusions/<exclusion>" in page.path:
        return {"exclusion": cast.exclusion(record)}
    if "/covers/<cover>" in page.path:
        return {"cover": cast.cover(record)}
    if start == "/settings/":
        return {"key": "incidents.priorities", "number": cast.setting("incidents.priorities").number}
    made: dict[str, Callable[[], dict[str, object]]] = {
        "/files/": lambda: {"pk": cast.file(cast.record(INCIDENT, side, "new"), side)},
        "/files/on/": lambda: {"file": cast.file(record, side)},
        "/operations/mail/": lambda: {"pk": cast.mail(side)},
        "/operations/mail/in/": lambda: {"pk": cast.incoming(side)},
        "/operations/mail/mailboxes/": lambda: {"code": cast.mailbox()},
        "/portal/order/": lambda: {"code": "software"},
        "/organisations/": lambda: {"key": home.pk},
        "/settings/calendars/": lambda: {"key": "office"},
        "/start/": lambda: {"key": "organisation"},
        "/views/": lambda: {"key": cast.view(side)},
        "/bulk/": lambda: {"key": cast.bulk(side)},
        "/desk/recalculations/": lambda: {"key": cast.recalculation(side)},
        "/import/": lambda: {"key": cast.upload(side)},
        "/me/tokens/": lambda: {"key": cast.token(side)},
        "/me/delegates/": lambda: {"key": cast.delegation(side)},
    }
    return made[start]() if start in made else {}
