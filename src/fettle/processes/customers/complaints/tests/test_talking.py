"""The conversation on a complaint: two roads that never meet, on screen, over REST and by mail."""

from __future__ import annotations

import pytest

from fettle.facilities.discussion import queries as talk
from fettle.kernel.errors import Forbidden, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.processes.customers.complaints import actions, mail, talking
from fettle.processes.customers.complaints.tests.test_complaints import complained
from fettle.processes.levels.tests.test_served import browser
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def test_both_sides_write_and_notes_stay_with_staff(world: World) -> None:
    made, manager, requester = complained(world), world.actor("manager"), world.actor("requester")
    talking.reply(manager, made.number, text="Which number did you call?")
    talking.reply(requester, made.number, text="The one on the poster.")
    talking.note(manager, made.number, text="The poster is from last year.")
    assert [each.text for each in talk.comments(requester, made)] == [
        "Which number did you call?",
        "The one on the poster.",
    ]
    assert len(talk.comments(manager, made)) == 3
    told = Entry.objects.filter(record=made).order_by("seq").values_list("fact", "audience")
    assert list(told)[1:] == [
        ("discussion.replied", "everyone"),
        ("discussion.replied", "everyone"),
        ("discussion.noted", "staff"),
    ]
    for who in ("stranger", "classmate"):
        with pytest.raises(NotSeen):
            talking.reply(world.actor(who), made.number, text="Me too")
    with pytest.raises(Forbidden):
        talking.note(requester, made.number, text="For me")


def test_what_is_over_is_only_noted_on(world: World) -> None:
    made, manager = complained(world), world.actor("manager")
    actions.answer(manager, made.number, answer="So it is", outcome="justified")
    talking.reply(world.actor("requester"), made.number, text="Thank you.")
    actions.close(manager, made.number)
    with pytest.raises(Refusal, match="is over"):
        talking.reply(world.actor("requester"), made.number, text="One more thing")
    talking.note(manager, made.number, text="They called again.")


def test_in_the_portal_on_the_desk_and_over_rest(world: World) -> None:
    made, customer, staff = complained(world), browser(world, "requester"), browser(world, "manager")
    portal = f"/portal/complaints/{made.number}"
    assert "Write about your complaint" in customer.get(portal).content.decode()
    assert customer.post(f"{portal}/reply", {"text": ""}).status_code == 422
    customer.post(f"{portal}/reply", {"text": "It happened again."})
    page = staff.get(f"/complaints/{made.number}").content.decode()
    assert "It happened again." in page and "Only staff will see this" in page
    staff.post(f"/complaints/{made.number}/note", {"text": "NOTE-MARKER"})
    call = caller_of(world, "manager")
    assert call("POST", f"/complaints/{made.number}/reply", {"text": "We look into it."}).status_code == 200
    page = customer.get(portal).content.decode()
    assert "We look into it." in page and "NOTE-MARKER" not in page
    assert browser(world, "stranger").post(f"{portal}/reply", {"text": "x"}).status_code == 404
    assert caller_of(world, "requester")("POST", f"/complaints/{made.number}/note", {"text": "x"}).status_code == 403


def test_a_mail_goes_on_with_it_and_after_its_end_begins_a_new_one(world: World) -> None:
    made, manager, requester = (
        complained(world, service=world.service),
        world.actor("manager"),
        world.actor("requester"),
    )
    assert mail.ROUTE.stands(made) == "open"
    mail.ROUTE.answers(requester, made.number, text="By mail", quoted="", files=())
    assert talk.comments(requester, made).last().text == "By mail"  # type: ignore[union-attr]
    actions.withdraw(manager, made.number, reason="All is well")
    made.refresh_from_db()
    assert mail.ROUTE.stands(made) == "over"
    again = mail.ROUTE.follows_up(requester, made.number, text="It is not")
    assert (again.title, again.item.details, again.service) == (made.title, "It is not", world.service)
