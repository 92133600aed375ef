"""Every page that a person opens, in a real browser: no accessibility fault, nothing sideways, nothing from elsewhere,
and no text that a translator has not seen.

The screens of the queue, the record, the portal and the administration are walked through by their own tests as well.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response

from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Person
from fettle.kernel.workflow import Verb
from fettle.site.testing.faults import faults
from fettle.site.testing.house import House
from fettle.site.testing.pages import called, drawn, plain
from fettle.site.testing.pages import pages as every_page
from fettle.site.testing.pseudo import outside, pseudo_locale

pytestmark = pytest.mark.browser
SIZES = {"wide": (1440, 900), "phone": (360, 740)}
MISSED = "period=2020-03"
"""The month that was evaluated."""
SPAN = "from=2026-01-01&to=2026-02-01"
FIGURES = {"fits": "INC-1", "incidents": "INC-1", "complaints": "CMP-1", "satisfaction": "SAT-1"}
FIGURES |= {"agreements": "AGR-2"}


def pages(house: House) -> dict[str, list[str]]:
    """The addresses by who opens them."""
    one, solved, service = house.numbers[0], house.numbers[6], house.world.service.number
    person = house.world.people["colleague"].pk
    return {
        "agent": [
            "/desk/?open=true",
            "/desk/?open=true&layout=list",
            "/desk/?open=true&layout=board",
            "/desk/?open=true&panel=filter",
            "/incidents",
            "/requests",
            "/my-work/",
            "/duties/",
            "/duties/?mine=1",
            "/documents",
            f"/documents/{house.document}",
            "/search?q=projector",
            "/notices/",
            "/views/",
            "/views/new?list=/incidents&open=true",
            "/incidents/new",
            f"/incidents/{one}",
            f"/incidents/{one}/explain",
            f"/incidents/{one}/helping",
            f"/incidents/{one}/edit",
            f"/incidents/{one}/link",
            f"/incidents/{one}/do/resolve",
            f"/incidents/{solved}/do/reopen",
            f"/services/{service}",
            "/me/",
            "/me/keys/",
            "/about/",
            "/incidents/INC-999999",
            "/no-such-page",
        ],
        "manager": [
            "/reports",
            "/reports/new",
            "/reports/fits",
            "/reports/incidents",
            *(f"/reports/{of}/records?{SPAN}&code={code}" for of, code in FIGURES.items()),
            f"/reports/{house.report}",
            "/services",
            "/services?layout=board",
            "/services/new",
            "/services/propose",
            "/services/parties",
            "/services/completeness",
            "/services/completeness?all",
            f"/services/{service}",
            f"/services/{service}/map",
            f"/services/{service}/components/add",
            f"/services/{service}/parties/add",
            "/packages",
            f"/packages/new?service={service}",
            "/packages/SDP-000001",
            "/packages/SDP-000001/versions",
            "/packages/SDP-000002/do/submit",
            f"/packages/SDP-000001/criteria/{house.criterion}/evidence",
            "/specifications",
            "/specifications/new",
            "/specifications/SSP-000001",
            "/demands",
            "/demands/new",
            "/demands/DEM-000001",
            f"/demands/{house.rooms.demand}/do/take_up",
            "/customers",
            "/customers/new",
            "/customers/CUS-000001",
            "/customers/CUS-000001/met",
            "/suppliers",
            "/suppliers/new",
            "/suppliers/SUP-000001",
            "/suppliers/SUP-000001/rate",
            "/suppliers/SUP-000001/scorecard",
            "/suppliers/SUP-000001/subcontractors/add",
            "/offerings",
            "/offerings/new?supplier=SUP-000001",
            "/offerings/OFR-000001",
            "/items",
            "/items/new",
            "/items/new?type=server",
            "/items/CI-000001",
            "/items/CI-000001/relations",
            "/items/CI-000001/relations/add",
            "/items/CI-000001/components/add",
            "/items/CI-000001/impact",
            "/items/CI-000001/impact?way=down",
            f"/services/{service}/impact",
            f"/services/{service}/relations",
            "/problems",
            "/problems/new",
            f"/problems/new?from={one}",
            "/problems/PRB-000001",
            "/problems/PRB-000001/incidents",
            "/problems/PRB-000001/incidents/add",
            "/problems/PRB-000001/push",
            "/problems/PRB-000001/do/resolve",
            "/problems/PRB-000002/do/prioritise",
            "/problems/PRB-000002/do/escalate",
            "/problems/PRB-000002/do/name_cause",
            "/known-errors",
            "/known-errors/new?problem=PRB-000001",
            "/known-errors/KE-000001",
            f"/known-errors/KE-000001/send?on={one}",
            "/complaints",
            "/complaints/new",
            "/complaints/CMP-000001",
            "/complaints/CMP-000001/do/answer",
            "/reviews",
            "/reviews/new?with=CUS-000001",
            "/reviews/REV-000001",
            "/reviews/REV-000001/do/hold",
            "/surveys",
            "/surveys/new",
            "/surveys/SUR-000001",
            "/followups",
            "/followups/new",
            "/followups/FUP-000001",
            "/followups/FUP-000001/do/settle",
            "/reports/satisfaction",
            "/reports/agreements",
            "/reports/complaints",
            "/risks",
            f"/risks/new?about={service}",
            "/risks/matrix",
            "/risks/RSK-000001",
            "/risks/RSK-000001/do/assess",
            "/agreements",
            "/agreements/new",
            "/agreements/gaps",
            "/agreements/gaps/customers",
            "/agreements/AGR-000002",
            "/agreements/AGR-000002/version",
            "/agreements/AGR-000002/feasibility",
            "/agreements/evaluations?period=2020-03",
            "/agreements/estimates",
            "/agreements/AGR-000003",
            f"/agreements/AGR-000003/evaluation?{MISSED}",
            f"/agreements/AGR-000003/evaluation/records?{MISSED}&target=availability",
            f"/agreements/AGR-000003/measure?{MISSED}",
            f"/agreements/AGR-000003/evaluate?{MISSED}",
            "/agreements/AGR-000003/paper",
            "/agreements/AGR-000003/following",
            "/agreements/AGR-000003/exclusions/add",
            "/violations",
            "/violations/VIO-000001",
            f"/services/{service}/estimates",
            f"/services/{service}/estimates/new",
            "/money",
            "/costs",
            "/costs/new",
            "/costs/CST-000001",
            "/budgets",
            "/budgets/new",
            "/budgets/BUD-000001",
            "/desk/recalculations",
            f"/desk/recalculations/{house.recalculation}",
            "/settings/calendars/new/",
            "/desk/",
            "/documents",
            "/documents?state=withdrawn",
            "/documents/new",
            f"/documents/{house.document}",
            f"/documents/{house.document}?draft",
            f"/documents/{house.document}/edit",
            f"/documents/{house.document}/versions",
            f"/documents/{house.document}/versions/1",
            f"/documents/{house.document}/compare?old=1&new=2",
            f"/documents/{house.document}/compare?old=1&new=2&layout=inline",
            f"/documents/{house.document}/distribution",
            f"/documents/{house.document}/used-by",
            f"/documents/{house.document}/do/write",
            f"/documents/{house.document}/do/submit",
            "/duties/",
            f"/duties/{house.document}/document.review/",
            "/import/",
            *(f"/import/{run}/" for run in house.imports),
        ],
        "auditor": ["/governance/coverage", "/settings/", "/reports", "/documents", "/duties/"],
        "administrator": [
            "/people/",
            f"/people/{person}/",
            f"/people/{person}/edit/",
            f"/people/{person}/attention/",
            f"/people/{person}/deactivate/",
            f"/people/{house.rooms.gone}/erase/",
            f"/teams/{house.world.desk.pk}/",
            f"/organisations/{house.world.school.pk}/",
            f"/operations/mail/{house.rooms.mail}/",
            "/people/new/",
            "/people/import/",
            "/people/why/",
            "/teams/",
            "/teams/new/",
            "/organisations/",
            "/organisations/new/",
            "/settings/",
            "/settings/incidents.priorities/",
            "/settings/incidents.matrix/",
            "/settings/calendars/",
            "/settings/calendars/office/",
            "/settings/calendars/office/1/",
            "/settings/agreement/",
            "/operations/mail/",
            "/operations/mail/decisions/",
            "/operations/mail/server/",
            "/operations/mail/in/",
            *(f"/operations/mail/in/{mail}/" for mail in house.mails),
            "/operations/mail/try/",
            "/operations/mail/mailboxes/",
            "/operations/mail/mailboxes/desk/",
            "/operations/mail/mailboxes/new/",
            "/operations/jobs/",
            "/operations/health/",
            "/operations/audit/",
            "/me/notices/",
            "/me/password/",
            "/me/tokens/new/",
            "/start/mail/",
        ],
        "requester": [
            "/portal/",
            "/portal/search?q=projector",
            "/portal/services/",
            f"/portal/services/{service}",
            "/portal/new?q=No+Wi-Fi",
            "/portal/requests/?show=all",
            f"/portal/requests/{one}",
            f"/portal/requests/{solved}",
            "/portal/complaints/",
            "/portal/complaints/new",
            "/portal/complaints/CMP-000001",
            "/portal/workarounds/KE-000001?q=projector",
            "/portal/agreements/",
            "/portal/agreements/AGR-000003",
            f"/portal/agreements/AGR-000003/evaluation?{MISSED}",
            "/incidents/new",
            "/documents",
            f"/documents/{house.document}",
            f"/documents/{house.document}/versions",
            "/me/",
            "/settings/",
        ],
        "": ["/sign-in/", "/sign-in/link/", "/sign-in/reset/", "/sign-in/link/none/"],
    }


PARTS = {
    *("edges.pages.detail.older", "edges.pages.detail.live", "edges.pages.peek.peek", "edges.pages.palette.palette"),
    *("edges.pages.pickers.people", "edges.pages.pickers.organisations", "edges.pages.pickers.records"),
    *("administration.people.views.options", "processes.incidents.recording.similar", "edges.mail.views.body"),
}
"""Views that draw a part of a page."""
FILES = {
    *("facilities.discussion.views.file", "edges.mail.views.original", "edges.papers.views.pdf"),
    *("edges.operations.views.audit_export", "edges.duties.views.export", "edges.risks.views.on_paper"),
    *("edges.transfer.views.export", "edges.transfer.import_views.log", "governance.views.export"),
    *("processes.incidents.paper.review", "processes.suppliers.performance.pages.pdf"),
    "processes.suppliers.performance.pages.as_csv",
    *("processes.reviews.paper.printed", "processes.money.printing.pdf", "processes.levels.printing.pdf"),
    *("processes.levels.evaluation.printing.pdf", "processes.levels.lacking_page.export"),
    *("processes.levels.estimates.page.export", "processes.reporting.pages.file", "processes.reporting.views.export"),
    *("administration.people.parties_views.export_teams", "administration.tags.views.export"),
    *("administration.definitions.calendar_views.export", "administration.definitions.agreement_views.export"),
    "administration.definitions.views.export",
}
"""Views that give a file."""
LEADING = {
    *("edges.pages.short.home", "edges.pages.short.record", "edges.pages.saved.delete"),
    *("administration.definitions.views.by_number", "administration.start.views.done"),
}
"""Views that send a reader elsewhere."""
BESIDE = {
    "administration.start.views.start": "administration/tests/test_journey.py",
    "administration.tags.views.tags": "edges/tags/tests/test_browser.py",
    "administration.tags.views.add": "edges/tags/tests/test_browser.py",
    "administration.tags.views.one": "edges/tags/tests/test_browser.py",
    "edges.tags.views.on": "edges/tags/tests/test_browser.py",
    "edges.pages.saved.edit": "test_queue.py",
    "edges.pages.bulk_run.progress": "test_queue.py",
}
"""Views whose pages other tests open in a browser, and which."""
SEEN = re.compile(r"^(/\S*)", re.MULTILINE)
"""The addresses of the committed table of pages: all that answer to GET."""


def opened_here(house: House) -> Iterator[tuple[str, Any]]:
    """Each address with what answers to it."""
    for addresses in (*pages(house).values(), *house.rooms.pages().values()):
        for address in addresses:
            with suppress(Resolver404):
                yield address, resolve(address.partition("?")[0])


ASIDE = PARTS | FILES | LEADING | set(BESIDE)


def committed() -> set[str]:
    """The addresses of the committed table of pages."""
    return set(SEEN.findall(Path("tests/golden/pages.txt").read_text()))


def test_every_list_form_and_record_is_opened(house: House) -> None:
    """What has an address without a slot, or with one at its end, by itself: a new room is not forgotten here."""
    views = drawn()
    there = committed() & {page.path for page in every_page() if len(page.slots) == page.path.endswith(">")}
    routes = {"/" + plain(answers.route) for _address, answers in opened_here(house)}
    assert {path for path in there - routes if views[path] not in ASIDE} == {"/new"}, "only this sends elsewhere"


def test_every_sort_of_page_is_opened(house: House) -> None:
    """What one view draws for several kinds of records looks alike: one of them is opened, wherever it stands."""
    views = drawn()
    seen = {called(answers.func) for _address, answers in opened_here(house)}
    assert {views[path] for path in committed()} - seen == ASIDE, "not opened here, or named above and not so any more"


STEP = re.compile(r"/(\w+)/[A-Z]+-\d+/do/(\w+)$")
"""The page of a verb: what sort of record, and the verb."""


def asks_of(verb: Verb) -> frozenset[str]:
    """The sorts of fields on the page of a verb."""
    return frozenset(f"{type(ask.type).__name__}{' tiles' * getattr(ask.type, 'tiles', False)}" for ask in verb.asks)


def test_every_sort_of_field_of_a_verb_is_opened(house: House) -> None:
    """The page of a verb is drawn from what it asks: each sort of field stands on one that is opened, and each verb of
    an incident has its own.
    """
    asked = {(kind.path, verb.name): asks_of(verb) for kind in assembly().kinds for verb in kind.flow.verbs}
    taken = {step.groups() for address, _view in opened_here(house) if (step := STEP.match(address))}
    there = {step: sorts for step, sorts in asked.items() if step in taken}
    assert frozenset().union(*asked.values()) == frozenset().union(*there.values())
    assert {name for kind, name in asked.keys() - taken if kind == "incidents"} == UNASKED


UNASKED = {"start", "resume", "confirm", "close", "unmerge"}
"""Verbs of an incident that ask for nothing, as taking it does."""
REFUSED = {
    **dict.fromkeys(("agent /incidents/INC-999999", "agent /no-such-page"), 404),
    **dict.fromkeys(("requester /incidents/new", "requester /settings/"), 403),
    **dict.fromkeys((" /a/unknown", " /s/unknown", " /sign-in/link/none/"), 410),
}
"""What is opened to see how it is refused."""


def test_each_is_there(house: House) -> None:
    """A page that says that there is none looks well too, and would pass everything here."""
    found = {}
    for who, addresses in [*pages(house).items(), *house.rooms.pages().items()]:
        client = Client()
        if who:
            client.force_login(house.world.people[who])
        for address in addresses:
            found[f"{who} {address}"] = client.get(address, follow=True).status_code
    assert {name: status for name, status in found.items() if status != 200} == REFUSED


WALKED = ("/desk/", "/my-work/", "/search", "/views/", "/incidents/INC-0", "/services", "/people", "/teams", "/me/")
WALKED += ("/incidents/new", "/settings", "/organisations", "/portal", "/sign-in", "/start")
"""Looked at by axe in test_queue, test_record and the tests of portal and administration."""
AFTER_ALL = re.compile(
    "/desk/recalculations|/estimates|/portal/(complaints|agreements|services/S)|/(calendars|teams|organisations)/new"
    r"|/people/\d+/e|/(teams|organisations)/\d|/office/\d"
)
"""What these do not look at."""


def opened(house: House, size: str, walked: bool = True) -> Iterator[tuple[str, Page]]:
    for who, addresses in pages(house).items():
        for address in addresses:
            if walked or not address.startswith(WALKED) or AFTER_ALL.search(address):
                yield f"{who} {address}", house.visit(address, who, SIZES[size])
    for who, addresses in house.rooms.pages().items():
        for address in addresses:
            yield f"{who} {address}", house.visit(address, who, SIZES[size])


OUTSIDE = """() => {
    const strays = [];
    for (const card of document.querySelectorAll('.x-board-card, .x-card, .x-service, .x-requests > li')) {
        const room = card.getBoundingClientRect();
        for (const part of card.querySelectorAll('*')) {
            const box = part.getBoundingClientRect();
            if (!box.width || part.closest('.x-unseen, .x-menu-panel, .x-options, .x-steps, table, pre')) continue;
            if (part.closest('.x-map svg') || part.parentElement.closest('.x-cut')) continue;
            if (box.right > room.right + 0.5 || box.left < room.left - 0.5) strays.push(part.className || part.tagName);
        }
    }
    return strays;
}"""
"""What lies beside the card that it belongs to. What opens over the page may, and what scrolls by itself."""


def misfits(page: Page, width: int) -> list[str]:
    """What does not fit at this width, at which phones are held, as soon as the page's letters have come: until then
    others stand for them.
    """
    was = page.viewport_size
    page.evaluate("document.fonts.ready.then(() => true)")
    page.set_viewport_size({"width": width, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0
    strays: list[str] = page.evaluate(OUTSIDE)
    page.set_viewport_size(was or {"width": 1440, "height": 900})
    found = [f"{part} lies outside its card at {width}" for part in sorted(set(strays))]
    return [*found, f"goes sideways at {width}"] if wide else found


ALIKE = ".x-coverage tbody tr:nth-child(n + 31):not(:nth-child(7n))"
"""The items of FitSM are drawn alike: axe looks at the first and at every seventh."""


@pytest.mark.parametrize("size", SIZES)
def test_no_accessibility_fault(house: House, size: str) -> None:
    found = []
    for name, page in opened(house, size, walked=False):
        found += [f"{name}: {rule}: {nodes}" for rule, nodes in faults(page, ALIKE, dark=size == "wide")]
    assert not found, "\n".join(found)


def test_a_fault_would_be_found(page: Page) -> None:
    page.set_content(
        '<html lang="en"><title>x</title><main><h1>Title</h1><p style="color: #aaa">pale</p><img src="x">'
        "<style>[data-theme=dark] h1 { color: #eee }</style></main>"
    )
    assert [rule for rule, _elements in faults(page)] == ["color-contrast", "image-alt"]
    assert [rule for rule, _elements in faults(page, without="img")] == ["color-contrast"]
    dark = faults(page, without="p, img", dark=True)
    assert dark == [("color-contrast in dark", ["<h1>Title</h1>"])], "and the page is light again"
    assert faults(page, without="p, img") == []


WEIGHED: dict[str, tuple[tuple[str, str], int, int, int]] = {
    "agent": (("/desk/?open=true", "agent"), 200, 25, 60),
    "record": (("/incidents/INC-000001", "agent"), 200, 25, 60),
    "portal": (("/portal/", "requester"), 90, 25, 60),
    "order": (("/portal/order/new_account", "requester"), 90, 25, 60),
    "decision": (("link", ""), 70, 25, 60),
}
"""Kilobytes at the first visit: all, style sheets, scripts. The link is the one to decide by."""


@pytest.mark.parametrize("name", WEIGHED)
def test_a_first_visit_is_light_and_asks_no_other_host(house: House, name: str) -> None:
    (address, who), most, styles, scripts = WEIGHED[name]
    sizes: dict[str, int] = {}
    context = house.browser.new_context(base_url=house.url)
    context.add_cookies(house.visit("/about/", who).context.cookies())
    page = context.new_page()
    page.on("response", lambda answer: answer.ok and sizes.update({answer.url: _packed(answer)}))
    page.goto(house.rooms.link if address == "link" else address, wait_until="networkidle")
    assert page.locator("h1").count() == 1
    context.close()
    assert [url for url in sizes if not url.startswith((house.url, "data:"))] == []
    assert sum(sizes.values()) <= most * 1000, sizes
    assert sum(size for url, size in sizes.items() if url.endswith(".css")) <= styles * 1000
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= scripts * 1000


def _packed(answer: Response) -> int:
    """As it travels: pages as the server says, styles, scripts and drawings always packed (decision 0032)."""
    body, sent = answer.body(), answer.headers.get("content-encoding", "")
    return len(gzip.compress(body)) if sent or answer.url.endswith((".css", ".js", ".svg")) else len(body)


TEXTS = """() => {
    const said = [], seen = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const { data, parentElement: at } = walk.currentNode;
        if (!at.closest('script, textarea, kbd, code, .x-av, .x-coverage tbody, [translate=no]')) seen.push(data);
    }
    for (const e of document.body.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
            if (e.getAttribute(name) && !e.closest('[translate=no]')) said.push(e.getAttribute(name));
    return [document.title, seen.join(' '), ...said];
}"""
"""What is seen in one piece, because a sentence may hold elements; and each text that is only said. The items of FitSM
are said in each language by the standard's own data.
"""
NO_TEXT = re.compile(r"\b[a-z_]+\.[a-z_]+\b|[^\W\d_]+…")
"""The name of a fact, as the interface for programs has it; and the last word of what was cut short."""
NAMES = {
    "Fettle",
    "FitSM",
    "FITS",
    "ITEMO",
    "Europe",
    "Prague",
    "English",
    "Deutsch",
    "CSV",
    "XLSX",
    "PDF",
    "JSON",
    "HTML",
    "STARTTLS",
    "SHA",
    "VIP",
}
NAMES |= {word for zone in available_timezones() for word in re.findall(r"[^\W\d_]{3,}", zone)} | {"PostgreSQL"}
"""Names that are the same in every language."""


def test_no_visible_text_is_left_untranslated_and_longer_texts_fit(house: House) -> None:
    Person.objects.update(language="de")
    assert house.rooms  # they stand before their words are read
    known = written_by_people() | NAMES | {"projector"}  # what we search for
    left: dict[str, set[str]] = {}
    try:
        with pseudo_locale("de"):
            for name, page in opened(house, "wide"):
                if (
                    not name.startswith(" ") or name == f" {house.rooms.link}"
                ):  # it speaks the language of whoever is asked
                    for text in page.evaluate(TEXTS):
                        words = set(re.findall(r"[^\W\d_]{3,}", NO_TEXT.sub("", outside(text)))) - known
                        left.setdefault(name, set()).update(words)
                for width in (1440, 360, 320):
                    if wrong := misfits(page, width):
                        left.setdefault(name, set()).update(wrong)
    finally:
        Person.objects.update(language="en")
    faults = [f"{name}: {', '.join(sorted(words))}" for name, words in left.items() if words]
    assert not faults, "\n".join(faults)


def written_by_people() -> set[str]:
    """Every word that stands in the database: names, titles, texts, and settings with what they hold."""
    words: set[str] = set()
    for model in apps.get_models():
        fields = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        if fields and model._meta.app_label not in ("sessions", "procrastinate", "contenttypes"):
            for row in model._default_manager.values_list(*fields):
                text = json.dumps(row, default=str, ensure_ascii=False).replace("\\n", " ")
                words.update(re.findall(r"[^\W\d_]{3,}", text))
    return words
