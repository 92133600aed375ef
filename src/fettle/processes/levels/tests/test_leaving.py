"""What is left behind is told before a service is retired and before a relationship ends; it forbids nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from fettle.kernel.access.models import Grant
from fettle.kernel.records.models import Record
from fettle.processes.customers import actions as customers
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels.tests.agreed import in_force
from fettle.processes.services import actions as services
from fettle.processes.services.structure import components
from fettle.site.testing.world import World


def page(world: World, path: str, who: str = "manager") -> str:
    client = Client()
    client.force_login(world.people[who])
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_of_a_service_what_stands_on_it_what_is_agreed_and_what_is_open(world: World) -> None:
    manager, path = world.actor("manager"), f"/services/{world.service.number}/do/retire"
    assert "See to this first" not in page(world, path)
    portal = services.register(manager, title="Portal")
    components.add(manager, portal.number, service=world.service, role="enabling")
    agreed = in_force(world, covers=[world.service], title="Network for the school")
    in_force(world, title="All of it")
    for _each in range(2):
        incidents.register(world.actor("agent"), INCIDENT, title="Wi-Fi down", service=world.service)
    html = page(world, path)
    assert "“Portal” stands on it." in html and f"“Network for the school” ({agreed.number}): In force" in html
    assert "2 incidents and requests about it are open." in html and "All of it" not in html
    assert f'href="/desk/?open=true&amp;service={world.service.number}"' in html
    services.retire(manager, world.service.number, reason="Replaced")
    assert Record.objects.get(pk=world.service.pk).state == "retired"
    assert "See to this first" not in page(world, f"/services/{world.service.number}/do/revive")


def test_of_a_party_what_is_agreed_with_it(world: World) -> None:
    said = {"assignee": world.people["manager"], "importance": "normal", "contact_point": "the office"}
    party = customers.register(world.actor("manager"), organisation=world.school, **said)
    path = f"/customers/{party.number}/do/end"
    assert "See to this first" not in page(world, path)
    agreed = in_force(world, title="All of it")
    assert f"“All of it” ({agreed.number}): In force" in page(world, path)


def leaves(ask: Any, path: str) -> dict[str, list[dict[str, str]]]:
    """What each step on offer would leave behind, over REST."""
    return {step["verb"]: step["leaves"] for step in ask("GET", path).json()["steps"]}


def test_rest_tells_it_beside_the_step(world: World, caller: Callable[..., Any]) -> None:
    number = world.service.number
    manager, path, ask = world.actor("manager"), f"/services/{number}", caller("manager")
    assert leaves(ask, path) == {"retire": []}
    portal = services.register(manager, title="Portal")
    components.add(manager, portal.number, service=world.service, role="enabling")
    agreed = in_force(world, covers=[world.service], title="Network for the school")
    incidents.register(world.actor("agent"), INCIDENT, title="Wi-Fi down", service=world.service)
    assert leaves(ask, path)["retire"] == [
        {"words": "“Portal” stands on it.", "page": f"/services/{portal.number}"},
        {
            "words": f"Agreement “Network for the school” ({agreed.number}): In force",
            "page": f"/agreements/{agreed.number}",
        },
        {
            "words": "1 incident or request about it is open.",
            "page": f"/desk/?open=true&service={world.service.number}",
        },
    ]
    assert ask("POST", f"{path}/retire", {"reason": "Replaced"}).json()["steps"] == [
        {"verb": "revive", "refusal": "", "leaves": []}
    ]


def test_rest_tells_of_nothing_that_one_does_not_see(world: World, caller: Callable[..., Any]) -> None:
    """Whoever keeps the services of one team reads no agreement and no record of another."""
    services.revise(world.actor("manager"), world.service.number, team=world.network)
    in_force(world, covers=[world.service], title="Network for the school")
    incidents.register(world.actor("agent"), INCIDENT, title="Wi-Fi down", service=world.service, team=world.desk)
    scoped = {"role": "service_portfolio_manager", "organisation": world.provider, "team": world.network}
    Grant.objects.create(person=world.people["stranger"], **scoped)
    path = f"/services/{world.service.number}"
    assert len(leaves(caller("manager"), path)["retire"]) == 2
    assert leaves(caller("stranger"), path) == {"retire": []}
