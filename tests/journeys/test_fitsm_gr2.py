"""Documentation (GR2) over a running server: where documents are, which there are, and how each is controlled."""

from __future__ import annotations

import pytest

from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
CONTROL = "## Who\n\nThe owner writes, the SMS manager approves.\n\n## When\n\nReviewed once a year."


@fitsm("GR2.A1", "GR2.A3")
def test_one_home_is_settled_and_the_list_of_documents_is_kept(visits: Visits) -> None:
    """The SMS manager says where documents live, in which form, and which are to be kept; each stands on the list."""
    manager, auditor = visits.as_("sms_manager"), visits.as_("auditor")
    rule = "Documents are written here, in Markdown, and nowhere else."
    kept = {"r0-label": "Service management policy", "procedure": rule, "reason": "One place for all", "do": "save"}
    manager.send("/settings/documents.types/", **kept)
    page = auditor.read("/settings/documents.types/")
    assert rule in page and "Service management policy" in page and "One place for all" in page
    assert "settings.redefined" in visits.facts(visits.setting("documents.types"))
    at = manager.send("/documents/new", title="Policy of the campus", type="policy")
    number = at.rpartition("/")[2]
    listed = auditor.read("/documents")
    assert "Policy of the campus" in listed and "Service management policy" in listed and "Draft" in listed
    assert number in auditor.fetch("/documents/export", format="csv").decode()
    assert visits.facts(number) == {"sms_documents.entered"}


@fitsm("GR2.A2")
def test_the_control_of_documents_is_written_down_and_lived(visits: Visits) -> None:
    """The procedure goes its own way: written, approved by another, distributed, read, reviewed, changed."""
    owner, manager, auditor = (visits.as_(role) for role in ("incident_manager", "sms_manager", "auditor"))
    at = owner.send("/documents/new", title="How we control documents", type="procedure")
    owner.send(f"{at}/do/write", text=CONTROL, do="save")
    owner.send(f"{at}/do/submit", reviewer="")
    manager.send(f"{at}/do/approve", review_on="2030-05-01")
    owner.send(f"{at}/distribution", role="auditor")
    assert "The owner writes" in auditor.read(at)
    auditor.press(at, f"{at}/acknowledge")
    assert "1 of 2 have confirmed version 1" in owner.read(f"{at}/distribution")
    assert "1 May 2030" in owner.read("/duties/")
    owner.send(f"{at}/do/write", text=f"{CONTROL} The head is told.", note="Tells the head", do="save")
    assert "Tells the head" in owner.read(f"{at}/versions") and "The head is told" not in auditor.read(at)
    assert "Published" in owner.read("/documents")
    done = {f"documents.{word}" for word in ("written", "submitted", "published", "distributed", "acknowledged")}
    assert visits.facts(at.rpartition("/")[2]) >= done
