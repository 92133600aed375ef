"""The guided start, from an empty database."""

from __future__ import annotations

import re
import socket

import pytest
from django.test import Client
from django.utils import translation

from fettle.administration.start import steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock import queries as calendars
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.models import Setting
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import queries as levels
from fettle.processes.services import queries as services
from fettle.site import first_start
from fettle.site.testing.world import World

ADMIN = {"name": "Ada Long", "mail": "ada@example.org", "password": "correct horse battery"}
HOME = {"name": "Northfield College", "zone": "Europe/Prague", "language": "en"}


@pytest.fixture
def starting(db: None) -> Client:
    """A browser behind the printed link."""
    first_start.prepare()
    client = Client()
    address = re.search(r"(/sign-in/link/\S+)", first_start.link())[1]
    assert client.get(address).status_code == 200
    assert client.post(address)["Location"] == "/start/"
    return client


def test_a_start_prepares_once_and_again_without_harm(db: None) -> None:
    first_start.prepare()
    first_start.prepare()
    assert Organisation.objects.count() == 1


def test_the_link_works_once_and_a_newer_one_ends_it(db: None) -> None:
    first_start.prepare()
    old, new = (re.search(r"(/sign-in/link/\S+)", first_start.link())[1] for _each in range(2))
    assert Client().post(old).status_code == 410
    assert Client().post(new).status_code == 302
    assert Client().post(new).status_code == 410


def test_nobody_gets_in_without_the_link(db: None) -> None:
    first_start.prepare()
    for address in ("/start/", "/start/administrator/"):
        assert Client().get(address)["Location"].startswith("/sign-in/")
    assert Client().post("/start/administrator/", ADMIN).status_code == 302
    assert not Person.objects.exists()


def test_there_is_no_link_once_somebody_administers(world: World) -> None:
    assert first_start.link() is None


def test_six_answers_make_a_working_desk(starting: Client) -> None:
    assert starting.get("/start/")["Location"] == "/start/organisation/"
    starting.post("/start/organisation/", HOME)
    hours = {"weekdays": "08:00-12:00, 13:00-16:30", "saturday": "", "sunday": "", "country": "CZ"}
    assert starting.post("/start/hours/", {**hours, "weekdays": "late"}).status_code == 422
    starting.post("/start/hours/", hours)
    assert starting.post("/start/administrator/", {**ADMIN, "password": "short"}).status_code == 422
    assert not Person.objects.exists()
    starting.post("/start/administrator/", ADMIN)
    starting.post("/start/team/", {"name": "Service desk", "mail": ""})
    starting.post("/start/service/", {"title": "Campus IT", "requestable": "on", "pace": "calm"})
    ada = Person.objects.get()
    assert {grant.role for grant in ada.grants.all()} == {"administrator", "sms_manager"}
    assert Team.objects.get().memberships.get().leads
    data = calendars.latest("office").data
    assert data["zone"] == "Europe/Prague" and len(data["holidays"]) > 30
    assert levels.target_for("incident", 1, None, ada.organisation).response == 60
    assert ada.organisation.name == "Northfield College"
    actor = Actor.of(ada)
    service = services.live(actor).get()
    assert service.title == "Campus IT" and service.team == Team.objects.get()
    record = actions.register(actor, INCIDENT, title="It works", impact="person", urgency="soon", service=service)
    assert record.number == "INC-000001"


def test_how_the_desk_is_reached_is_asked_with_the_first_team(starting: Client) -> None:
    """Without telephone and times nothing is shown: a team's address alone need not be everybody's."""
    starting.post("/start/organisation/", HOME)
    starting.post("/start/hours/", {"weekdays": "08:00-16:00", "saturday": "", "sunday": "", "country": ""})
    starting.post("/start/administrator/", ADMIN)
    page = starting.get("/start/team/").content.decode()
    assert "When and where it can be reached" in page
    said = {"name": "Service desk", "mail": "desk@example.org", "phone": "0555 12", "words": "<b>Room 12</b>"}
    assert starting.post("/start/team/", {**said, "phone": "1" * 61}).status_code == 422
    starting.post("/start/team/", said)
    assert current()["desk.contact"] == {name: said[name] for name in ("phone", "mail", "words")} | {"link": None}
    asked = Client().get("/sign-in/").content.decode()
    assert 'href="tel:055512"' in asked and "&lt;b&gt;Room 12&lt;/b&gt;" in asked and "<b>Room" not in asked


def test_what_the_house_begins_with_is_said_in_its_language(starting: Client) -> None:
    """What a person changed before stays as they wrote it; the programs' codes are the same in every language."""
    house = Actor.house("test", "settings.administer", "incidents.manage", "reporting.see")
    renamed = [{"code": "hardware", "label": "Our things", "group": None, "active": True}]
    settings.redefine(house, "incidents.categories", value=renamed, reason="ours")
    starting.post("/start/organisation/", {**HOME, "language": "de"})
    kept = {one.key: one for one in Setting.objects.select_related("record")}
    urgencies = kept["incidents.urgencies"]
    assert [row["label"] for row in urgencies.value] == ["Kann warten", "Bald", "Arbeit steht still"]
    assert [row["code"] for row in urgencies.value] == ["can_wait", "soon", "stopped"]
    assert urgencies.record.title == "Dringlichkeit: Wie bald?" and "Whoever" not in urgencies.procedure
    assert kept["incidents.categories"].value == renamed
    assert Record.objects.get(kind="report_spec").title == "FITS-Dienstbericht"
    assert check(urgencies.record) == []
    Setting.objects.filter(key="incidents.urgencies").delete()
    assert settings.install() == ["incidents.urgencies"]
    assert Setting.objects.get(key="incidents.urgencies").value == urgencies.value


