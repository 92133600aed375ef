"""Packages: how they begin, who approves them, and that nothing goes live while a criterion is neither shown nor
waived.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.facilities.approvals import actions as approvals
from fettle.facilities.documents import actions as texts
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.services.packages import actions, approving, criteria, standing
from fettle.processes.services.packages.tests.approved import approve, follow, show_all
from fettle.site.testing.world import World


@pytest.fixture
def package(world: World) -> Record:
    return actions.register(world.actor("manager"), service=world.service, title="Faster network")


def rows(package: Record) -> list[Any]:
    return standing.criteria(package)


def fresh(package: Record) -> Record:
    return Record.objects.select_related("service_package").get(pk=package.pk)


def test_it_begins_as_the_portfolio_manager_laid_down(world: World, package: Record) -> None:
    assert package.item.draft == 1 and "The way back" in package.versions.get().text
    assert package.item.acceptance == "0/6" and [row.state for row in rows(package)] == ["open"] * 6
    assert (package.item.change, package.team, package.organisation) == ("changed", world.desk, world.provider)
    with pytest.raises(Invalid, match=f"{package.number} is under way"):
        actions.register(world.actor("manager"), service=world.service, title="Once more")


def test_a_package_is_approved_by_somebody_else(world: World, package: Record) -> None:
    """Neither by whoever submits it nor by whoever wrote it; and no text changes while it waits."""
    manager, head = world.actor("manager"), world.actor("head")
    texts.write(head, package.number, text="Written by the head.")
    with pytest.raises(Refusal, match="nobody approves what is their own"):
        actions.submit(manager, package.number, policy="package")
    texts.write(manager, package.number, text="Written by the manager.")
    with pytest.raises(Refusal, match="asked by “Submit for approval”"):
        approvals.ask(manager, package.number, person=world.people["head"])
    assert actions.submit(manager, package.number, policy="package").state == "in_review"
    with pytest.raises(Refusal):
        texts.write(manager, package.number, text="Behind their backs.")
    approvals.decide(head, package.number, approve=True)
    done = follow(package)
    assert (done.state, done.item.in_force, done.item.draft) == ("published", 3, None)
    assert done.versions.get(number=3).approval.person == world.people["head"]
    assert follow(package).version == done.version, "it may be asked for twice"


@pytest.mark.parametrize("how", ["refused", "sent back", "no longer asked"])
def test_without_a_yes_it_is_a_draft_again(world: World, package: Record, how: str) -> None:
    manager, head = world.actor("manager"), world.actor("head")
    actions.submit(manager, package.number, policy="package")
    if how == "refused":
        approvals.decide(head, package.number, approve=False, comment="Too dear")
    elif how == "sent back":
        actions.send_back(manager, package.number, reason="A mistake")
    else:
        approvals.cancel(manager, package.number, reason="A mistake")
    follow(package)
    assert fresh(package).state == "draft" and fresh(package).item.in_force is None
    texts.write(manager, package.number, text="Cheaper.")
    assert actions.submit(manager, package.number, policy="package").state == "in_review"


def test_the_outcome_reaches_it_by_a_reaction(world: World, package: Record) -> None:
    actions.submit(world.actor("manager"), package.number, policy="package")
    approvals.decide(world.actor("head"), package.number, approve=True)
    entry = Entry.objects.filter(record=package).latest("seq")
    assert approving.REACTIONS[0].wants(entry)
    approving.follow(entry)
    assert fresh(package).state == "published"
    assert Entry.objects.filter(record=package).latest("seq").caused_by_id == entry.pk


def test_a_criterion_is_shown_with_words_a_link_and_a_file(world: World, package: Record) -> None:
    manager = world.actor("manager")
    one, two = rows(package)[:2]
    with pytest.raises(Invalid, match="Say what shows"):
        criteria.evidence(manager, package.number, criterion=one.pk, evidence="  ")
    for wrong in ("javascript:alert(1)", "ftp://x", "example.org", "https://", "http://[bad"):
        with pytest.raises(Invalid, match="https://"):
            criteria.evidence(manager, package.number, criterion=one.pk, evidence="Seen", address=wrong)
    before = Entry.objects.filter(record=package).count()
    file = ContentFile(b"It works.", name="protocol.txt")
    at = {"address": "https://wiki.example/tests", "upload": file}
    criteria.evidence(manager, package.number, criterion=one.pk, evidence="Tried by two", **at)
    assert Entry.objects.filter(record=package).count() == before + 1, "one entry tells of words, link and file"
    kept = rows(package)[0]
    assert (kept.state, kept.evidence, kept.address) == ("evidenced", "Tried by two", "https://wiki.example/tests")
    assert kept.file.name == "protocol.txt" and kept.settled_by == world.people["manager"] and kept.settled_at
    assert fresh(package).item.acceptance == "1/6"
    with pytest.raises(Refusal, match="open it again"):
        criteria.evidence(manager, package.number, criterion=one.pk, evidence="Once more")
    criteria.reopen(manager, package.number, criterion=one.pk)
    assert fresh(package).item.acceptance == "0/6" and rows(package)[0].evidence == ""
    with pytest.raises(Refusal, match="has no evidence yet"):
        criteria.reopen(manager, package.number, criterion=two.pk)


def test_only_who_approves_waives_and_says_why(world: World, package: Record) -> None:
    one = rows(package)[0]
    for who in ("manager", "agent", "auditor"):
        with pytest.raises(Forbidden):
            criteria.waive(world.actor(who), package.number, criterion=one.pk, reason="No time")
    with pytest.raises(Invalid, match="Say why"):
        criteria.waive(world.actor("head"), package.number, criterion=one.pk, reason=" ")
    criteria.waive(world.actor("head"), package.number, criterion=one.pk, reason="Tried by the makers")
    kept = rows(package)[0]
    assert (kept.state, kept.evidence, kept.settled_by) == ("waived", "Tried by the makers", world.people["head"])


def test_what_is_approved_keeps_its_criteria(world: World, package: Record) -> None:
    """They are arranged in a draft; afterwards a new version comes first, and is approved anew."""
    manager = world.actor("manager")
    criteria.add(manager, package.number, title="Faster than before")
    one = rows(package)[0]
    criteria.take_away(manager, package.number, criterion=one.pk)
    assert fresh(package).item.acceptance == "0/6"
    approve(world, package)
    row = rows(package)[0].pk
    for change in (
        lambda: criteria.add(manager, package.number, title="And more"),
        lambda: criteria.change(manager, package.number, criterion=row, title="Something else"),
        lambda: criteria.take_away(manager, package.number, criterion=row),
    ):
        with pytest.raises(Refusal, match="write a new version first"):
            change()
    texts.write(manager, package.number, text="Faster still.")
    criteria.add(manager, package.number, title="And more")
    with pytest.raises(Refusal, match="Draft"):
        actions.complete(manager, package.number)


def test_without_criteria_nothing_is_submitted(world: World, package: Record) -> None:
    manager = world.actor("manager")
    for row in rows(package):
        criteria.take_away(manager, package.number, criterion=row.pk)
    with pytest.raises(Refusal, match="no acceptance criteria"):
        actions.submit(manager, package.number, policy="package")


def test_its_plan_is_done_before_it_is_in_operation(world: World, package: Record) -> None:
    manager = world.actor("manager")
    tasks.lay_out(manager, package.number, workflow="transition")
    approve(world, package)
    show_all(world, package)
    with pytest.raises(Refusal, match="still open"):
        actions.complete(manager, package.number)
    for row in steps.steps(package):
        tasks.done(manager, package.number, step=row.pk)
    assert actions.complete(manager, package.number).state == "completed"
    assert fresh(package).service.state == "live", "a change of a live service leaves it live"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(("show", "waive", "reopen"))), max_size=14))
def test_it_is_in_operation_exactly_when_nothing_is_left_to_show(world: World, deeds: list[tuple[int, str]]) -> None:
    """Whatever is shown, waived and opened again before: the model is a set of what is left."""
    from django.db import transaction

    manager, head = world.actor("manager"), world.actor("head")
    with transaction.atomic():
        package = actions.register(manager, service=world.service, title="Faster network")
        approve(world, package)
        ids = [row.pk for row in rows(package)]
        left = set(ids)
        for at, deed in deeds:
            row = ids[at]
            if deed == "reopen" and row not in left:
                criteria.reopen(manager, package.number, criterion=row)
                left.add(row)
            elif deed != "reopen" and row in left:
                if deed == "show":
                    criteria.evidence(manager, package.number, criterion=row, evidence="Seen")
                else:
                    criteria.waive(head, package.number, criterion=row, reason="Passes")
                left.remove(row)
            assert fresh(package).item.acceptance == f"{6 - len(left)}/6"
        if left:
            with pytest.raises(Refusal, match="no evidence yet"):
                actions.complete(manager, package.number)
        else:
            assert actions.complete(manager, package.number).state == "completed"
        transaction.set_rollback(True)


def test_the_page_offers_what_one_may(world: World, package: Record) -> None:
    def page(who: str) -> str:
        client = Client()
        client.force_login(world.people[who])
        return client.get(f"/packages/{package.number}").content.decode()

    criterion = f"/packages/{package.number}/criteria/{rows(package)[0].pk}"
    manager, head, auditor = page("manager"), page("head"), page("auditor")
    assert f"{criterion}/evidence" in manager and f"{criterion}/waive" not in manager
    assert f"{criterion}/waive" in head and "Acceptance criteria" in auditor and criterion not in auditor
    assert "/approvals/" not in manager.partition("x-record")[0], "approval is asked by its own step"
    assert "Follow these steps" in manager
