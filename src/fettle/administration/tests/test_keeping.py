"""What the process manager keeps: teams, notification rules, texts of mails. The mail server is the administrator's."""

from __future__ import annotations

from fettle.kernel.orgs.models import Team
from fettle.site.testing.world import World


def test_the_process_manager_keeps_teams(world: World, as_) -> None:
    client, agent = as_("manager"), world.people["agent"]
    added = client.post("/teams/new/", {"name": "Night shift", "organisation": world.provider.pk, "mail": ""})
    team = Team.objects.get(name="Night shift")
    assert added["Location"] == f"/teams/{team.pk}/"
    assert client.post(f"/teams/{team.pk}/members/", {"member-person": agent.mail}).status_code == 302
    page = client.get(f"/teams/{team.pk}/").content.decode()
    assert agent.name in page and f"/people/{agent.pk}/" not in page
    assert client.post(f"/teams/{team.pk}/members/{agent.pk}/remove/").status_code == 302
    assert not team.memberships.exists()
    assert "/teams/" in client.get("/settings/").content.decode()
    assert client.get("/people/").status_code == 403
    assert as_("agent").get("/teams/").status_code == 403


def test_the_process_manager_keeps_what_mails_say_and_not_how_they_leave(world: World, as_) -> None:
    for key, changeable in (("notify.texts", True), ("notify.rules", True), ("notify.mail", False)):
        page = as_("manager").get(f"/settings/{key}/").content.decode()
        assert ('value="save"' in page) == changeable, key
    assert as_("agent").post("/settings/notify.rules/", {"reason": "x"}).status_code == 403


def test_an_invitation_says_when_no_mail_leaves(world: World, as_) -> None:
    page = as_("administrator").post(f"/people/{world.people['agent'].pk}/invite/").content.decode()
    assert "No mail leaves now" in page and "/sign-in/link/" in page and "is on its way" not in page
