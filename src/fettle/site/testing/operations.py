"""Every operation of the API with a request that is right in itself, so that only who asks decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.assembly import assembly
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.incidents import spent
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.knowledge.records import ARTICLE
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.suppliers.records import SUPPLIER
from fettle.site.api import api
from fettle.site.testing import configuring, relating
from fettle.site.testing.cast import MARKER, Cast
from fettle.site.testing.world import TARGETS

SAMPLE: dict[str, Any] = {
    "vip": True,
    "title": "Printer jams",
    "details": "Again",
    "reason": "because",
    "text": "words",
    "team": "Campus desk",
    "pause_reason": "supplier",
    "way": "hierarchical",
    "resolution": "cleaned",
    "closure_code": "solved",
    "impact": "person",
    "urgency": "soon",
    "verb": "revise",
    "values": {"title": "Renamed"},
    "preview": False,
    "relation": "related",
    "identifier": "weekly-desk",
    "purpose": "shows the week",
    "recipients": "the desk",
    "contents": "opened and resolved",
    "frequency": "weekly",
    "format": "pdf",
    "delivery": "by mail",
    "starts_on": "2026-01-01",
    "kind": "services",
    "criterion": "service_down",
    "review": "no spare",
    "stage": "identified",
    "lead": "communication",
    "update_minutes": 15,
    "nature": "outage",
    "period_from": "2026-01-05",
    "period_until": "2026-01-11",
    "outcome": "late",
    "remark": "words",
    "follow_up": "ask",
    "follow_up_by": "agent@example.org",
    "follow_up_until": "2026-02-01",
    "type": "policy",
    "audience": "everyone",
    "article": "KB-1",
    "answers": {"program": "Maps", "device": "A-012"},
    "code": "document.review",
    "due_on": "2027-02-01",
    "role": "sms_manager",
    "name": "Nora New",
    "organisation": "Northfield IT",
    "phone": "030 1234",
    "procedure": "The desk looks at it every day.",
    "zone": "Europe/Berlin",
    "active": True,
    "shared": True,
    "parent": "Northfield IT",
    "targets": TARGETS,
    "calendar": "office",
    "week": {"monday": [["08:00", "12:00"]]},
    "list": "/desk/",
    "fact": "incidents.assigned",
    "notice": 1,
    "address": "agent@example.org",
    "verdict": "approve",
    "delegate": "head@example.org",
    "first_day": "2099-01-01",
    "last_day": "2099-01-02",
    "workflow": "locked_account",
    "place": 1,
    "password": "open sesame",
    "mailbox": "desk",
    "mail": "From: agent@example.org\r\nSubject: News\r\n\r\nHello",
    "minutes": 5,
    "policy": "package",
    "evidence": "seen",
    "contact_point": "the desk",
    "add": ["exam"],
    "retired": True,
    "action": "reply",
    "key": "ö",
    "assignee": "agent@example.org",
    "importance": "normal",
    "planned_on": "2030-01-01",
    "held_on": "2026-01-01",
    "participants": "Both",
    "answer": "So it is",
    "function": "Head",
    "signed_on": "2026-01-01",
    "period": "2020-03",
    "target": "availability",
    "value": 99,
    "source": "probe",
    "follows": [{"missed": 2, "of": 3, "unit": "month", "action": "tell", "days": 1}],
    "how": "by letter",
    "acknowledged_on": "2026-01-01",
    "reach": "named",
    "questions": "rating: How is it?",
    "ends_on": "2099-01-01",
    "comment": "words",
    "counts_from": date.today().isoformat(),
    "confidence": "low",
    "basis": "words",
    "incidents": 5,
}
FOUND: dict[str, Callable[[Cast, str], int | str]] = {
    "{team}": lambda cast, side: cast.crew(side).pk,
    "{organisation}": lambda cast, side: cast.home(side).pk,
    "{tag}": lambda cast, side: cast.tag(side).pk,
    "{bulk}": lambda cast, side: cast.bulk(side),
    "{view}": lambda cast, side: cast.own_view(),
    "{answer}": lambda cast, side: cast.own_answer(),
    "{token}": lambda cast, side: cast.own_token(),
    "{mail}": lambda cast, side: cast.withheld_mail(),
    "{incoming}": lambda cast, side: cast.incoming(side),
    "{picture}": lambda cast, side: 1,
    "{mailbox}": lambda cast, side: cast.mailbox(),
    "{job}": lambda cast, side: cast.failed_job(),
    "{delegation}": lambda cast, side: cast.own_delegation(),
    "{reaction}": lambda cast, side: cast.dead_reaction(),
    "{recalculation}": lambda cast, side: cast.recalculation(side),
}
"""What stands in the slots of addresses that are about no record."""
OF_A_RECORD: dict[str, Callable[[Cast, Record, str], int]] = {
    "{criterion}": lambda cast, record, name: cast.criterion(record, settled=name == "reopen_criterion"),
    "{component}": lambda cast, record, name: cast.component(record),
    "{relation}": lambda cast, record, name: configuring.relation(cast.world, record),
    "{bound}": lambda cast, record, name: configuring.bound(cast.world, record),
    "{cover}": lambda cast, record, name: cast.cover(record),
    "{estimate}": lambda cast, record, name: cast.estimate(record),
    "{party}": lambda cast, record, name: cast.party(record),
    "{subcontractor}": lambda cast, record, name: relating.subcontractor(cast.world, record, record.title),
    "{row}": lambda cast, record, name: relating.contact(cast.world, record),
}
"""What stands in the slots that are about a row of the record; the operation's name says in which state it is."""
READ = {"agreement": "negotiation", "violation": "told"}
"""From when on the other side reads what is written to it."""
STEPPED = {"acknowledge": "published", "difference": "published", "review_major": "major", "settle": "followed"} | {
    "undo": "in_progress",
    "review_pdf": "drafted",
    "put_up_again": "over",
    **dict.fromkeys(
        ("send_update", "appoint", "set_meeting", "set_interval", "write_review", "undeclare_major"), "declared"
    ),
    "put_in_force": "signed",
    "drop_version": "versioned",
    "expire": "overdue",
    **dict.fromkeys(("measure", "evaluate", "evaluation", "evaluation_records", "evaluation_pdf"), "lasting"),
    "correct_time": "timed",
    "withdraw_time": "timed",
    "paper": "signed",
}
"""Where the state of the workflow says too little: the steps of the cast that lead there."""
ROLES: dict[str, dict[str, Any]] = {
    "/components": {"role": "enabling"},
    "/parties": {"role": "supplier"},
    "/relations": {"role": "enhancing", "relation": "connected"},
    "/contacts": relating.CONTACT,
}
ROLES |= {"/ratings": {"criterion": "quality", "points": 4, "first": "2026-01-01", "last": "2026-03-31"}}
"""By a part of the address, where "role" is another one than that of a person."""
MONEY: dict[str, dict[str, Any]] = {
    "cost": {"nature": "purchase", "price": "12.00", "begins": "2026-01-01", "stage": "estimated"},
    "budget": {"price": "12.00", "year": 2026, "part": "q1"},
}
PROBLEMS = {"source": "trend", "way": "accepted", "outcome": "fewer", "impact": "much", "urgency": "soon"}
PROBLEMS |= {"solution": "words", "root_cause": "words", "team": "Campus desk"}
"""What problems ask for."""
ITEMS = {"type": "computer"}
"""What configuration items ask for."""
RISKS = {"nature": "threat", "until": (date.today() + timedelta(days=30)).isoformat(), "treatment": "reduce"}
RISKS |= dict.fromkeys(("likelihood", "impact", "residual_likelihood", "residual_impact"), "3")
"""What risks ask for."""
PERIOD = "?from=2026-01-01&to=2026-02-01"
"""For an operation that reads a period."""
ALSO = {
    "order": {"answers"},
    "assign": {"team"},
    "escalate": {"team"},
    "prioritise": {"impact", "urgency"},
    "revise": {"title", "reason"},
    "bulk": {"values", "preview"},
    "redefine": {"procedure"},
    "distribute": {"team"},
    "take_off": {"team"},
    "appoint": {"person"},
    "set": {"role"},
    "ask": {"people"},
    "take_up": {"service"},
    "change": {"zone", "active", "shared", "reason", "retired"},
    "server_password": {"password"},
    "password": {"password"},
    "submit": {"policy"},
    "begin": {"calendar"},
    "notify": {"how"},
    "register": {"contact_point", "questions"},
    "estimate": {"incidents"},
    "tag": {"add"},
    "change_relation": {"role"},
    **{name: {"name"} for name in ("add_component", "change_component")},
    **{name: {"contact_point"} for name in ("add_party", "change_party")},
    **{name: {"channel"} for name in ("add_contact", "change_contact")},
}
"""What an operation needs beyond what its schema requires."""
TEXTS = ("document", "article", "design_package", "service_specification")
KEEPERS = {
    **dict.fromkeys(("/imports", "/settings", "/calendars", "/holidays"), "manager"),
    "/time-spent": "manager",
    "/recalculations": "manager",
    **dict.fromkeys(("/people", "/teams", "/tags", "/organisations"), "administrator"),
    "/incoming-mails": "manager",
    **dict.fromkeys(("/mail", "/decisions", "/jobs", "/reactions", "/health"), "administrator"),
}
"""Who of the world may do all that is below an address, where that is not an agent."""

