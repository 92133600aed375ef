"""The standards' data: complete, without doubles, translatable."""

from __future__ import annotations

from collections import Counter

from fettle.kernel.assembly import assembly
from fettle.standard import fits, fitsm


def test_every_item_of_fitsm_is_there_once() -> None:
    assert len(fitsm.items()) == 328 and len(fitsm.to_cover()) == 307
    assert max(Counter(item.id for item in fitsm.items()).values()) == 1
    assert {item.process for item in fitsm.items()} == {f"GR{n}" for n in range(1, 8)} | {
        f"PR{n}" for n in range(1, 15)
    }


def test_parents_exist_and_ids_name_their_process() -> None:
    for item in fitsm.items():
        assert item.id.startswith(f"{item.process}."), item
        assert not item.parent or item.parent in fitsm.by_id(), item


def test_each_measure_is_a_figure_or_has_words_to_translate() -> None:
    figures = assembly().figure_by_code
    measures = {measure.code: measure for block in fits.blocks().values() for measure in block}
    assert list(fits.blocks()) == [fits.REACTIVE, fits.PROACTIVE, fits.CHANGE, fits.FINANCE]
    for code, measure in measures.items():
        if code in figures:
            assert (str(figures[code].label), figures[code].unit) == (measure.label, measure.unit)
        else:
            assert measure.label in fits.WORDS, code
    numbers = [code.split("-") for code in measures]
    for prefix, number in (
        code.split("-") for code in figures if code.startswith(("INC", "REQ")) and code not in measures
    ):
        assert int(number) > max(int(of_fits) for name, of_fits in numbers if name == prefix), "a number that FITS gave"