def test_the_history_tells_who_set_it_up(starting: Client) -> None:
    starting.post("/start/organisation/", HOME)
    entry = Entry.objects.filter(actor_label="guided start", fact="settings.register_changed").first()
    assert entry is not None and entry.who == "guided start"
    with translation.override("de"):
        assert entry.who == "Ersteinrichtung", "whatever language it was set up in"


def test_defaults_for_the_rest_stop_only_where_a_person_must_answer(starting: Client) -> None:
    starting.post("/start/organisation/", {**HOME, "rest": "yes"})
    assert starting.get("/start/")["Location"] == "/start/administrator/"
    starting.post("/start/administrator/", {**ADMIN, "next": "yes"})
    open_step = steps.next_open()
    assert open_step is None or open_step.key == "mail"
    assert levels.default() is not None


def test_it_goes_on_where_it_stopped_for_an_administrator(starting: Client) -> None:
    starting.post("/start/organisation/", HOME)
    starting.post("/start/hours/", {"weekdays": "08:00-17:00"})
    starting.post("/start/administrator/", ADMIN)
    again = Client()
    again.post("/sign-in/", {"mail": ADMIN["mail"], "password": ADMIN["password"]})
    assert again.get("/start/")["Location"] == "/start/team/"


def test_the_link_gives_no_power_after_there_is_an_administrator(starting: Client) -> None:
    thief = Client()
    thief.cookies["fettle-session"] = starting.cookies["fettle-session"].value
    starting.post("/start/organisation/", HOME)
    starting.post("/start/hours/", {"weekdays": "08:00-17:00"})
    starting.post("/start/administrator/", ADMIN)
    assert thief.get("/start/")["Location"].startswith("/sign-in/")
    thief.post("/start/administrator/", {**ADMIN, "mail": "thief@example.org"})
    assert Person.objects.count() == 1


def test_others_do_not_run_it(world: World, as_) -> None:
    assert as_("agent").get("/start/").status_code == 403


def test_a_test_mail_shows_the_servers_own_error(starting: Client) -> None:
    starting.post("/start/organisation/", HOME)
    starting.post("/start/hours/", {"weekdays": "08:00-17:00"})
    starting.post("/start/administrator/", ADMIN)
    starting.post("/start/team/", {"name": "Service desk", "mail": ""})
    starting.post("/start/service/", {"title": "Campus IT", "requestable": "on", "pace": "calm"})
    assert starting.get("/start/")["Location"] == "/start/mail/"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    server = {"host": "127.0.0.1", "port": port, "tls": "none", "user": "", "password": "", "sender": ""}
    assert starting.post("/start/mail/", {**server, "test": "yes"}).status_code == 422
    server["sender"] = "desk@example.org"
    page = starting.post("/start/mail/", {**server, "test": "yes"}).content.decode()
    assert "ConnectionRefusedError" in page and 'value="desk@example.org"' in page
    assert starting.get("/start/")["Location"] == "/start/mail/", "a server that refuses is not kept"
    assert starting.post("/start/mail/", {**server, "next": "done"})["Location"] == "/start/done/"
    assert starting.get("/start/done/").status_code == 200


def test_mail_may_wait(starting: Client) -> None:
    starting.post("/start/organisation/", {**HOME, "rest": "yes"})
    starting.post("/start/administrator/", ADMIN)
    assert starting.get("/start/")["Location"] == "/start/done/"
    page = starting.get("/start/done/").content.decode()
    assert "Open the service desk" in page


def test_whoever_stopped_before_anybody_can_be_helped_is_led_back(starting: Client) -> None:
    """Signed in anew, at the front door; other pages stay open to them."""
    starting.post("/start/organisation/", HOME)
    starting.post("/start/hours/", {"weekdays": "08:00-17:00", "country": ""})
    starting.post("/start/administrator/", ADMIN)
    again = Client()
    again.force_login(Person.objects.get(mail="ada@example.org"), backend="fettle.kernel.orgs.signing.password.Backend")
    assert again.get("/")["Location"] == "/start/"
    assert again.get("/start/")["Location"] == "/start/team/"
    assert again.get("/people/").status_code == 200
    again.post("/start/team/", {"name": "Desk", "rest": "yes"})
    assert again.get("/")["Location"] == "/desk/"


def test_it_asks_little(starting: Client) -> None:
    """Six steps, at most 25 fields, each with a default that works but for who one is."""
    assert len(steps.STEPS) == 6
    assert sum(len(step.form().fields) for step in steps.STEPS) <= 25
    for step in steps.STEPS:
        assert step.key == "administrator" or step.form(step.begins()).is_valid(), step.key