NAMING = {"/organisations": "?q=School+of+the"}
"""By which words a list names both sides, whose first page the tests fill with others."""


@dataclass(frozen=True)
class Operation:
    """A method at a path of the OpenAPI text, without its prefix."""

    method: str
    path: str
    details: dict[str, Any]
    of: Kind | None = None
    """The kind of record that it is asked about, where it is one for all."""

    @property
    def name(self) -> str:
        """The last word of its id: register, revise, take …"""
        return str(self.details["operationId"]).partition("_")[2]

    @property
    def kind(self) -> Kind:
        """The kind whose records it is about; an incident for those of any kind."""
        if self.of:
            return self.of
        by_path = {kind.path: kind for kind in assembly().kinds} | {"duties": DOCUMENT, "help": ARTICLE}
        by_path |= {"workarounds": KNOWN_ERROR}
        if self.path.startswith(("/help/on/", "/workarounds/on/")):
            return INCIDENT
        return by_path.get(self.path.split("/")[1], INCIDENT)

    @property
    def keeper(self) -> str:
        """Somebody of the world who may do it all."""
        if "{person}" in self.path:
            return "administrator"
        if self.path.startswith(("/help/{number}", "/workarounds/{number}")):
            return "requester"  # what is for their own organisation
        if self.name in ("review_major", "undeclare_major") or self.details["operationId"] == "approvals_decide":
            return "manager"
        if self.path.startswith("/ratings/{number}"):
            return "manager" if self.name == "results" else "requester"
        if self.name in ("me_too", "not_affected", "confirm_reading"):
            return "requester"
        by_path = next((who for start, who in KEEPERS.items() if self.path.startswith(start)), "agent")
        kinds = {
            "service": "manager",
            "report_spec": "manager",
            "agreement": "manager",
            "document": "head",
            "article": "head",
            "design_package": "head",
            "service_specification": "head",
            "demand": "manager",
            **dict.fromkeys(("customer", "supplier", "complaint", "review", "offering"), "manager"),
            **dict.fromkeys(("survey", "follow_up"), "manager"),
            "risk": "manager",
            "violation": "manager",
            "cost": "manager",
            "item": "manager",
            "problem": "manager",
            "known_error": "manager",
            "budget": "head",
        }
        return kinds.get(self.kind.key, by_path)

    @property
    def state(self) -> str:
        """A state in which it may be done."""
        verb = self.kind.flow.by_verb.get(self.name)
        if verb is None and self.name == "follow_up":
            return "closed"
        if self.path.startswith("/help/{number}"):
            return "published"
        if self.kind.key == "follow_up" and verb:
            return str(verb.sources and next(iter(verb.sources)))
        if self.name == "reply" and (read := READ.get(self.kind.key)):
            return read
        if also := STEPPED.get(self.name):
            return also
        if self.kind.key in TEXTS and self.name in ("discard", "version"):
            return "redrafted" if self.name == "discard" else "published"
        known = [state.key for state in self.kind.flow.states]
        return min(verb.sources, key=known.index) if verb else self.kind.flow.initial

    @property
    def makes_record(self) -> bool:
        """Whether there is one more record after it."""
        made = "201" in self.details["responses"] or 201 in self.details["responses"]
        of_a_kind = made and self.path.split("/")[1] in {kind.path for kind in assembly().kinds}
        return of_a_kind or self.name in ("bring_in", "order")

    @property
    def schema(self) -> dict[str, Any] | None:
        """The schema of its JSON body."""
        content = self.details.get("requestBody", {}).get("content", {})
        schema: dict[str, Any] | None = content.get("application/json", {}).get("schema")
        return schema

    def _record(self, cast: Cast, side: str) -> Record:
        """The record that it is about: with a round of approval, a step or an incident, where it needs one."""
        if self.name == "push":
            return cast.spread(side)
        if self.path.startswith("/approvals/") and self.name != "ask":
            return cast.asked(side)
        if self.path.startswith("/steps/"):
            return cast.stepped(side)
        if self.path.startswith("/ratings/"):
            return cast.rated(side, done=self.name == "comment")
        return cast.record(self.kind, side, self.state)

    def asks(self, cast: Cast, side: str) -> tuple[str, dict[str, Any]]:
        """Path and further arguments of a call about a record of one side."""
        numbered = "{number}" in self.path or self.name == "bulk"
        number = self._record(cast, side).number if numbered else ""
        code = "software" if self.path.startswith("/catalogue/") else "INC-1"
        path = self.path.replace("{number}", number).replace("{code}", code).replace("{key}", "incidents.priorities")
        path = path.replace("{version}", "1").replace("{calendar}", "office").replace("{country}", "DE")
        for slot, found in FOUND.items():
            path = path.replace(slot, str(found(cast, side))) if slot in path else path
        if self.name == "server_test":
            cast.mail_server()
        if self.name == "tester":
            cast.mailbox()
        if self.method == "GET":
            path += NAMING.get(self.path, "")
        if any(parameter["name"] == "from" for parameter in self.details.get("parameters", ())):
            path += PERIOD
        if any(parameter["name"] == "period" for parameter in self.details.get("parameters", ())):
            path += "?period=2020-03" + ("&target=availability" if self.name == "evaluation_records" else "")
        if any(parameter["name"] == "into" for parameter in self.details.get("parameters", ())):
            path += f"?into={cast.record(self.kind, side, 'in_progress').number}"
        if "{person}" in path:
            whom = cast.departed(side) if self.name == "erase" else cast.newcomer(side)
            path = path.replace("{person}", f"person:{whom.pk}")
            path = path.replace("{grant}", str(cast.grant(whom))) if "{grant}" in path else path
        if self.path.startswith("/imports/"):
            path = path.replace("{pk}", str(cast.upload()))
        if self.name == "difference":
            path += "?old=1&new=1"
        for slot, row in OF_A_RECORD.items():
            if slot in path:
                path = path.replace(slot, str(row(cast, self._record(cast, side), self.name)))
        if "{pk}" in path:
            path = path.replace("{pk}", str(cast.file(cast.record(self.kind, side, self.state), side)))
        if form := self.details.get("requestBody", {}).get("content", {}).get("multipart/form-data"):
            first, *others = form["schema"]["required"]
            content = (
                b"name,mail\nNora,nora@example.org\n" if self.path == "/people/import" else b"title\nPrinter jams\n"
            )
            file = SimpleUploadedFile("a.csv", content)
            sent = encode_multipart(BOUNDARY, {first: file, **{name: SAMPLE[name] for name in others}})
            return path, {"raw": sent, "media": MULTIPART_CONTENT}
        headers = {"If_Match": "*"} if self.method == "PATCH" else {}
        return path, {"body": self._body(cast, side, number), **headers} if self.schema else headers

    def _body(self, cast: Cast, side: str, number: str) -> dict[str, Any]:
        schema = self.schema or {}
        names = set(schema.get("required", ())) | ALSO.get(self.name, set())
        given = {
            **SAMPLE,
            "numbers": [number],
            **({"article": cast.record(ARTICLE, side, "published").number} if "article" in names else {}),
            "person": cast.people[f"user_{side.lower()}"].mail,
            **({"step": cast.step(side, done=self.name == "redo")} if "step" in names else {}),
            **({"people": ["head@example.org"]} if "people" in names else {}),
            **({"relation": "caused_by"} if self.name == "unlink" else {}),
            **({"person": cast.people[f"agent_{side.lower()}"].mail} if self.name == "appoint" else {}),
        }
        given |= next((values for part, values in ROLES.items() if part in self.path), {})
        if self.kind.key == "demand":
            given["nature"] = "demand"
        if self.kind.key in relating.DATABASES and "organisation" in names:
            given["organisation"] = f"organisation:{relating.branch(cast.home(side)).pk}"
        if "relationship" in names:
            home, word = cast.home(side), MARKER[side]
            given["relationship"] = relating.relationship(cast.world, CUSTOMER, home, word).number
        if self.path.startswith("/ratings/"):
            given["answers"] = ["5"]
        if self.kind.key == "review":
            given["minutes"] = "Words"
        if self.kind.key == "complaint":
            given["outcome"] = "justified"
        if self.kind.key == "violation":
            given |= {"cause": "supplier", "notice": "Words", "values": {"notice": "Words"}}
        given |= MONEY.get(self.kind.key, {})
        if self.kind.key == "item":
            given |= ITEMS
        if self.kind.key == "problem":
            given |= PROBLEMS | ({"way": "reply"} if self.name == "push" else {})
            given |= {"way": "hierarchical"} if self.name == "escalate" else {}
            given["incidents"] = cast.record(INCIDENT, side, "in_progress").number
        if self.kind.key == "known_error":
            given |= {"workaround": "words", "problem": cast.record(PROBLEM, side, "recorded").number}
        if "known_error" in names:
            given["known_error"] = cast.record(KNOWN_ERROR, side, "current").number
        if "component" in names:
            given["component"] = configuring.component(cast.world)
        if "service" in schema.get("properties", {}) and self.kind.key == "cost" and self.name == "register":
            names |= {"service"}
        if self.kind.key == "risk":
            given |= {name: value for name, value in RISKS.items() if name in names}
        if self.kind.key == "agreement" and self.name == "register":
            names |= {"type", "organisation"}
            given |= {"type": "sla", "organisation": cast.home(side).name}
        if "supplier" in names:
            home, word = cast.home(side), MARKER[side]
            given["supplier"] = relating.relationship(cast.world, SUPPLIER, home, word).number
        if self.name == "forward":
            given["supplier"] = relating.reachable(cast.world, cast.home(side), MARKER[side]).number
        if "attachment" in names:
            given["attachment"] = cast.paper(self._record(cast, side))
        if "service" in names:
            given["service"] = cast.world.service.number
        if "ends_on" in names and self.kind.key == "agreement":
            given["ends_on"] = cast.record(self.kind, side, self.state).item.valid_until.isoformat()
        if "into" in names:
            of_tag = f"tag:{cast.tag(side).pk}" if "{tag}" in self.path else ""
            given["into"] = of_tag or cast.record(self.kind, side, "in_progress").number
        if "entry" in names:
            given["entry"] = spent.on(cast.record(self.kind, side, self.state))[0].entry
        if "other" in names:
            other = cast.record(INCIDENT, side, "in_progress") if self.kind is INCIDENT else cast.world.service
            given["other"] = other.number
            if self.name == "unlink":
                cast.link(cast.record(self.kind, side, self.state), other, given["relation"])
        return {name: given[name] for name in sorted(names & schema.get("properties", {}).keys())}


def on_each_kind(*names: str) -> Iterator[Operation]:
    """Those of these names that are for records of all kinds, about one of each."""
    for kind in assembly().kinds:
        for operation in operations():
            if operation.path.startswith("/records/") and operation.name in names:
                yield replace(operation, of=kind)


def operations(*methods: str) -> Iterator[Operation]:
    """All of them, or those of these methods, in the order of the OpenAPI text."""
    for path, by_method in api.get_openapi_schema()["paths"].items():
        for method, details in by_method.items():
            if not methods or method.upper() in methods:
                yield Operation(method.upper(), path.removeprefix("/api/v1"), details)
