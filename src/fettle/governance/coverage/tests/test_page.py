"""The page of the register: who reads it, how it is filtered, and that page, file and command say the same."""

from __future__ import annotations

import csv
import json
import re
from html import unescape

import pytest
from django.test import Client

from fettle.governance.coverage import register
from fettle.governance.coverage.chosen import KINDS, STANDS, Chosen, by_process
from fettle.governance.coverage.register import NAMES, NOT_YET
from fettle.site.cli import main
from fettle.site.testing.world import World
from fettle.standard import fitsm

PAGE, FILE = "/governance/coverage", "/governance/coverage.csv"


def client(world: World, who: str) -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def test_auditor_and_process_manager_read_it_and_others_do_not(world: World) -> None:
    for who, status in (("auditor", 200), ("manager", 200), ("agent", 403), ("requester", 403)):
        for address in (PAGE, FILE):
            assert client(world, who).get(address).status_code == status, (who, address)


@pytest.mark.parametrize(("who", "least"), [("auditor", 15), ("manager", 20), ("head", 15)])
def test_each_page_that_is_a_link_opens(world: World, who: str, least: int) -> None:
    """Whoever reads the register and may not open a page reads its address."""
    reader = client(world, who)
    page = unescape(reader.get(PAGE).content.decode())
    addresses = set(re.findall(r'(?<=<td>|<br>)<a href="([^"]+)"', page))
    assert len(addresses) >= least
    assert dict.fromkeys(addresses, 200) == {at: reader.get(at).status_code for at in addresses}
    opens = reader.get("/incidents/new").status_code == 200
    assert "/incidents/new" in page and ("/incidents/new" in addresses) == opens


def test_page_file_and_command_agree_with_the_register(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    page = unescape(client(world, "auditor").get(PAGE).content.decode())
    done, total = len(register.covered()), len(register.rows())
    assert f"{done} of {total} items" in page and page.count("not yet</td>") == total - done
    for key, count, rows in register.by_process():
        section = page[page.index(f'<h2 id="{key}">') :].partition("</section>")[0]
        assert f"{count} of {len(rows)} covered" in section
        assert all(f">{row.item.id}</td>" in section and row.item.text in section for row in rows)
    sent = b"".join(client(world, "auditor").get(FILE).streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(sent.splitlines()))
    assert main(["coverage", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    for line, row in zip(lines, told, strict=True):
        there = line["screen"] != NOT_YET
        assert (line["id"], line["screen"]) == (row["id"], row["screen"])
        assert [line[name] if there else NOT_YET for name in NAMES[2:]] == [row[name] for name in NAMES[2:]], line
    assert {name: row[name] for row in told if row["id"] == "PR9.I1" for name in ("screen", "seen")} == {
        "screen": "/portal/new",
        "seen": "/desk/",
    }
    assert all(f">{row[name]}<" in page for row in told for name in ("also", "seen") if row[name].startswith("/"))


@pytest.mark.parametrize("stands", ["", *STANDS])
@pytest.mark.parametrize("kind", ["", *KINDS])
def test_filters_part_the_register(kind: str, stands: str) -> None:
    """Each item is found by exactly one process, one kind and one standing."""
    rows = Chosen(kind=kind, covered=stands).rows()
    parts = [row for key in fitsm.processes() for row in Chosen(key, kind, stands).rows()]
    assert sorted(row.item.id for row in parts) == sorted(row.item.id for row in rows)
    assert sum(len(process.rows) for process in by_process(rows)) == len(rows)
    assert all(row.item.kind == kind for row in rows if kind)


def test_what_cannot_be_chosen_is_not_asked_for() -> None:
    assert Chosen.of({"process": "PR99", "kind": "objective", "covered": "perhaps"}) == Chosen()
    assert Chosen.of({"process": "PR9", "covered": "no"}).query == "process=PR9&covered=no"
    assert Chosen().query == ""


def test_the_page_is_filtered_and_takes_its_filter_to_the_file(world: World) -> None:
    page = client(world, "auditor").get(PAGE, {"process": "PR9", "covered": "no"}).content.decode()
    assert "PR9.O4" in page and "PR9.A1.5" not in page and "/governance/coverage.csv?process=PR9&amp;covered=no" in page


def test_german_readers_read_german_items() -> None:
    english, german = {item.id for item in fitsm.items()}, fitsm.translated("de")
    assert set(german) == english and all(text.strip() for text in german.values())
