"""An approval that is asked, and the end of what it is asked for: on no way is the one decided after the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.notify.deciding import candidates
from fettle.edges.notify.deciding import decide as tell
from fettle.edges.notify.models import Notice, OutgoingMail
from fettle.edges.pages.tests.test_bulk import confirm, preview
from fettle.edges.pages.tests.test_frame import client
from fettle.edges.rest import tokens
from fettle.facilities.approvals import actions as approvals
from fettle.facilities.approvals import clockwork, keys, queries
from fettle.facilities.approvals.models import Decision, Round, Seat
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.actions import approving, parts
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.tests.desk import fresh
from fettle.processes.knowledge import actions as knowledge
from fettle.site.testing.world import World

DONE = {"resolution": "Bought", "closure_code": "solved"}
OPEN = "is asked for and not decided"


@pytest.fixture
def asked(world: World) -> Record:
    """A request of the requester, in work, with an approval that the manager and the head are asked for."""
    made = actions.register(world.actor("requester"), REQUEST, title="Layout program", service=world.service)
    actions.take(world.actor("agent"), made.number)
    people = [world.people["manager"], world.people["head"]]
    return approvals.ask(world.actor("agent"), made.number, people=people, quorum="any")


def rounds(record: Record) -> list[str]:
    return list(Round.objects.filter(record=record).order_by("pk").values_list("state", flat=True))


def is_over(world: World, record: Record) -> Entry:
    """No longer asked, in the one entry that ended the record; nobody has it to do, and nobody decides any more."""
    assert rounds(record) == ["withdrawn"] and not Seat.objects.filter(record=record, waits=True).exists()
    assert not queries.waiting(world.actor("manager")).exists()
    last = Entry.objects.filter(record=record).latest("seq")
    assert [fact["name"] for fact in last.facts].count("approvals.cancelled") == 1
    with pytest.raises(Refusal, match="was withdrawn on"):
        approvals.decide(world.actor("manager"), record.number, approve=True)
    assert not Decision.objects.exists() and check(fresh(record)) == []
    return last


def by_action(world: World, record: Record) -> str:
    with pytest.raises(Refusal) as refused:
        actions.resolve(world.actor("agent"), record.number, **DONE)
    return str(refused.value)


def by_page(world: World, record: Record) -> str:
    answer = client(world, "agent").post(f"/requests/{record.number}/do/resolve", DONE)
    assert answer.status_code == 409
    return answer.content.decode()


def by_rest(world: World, record: Record) -> str:
    secret = tokens.issue(world.actor("agent"), world.people["agent"], "test", "write")[1]
    answer = Client().post(
        f"/api/v1/requests/{record.number}/resolve",
        DONE,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {secret}",
    )
    assert answer.status_code == 409
    return answer.content.decode()


def in_bulk(world: World, record: Record) -> str:
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="resolve", pick=[record.number])
    answer = confirm(browser, "/desk/?open=true", text, **DONE)
    return browser.get(answer).content.decode()


def as_part(world: World, record: Record) -> str:
    agent = world.actor("agent")
    top = actions.register(agent, REQUEST, title="All programs", service=world.service)
    parts.make_part(agent, record.number, whole=top.number)
    with pytest.raises(Refusal) as refused:
        parts.resolve_part(agent, record.number, **DONE)
    return str(refused.value)


@pytest.mark.parametrize("way", [by_action, by_page, by_rest, in_bulk, as_part])
def test_what_waits_for_approval_is_not_solved(world: World, asked: Record, way: Any) -> None:
    said = way(world, asked)
    assert OPEN in said and "withdraw it first" in said, "what is wrong, and how to mend it"
    assert fresh(asked).state == "in_progress" and rounds(asked) == ["open"]


def test_a_reply_that_solves_is_not_sent_while_it_may_not_be_solved(world: World, asked: Record) -> None:
    """Its words would tell the requester of a solution that there is not."""
    browser, path = client(world, "agent"), f"/requests/{asked.number}/reply"
    before = Entry.objects.filter(record=asked).count()
    answer = browser.post(path, {"text": "It is installed.", "then": "solve"})
    assert (
        answer.status_code == 409 and OPEN in answer.content.decode() and "It is installed." in answer.content.decode()
    )
    assert Entry.objects.filter(record=asked).count() == before
    approvals.cancel(world.actor("agent"), asked.number, reason="not needed")
    sent = browser.post(path, {"text": "It is installed.", "then": "solve"})
    assert (sent.status_code, sent["Location"]) == (303, f"/requests/{asked.number}/do/resolve")


def test_once_decided_or_withdrawn_it_is_solved(world: World, asked: Record) -> None:
    approvals.cancel(world.actor("agent"), asked.number, reason="not needed")
    approvals.ask(world.actor("agent"), asked.number, people=[world.people["manager"]])
    with pytest.raises(Refusal, match=OPEN):
        actions.resolve(world.actor("agent"), asked.number, **DONE)
    approvals.decide(world.actor("manager"), asked.number, approve=True)
    assert actions.resolve(world.actor("agent"), asked.number, **DONE).state == "resolved"
    assert rounds(asked) == ["withdrawn", "approved"]


def test_the_button_says_why_and_a_card_of_the_board_does_not_offer_it(world: World, asked: Record) -> None:
    browser = client(world, "agent")
    assert OPEN in browser.get(f"/requests/{asked.number}").content.decode()
    board = browser.get("/desk/?open=true&layout=board").content.decode()
    assert f"/requests/{asked.number}/do/wait" in board and f"/requests/{asked.number}/do/resolve" not in board


def test_an_article_that_solved_it_tells_the_desk(world: World, asked: Record) -> None:
    article = _article(world)
    knowledge.helped(world.actor("requester"), article.number, of=asked.number)
    assert fresh(asked).state == "in_progress" and rounds(asked) == ["open"]
    assert "solved it" in asked.comments.latest("pk").text


def _article(world: World) -> Record:
    from fettle.processes.knowledge.tests.writing import article

    return article(world)


@pytest.mark.parametrize("who", ["requester", "agent"])
def test_with_the_request_its_approval_ends_and_whoever_was_asked_is_told(
    world: World, asked: Record, who: str
) -> None:
    if who == "requester":
        client(world, who).post(f"/portal/requests/{asked.number}/withdraw", {"reason": "Not needed"})
    else:
        actions.withdraw(world.actor(who), asked.number, reason="Not needed")
    assert fresh(asked).state == "withdrawn"
    entry = is_over(world, asked)
    assert entry.facts[0]["name"] == "incidents.withdrawn"
    tell(entry)
    told = Notice.objects.filter(entry=entry).values_list("person__name", flat=True)
    assert {"Manager", "Head"} <= set(told)
    mail = OutgoingMail.objects.get(entry=entry, person=world.people["head"])
    assert "no longer asked" in mail.body and "/a/" not in mail.body and "Not needed" not in mail.subject


def test_whoever_has_decided_already_is_not_told(world: World, asked: Record) -> None:
    approvals.cancel(world.actor("agent"), asked.number, reason="anew")
    people = [world.people["manager"], world.people["head"]]
    approvals.ask(world.actor("agent"), asked.number, people=people)
    approvals.decide(world.actor("manager"), asked.number, approve=True)
    actions.withdraw(world.actor("agent"), asked.number, reason="gone")
    entry = Entry.objects.filter(record=asked).latest("seq")
    were = {one.person for one in candidates(entry) if one.who == "were_asked"}
    assert were == {world.people["head"].pk}


def test_what_is_merged_is_asked_about_no_more_and_the_preview_says_so(world: World, asked: Record) -> None:
    other = actions.register(world.actor("requester"), REQUEST, title="The same program")
    browser = client(world, "agent")
    shown = browser.post(f"/requests/{asked.number}/do/merge", {"into": other.number}).content.decode()
    assert "is no longer asked" in shown
    actions.merge(world.actor("agent"), asked.number, into=other.number)
    is_over(world, asked)
    back = actions.unmerge(world.actor("agent"), asked.number)
    assert back.is_open and rounds(asked) == ["withdrawn"], "asked anew, by somebody who knows why"


def test_what_another_one_is_merged_into_goes_on_being_asked_about(world: World, asked: Record) -> None:
    other = actions.register(world.actor("requester"), REQUEST, title="The same program")
    actions.merge(world.actor("agent"), other.number, into=asked.number)
    assert rounds(asked) == ["open"]


def test_what_is_split_off_is_asked_about_by_itself(world: World, asked: Record) -> None:
    made = actions.split(world.actor("agent"), asked.number, title="A second program")
    assert rounds(asked) == ["open"] and rounds(made) == []
    with pytest.raises(Refusal, match=OPEN):
        actions.resolve(world.actor("agent"), asked.number, **DONE)
    assert actions.resolve(world.actor("agent"), made.number, **DONE).state == "resolved"


def test_a_link_in_a_mail_says_so_too(world: World, asked: Record) -> None:
    found = queries.newest(asked)
    assert found is not None
    secret = keys.make(found, world.people["manager"])
    actions.withdraw(world.actor("requester"), asked.number, reason="gone")
    with pytest.raises(Refusal, match="was withdrawn on"):
        keys.use(secret, approve=True)
    assert "was withdrawn on" in Client().get(f"/a/{secret}").content.decode()


def test_of_what_is_solved_nobody_is_asked(world: World, asked: Record) -> None:
    approvals.cancel(world.actor("agent"), asked.number, reason="not needed")
    actions.resolve(world.actor("agent"), asked.number, **DONE)
    with pytest.raises(Refusal, match="reopen it first"):
        approvals.ask(world.actor("agent"), asked.number, people=[world.people["manager"]])
    assert "Ask for approval" not in client(world, "agent").get(f"/requests/{asked.number}").content.decode()
    actions.reopen(world.actor("requester"), asked.number, reason="It is not there")
    approvals.ask(world.actor("agent"), asked.number, people=[world.people["manager"]])
    assert rounds(asked) == ["withdrawn", "open"]


@pytest.mark.parametrize("how", ["confirm", "close"])
def test_an_approval_left_open_on_what_was_solved_earlier_ends_with_it(world: World, asked: Record, how: str) -> None:
    """As an earlier version allowed: nobody decides it afterwards, is reminded or has it to do, and closing ends it."""
    Round.objects.filter(record=asked).update(due_at=timezone.now() - timedelta(days=1))
    Record.objects.filter(pk=asked.pk).update(state="resolved")
    assert clockwork.tell(timezone.now()) == 0
    assert not queries.waiting(world.actor("manager")).exists()
    with pytest.raises(Refusal, match="nothing to approve any more"):
        approvals.decide(world.actor("manager"), asked.number, approve=True)
    {"confirm": actions.confirm, "close": actions.close}[how](
        world.actor("requester" if how == "confirm" else "agent"), asked.number
    )
    is_over(world, asked)


def test_the_clockwork_goes_on_with_nothing_that_is_over(world: World, asked: Record) -> None:
    house = Actor.house("Clockwork", "incidents.see", "incidents.work")
    approving.wait_for_approval(house, asked.number)
    assert fresh(asked).state == "waiting"
    actions.withdraw(world.actor("requester"), asked.number, reason="gone")
    approving.go_on_after_approval(house, asked.number)
    assert fresh(asked).state == "withdrawn"
    assert INCIDENT.key not in {row.record.kind for row in Round.objects.all()}
