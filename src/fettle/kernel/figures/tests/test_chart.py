"""The picture and its table say the same, at every size."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.kernel.figures.chart import Chart, Series
from fettle.kernel.figures.drawing import ALL_PRINTED, PAPER

SVG = "{http://www.w3.org/2000/svg}"
numbers = st.one_of(st.none(), st.integers(-500, 5000), st.floats(0, 1e6, allow_nan=False))
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    points = draw(st.integers(1, 60))
    kind = draw(st.sampled_from(["bar", "line", "band"]))
    count = draw(st.integers(2, 3) if kind == "band" else st.integers(1, 4))
    row = st.lists(numbers, min_size=points, max_size=points).map(tuple)
    series = tuple(Series(draw(words), draw(row)) for _ in range(count))
    return Chart(draw(words), draw(words), kind, tuple(draw(words) for _ in range(points)), series)


@given(charts())
def test_is_well_formed_and_stays_inside_its_box(chart: Chart) -> None:
    for markup in (chart.svg, chart.drawn(PAPER)):
        root = ElementTree.fromstring(markup)
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        for shape in root.iter(f"{SVG}rect"):
            x, y, w, h = (float(shape.attrib[name]) for name in ("x", "y", "width", "height"))
            assert h >= 0 and y >= 0 and y + h <= height + 0.2
            assert x >= -1 and x + w <= width + 1
        for shape in root.iter(f"{SVG}circle"):
            assert 0 <= float(shape.attrib["cx"]) <= width and 0 <= float(shape.attrib["cy"]) <= height


@given(charts())
def test_table_holds_every_number_and_the_description_too(chart: Chart) -> None:
    head, *rows = chart.table
    assert len(rows) == len(chart.categories) and all(len(row) == len(head) for row in rows)
    for index, series in enumerate(chart.series):
        for row, value in zip(rows, series.values, strict=True):
            assert row[index + 1] == ("–" if value is None else chart.number(value))
            assert row[index + 1] in chart.described


@given(charts())
def test_a_number_of_the_table_leads_where_its_bar_does(chart: Chart) -> None:
    ways = tuple(tuple(f"/{at}/{i}" for i, _c in enumerate(chart.categories)) for at, _s in enumerate(chart.series))
    rows = replace(chart, links=ways).linked
    assert [category for category, _values in rows] == list(chart.categories)
    for i, (_category, values) in enumerate(rows):
        assert values == [(chart.table[i + 1][at + 1], f"/{at}/{i}") for at, _s in enumerate(chart.series)]
    assert {url for _category, values in chart.linked for _value, url in values} == {""}


@given(charts())
def test_paper_needs_no_stylesheet_and_pages_no_colours(chart: Chart) -> None:
    assert "class=" not in re.sub(r">[^<]*<|aria-label=\"[^\"]*\"", "", chart.drawn(PAPER))
    assert not re.search(r'(fill|stroke)="#', re.sub(r">[^<]*<|aria-label=\"[^\"]*\"", "", chart.svg))


@given(st.lists(st.integers(0, 999), min_size=1, max_size=ALL_PRINTED))
def test_few_values_are_all_printed(values: list[int]) -> None:
    chart = Chart("Incidents", "", "bar", tuple(map(str, range(len(values)))), (Series("", tuple(values)),))
    printed = [t.text for t in ElementTree.fromstring(chart.svg).iter(f"{SVG}text") if t.get("class") == "c-value"]
    assert printed == [str(v) for v in values]


def test_nothing_measured_is_a_gap_and_not_a_zero() -> None:
    chart = Chart("Restore", "min", "line", ("Jan", "Feb", "Mar", "Apr"), (Series("", (5, None, 7, 9)),))
    assert chart.svg.count("<polyline") == 2
    assert chart.table[2] == ("Feb", "–")


@pytest.mark.parametrize(
    ("kind", "categories", "series"),
    [
        ("bar", (), (Series("", ()),)),
        ("bar", ("a",) * 61, (Series("", (1,) * 61),)),
        ("bar", ("a", "b"), (Series("", (1,)),)),
        ("bar", ("a",), ()),
        ("band", ("a",), (Series("", (1,)),)),
    ],
)
def test_refuses_what_it_cannot_draw(kind: str, categories: tuple[str, ...], series: tuple[Series, ...]) -> None:
    with pytest.raises(ValueError, match=r"a chart has|each series|a band"):
        Chart("t", "", kind, categories, series)  # type: ignore[arg-type]
