"""However many rows of an incident are damaged, and however they come back: each finds its place."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from fettle.edges.transfer.models import RefusedRow
from fettle.kernel.history.replay import in_order
from fettle.kernel.orgs.models import Organisation
from fettle.processes.incidents.servicenow.tests import damage
from fettle.processes.incidents.servicenow.tests.test_log import (
    LOG,
    bring,
    equal,
    home,  # noqa: F401
    incidents,
    make,
    write,
)

pytestmark = pytest.mark.log
Rows = list[dict[str, str]]


def in_file_order(rows: Rows) -> None:
    """Every incident's entries are its rows in their order."""
    wanted: dict[str, list[str]] = {}
    for row in rows:
        keys = wanted.setdefault(row["number"], [])
        if (key := f"{row['sys_mod_count']}|{row['sys_updated_at']}") not in keys:
            keys.append(key)
    found = {number: [entry.source["key"] for entry in in_order(record)] for number, record in incidents().items()}
    assert found == wanted


def strewn(rows: Rows, chance: random.Random, ways: Iterable[str], share: float) -> dict[int, str]:
    """Damage here and there, and in every fifth incident a whole stretch of it."""
    ways = list(ways)
    bad = {at: chance.choice(ways) for at in range(len(rows)) if chance.random() < share}
    for start in range(0, len(rows), 50):
        first = start + chance.randrange(8)
        bad |= {at: chance.choice(ways) for at in range(first, first + chance.randrange(2, 5))}
    return bad


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("seed", [21, 22])
def test_many_damaged_rows_of_an_incident_find_their_places(
    home: Organisation,  # noqa: F811
    tmp_path: Path,
    seed: int,
    whole: bool,
) -> None:
    chance = random.Random(seed)
    rows = make(tmp_path / "log.csv", seed, numbers=20)
    bad = strewn(rows, chance, damage.WAYS, 0.15)
    damage.write(tmp_path / "damaged.csv", rows, bad, chance)
    outcome = bring(tmp_path / "damaged.csv", home)
    assert [row.line for row in sorted(outcome.refused, key=lambda row: row.line)] == [at + 2 for at in sorted(bad)]
    assert outcome.added == len(rows) - len(bad)
    write(tmp_path / "mended.csv", list(rows[0]), rows if whole else [rows[at] for at in sorted(bad)])
    assert bring(tmp_path / "mended.csv", home).added == len(bad)
    in_file_order(rows)
    equal(tmp_path / "log.csv")


@pytest.mark.parametrize("seed", [31])
def test_they_may_come_back_one_by_one_in_any_order(home: Organisation, tmp_path: Path, seed: int) -> None:  # noqa: F811
    chance = random.Random(seed)
    rows = make(tmp_path / "log.csv", seed, numbers=8)
    bad = strewn(rows, chance, [way for way in damage.WAYS if way not in damage.SILENT], 0.2)
    damage.write(tmp_path / "damaged.csv", rows, bad, chance, b"\n")
    bring(tmp_path / "damaged.csv", home)
    left = list(bad)
    chance.shuffle(left)
    while left:
        now, left = sorted(left[:7]), left[7:]
        write(tmp_path / "mended.csv", list(rows[0]), [rows[at] for at in now])
        assert bring(tmp_path / "mended.csv", home).added == len(now)
    in_file_order(rows)
    equal(tmp_path / "log.csv")
    assert not RefusedRow.objects.filter(settled=False).exists()


@pytest.mark.parametrize("cut", [35, 77])
def test_pieces_with_damage_that_is_mended_after_all_pieces_came(
    home: Organisation,  # noqa: F811
    tmp_path: Path,
    cut: int,
) -> None:
    chance = random.Random(cut)
    rows = make(tmp_path / "log.csv", cut, numbers=12)
    bad = strewn(rows, chance, [way for way in damage.WAYS if way not in damage.SILENT], 0.2)
    for name, some in (("one", range(cut)), ("two", range(cut, len(rows)))):
        piece = [rows[at] for at in some]
        damage.write(tmp_path / f"{name}.csv", piece, {at - some[0]: bad[at] for at in some if at in bad}, chance)
        bring(tmp_path / f"{name}.csv", home)
    write(tmp_path / "mended.csv", list(rows[0]), [rows[at] for at in sorted(bad)])
    bring(tmp_path / "mended.csv", home)
    in_file_order(rows)
    equal(tmp_path / "log.csv")


@pytest.mark.parametrize("lines", [(1087, 1088), (1783, 1787)])
def test_two_rows_of_the_real_log(home: Organisation, tmp_path: Path, lines: tuple[int, ...]) -> None:  # noqa: F811
    """Beside each other, and the last of an incident with one further up."""
    text = LOG.read_text("utf-8").splitlines()
    number = text[lines[0] - 1].split(",")[0]
    theirs = [at for at, line in enumerate(text) if line.startswith(number + ",")]
    head, row = text[0], dict(enumerate(text))
    (tmp_path / "log.csv").write_text("\n".join([head, *(row[at] for at in theirs)]) + "\n", "utf-8")
    bad = {at: row[at].replace(row[at].split(",")[13], "some day") for at in (line - 1 for line in lines)}
    (tmp_path / "bad.csv").write_text("\n".join([head, *(bad.get(at, row[at]) for at in theirs)]) + "\n", "utf-8")
    assert len(bring(tmp_path / "bad.csv", home).refused) == 2
    (tmp_path / "mended.csv").write_text("\n".join([head, *(row[line - 1] for line in lines)]) + "\n", "utf-8")
    bring(tmp_path / "mended.csv", home)
    equal(tmp_path / "log.csv")


@pytest.mark.parametrize("value", ['Monitor 24"', '"tall"', 'a "b" c'])
def test_a_quotation_mark_inside_a_value_takes_no_other_row_with_it(
    home: Organisation,  # noqa: F811
    tmp_path: Path,
    value: str,
) -> None:
    rows = make(tmp_path / "log.csv", 9, numbers=4)
    lines = (tmp_path / "log.csv").read_text("utf-8").splitlines()
    for at in (5, 9):
        lines[at] = lines[at].replace("Category 1", value)
    (tmp_path / "log.csv").write_text("\n".join(lines) + "\n", "utf-8")
    outcome = bring(tmp_path / "log.csv", home)
    assert outcome.added == len(rows) and not outcome.refused
