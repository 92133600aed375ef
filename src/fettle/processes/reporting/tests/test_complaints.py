"""The complaint report (PR7.A2.3): for those who keep customers, and for a customer's representative over their own."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from fettle.kernel.access.models import Grant
from fettle.processes.customers.complaints import actions
from fettle.site.testing.world import World, day_there


def test_each_reads_what_is_theirs(world: World) -> None:
    made = actions.register(world.actor("requester"), title="Nobody calls back")
    actions.register(world.actor("stranger"), title="Of the others")
    actions.answer(world.actor("manager"), made.number, answer="Sorry.", outcome="unjustified")
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    today = day_there()
    period = {"from": (today - timedelta(days=1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}
    for who, others in (("classmate", False), ("auditor", True)):
        browser = Client(raise_request_exception=True)
        browser.force_login(world.people[who])
        for ending in ("", ".json", ".xlsx", ".pdf"):
            answer = browser.get(f"/reports/complaints{ending}", period)
            assert answer.status_code == 200, (who, ending)
            if ending in ("", ".json"):
                text = answer.content.decode()
                assert "Nobody calls back" in text
                assert ("Of the others" in text) == others, who
                assert ("Not justified" in text) == others, who
