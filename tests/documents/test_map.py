"""The map of the districts: what a reader of the printed page may rely on."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filao.documents import map as maps
from filao.documents.chart import labels_of, light
from filao.documents.graph.metrics import text_width

OUTLINES = json.loads((Path(__file__).parents[2] / "src/filao/countries/mu.geojson").read_text(encoding="utf-8"))
MAIN = [f"MU-{code}" for code in ("BL", "FL", "GP", "MO", "PA", "PW", "PL", "RR", "SA")]
NAMES = {f["properties"]["iso_3166_2"]: f["properties"]["name_en"] for f in OUTLINES["features"]} | {
    "MU-RO": "Rodrigues"
}
COLOURS = {"none": light("navy", 0.95), "1 to 3": light("navy", 0.6), "4 or more": "#0b3c5d"}
TEXTS = maps.Texts(
    disclaimer="The boundaries and names shown on this map do not imply official endorsement or acceptance.",
    legend="Bodies", not_drawn="Not drawn: Agaléga, Saint Brandon.", no_value="not documented",
)  # fmt: skip


def in_class(number: int) -> tuple[int, str]:
    return number, "none" if not number else "1 to 3" if number < 4 else "4 or more"


VALUES = {id: in_class(n) for n, id in enumerate([*MAIN, "MU-RO"])}


def drawn(values=VALUES, names=NAMES, **options) -> maps.Map:
    given = {"colours": COLOURS, "main": MAIN, "insets": ["MU-RO"], "texts": TEXTS} | options
    return maps.choropleth(OUTLINES, values, names, **given)


def edges(box: maps.Box) -> tuple[float, float, float, float]:
    x, y, w, h = box
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def overlap(one: maps.Box, two: maps.Box) -> bool:
    a, b = edges(one), edges(two)
    return a[0] < b[2] - 0.01 and b[0] < a[2] - 0.01 and a[1] < b[3] - 0.01 and b[1] < a[3] - 0.01


def outlines_of(made: maps.Map) -> list[list[tuple[float, float]]]:
    paths = re.findall(r'<path d="(M[^"]*)" fill="[^"]*" fill-rule', made.svg)
    return [[(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", path)] for path in paths]


some_maps = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 9999)), min_size=10, max_size=10),
    st.lists(st.text("abcdefgmnW éR-", min_size=1, max_size=20), min_size=10, max_size=10),
    st.sampled_from(((300.0, 260.0), (465.0, 330.0), (230.0, 240.0))),
)
@some_maps
def test_labels_stand_apart_and_within_the_map_whatever_their_words(numbers, words, size):
    ids = [*MAIN, "MU-RO"]
    values = {id: in_class(n) for id, n in zip(ids, numbers, strict=True) if n is not None}
    made = drawn(values, {id: word.strip() or "x" for id, word in zip(ids, words, strict=True)}, size=size)
    assert not [pair for pair in combinations(made.boxes, 2) if overlap(made.boxes[pair[0]], made.boxes[pair[1]])]
    assert all(
        left >= -0.1 and top >= -0.1 and right <= size[0] + 0.1 and bottom <= size[1]
        for left, top, right, bottom in map(edges, made.boxes.values())
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_district_has_its_name_and_its_number(language):
    names = {f["properties"]["iso_3166_2"]: f["properties"][f"name_{language}"] for f in OUTLINES["features"]}
    made = drawn(names=names)
    words = " ".join(made.labels)
    for id in [*MAIN, "MU-RO"]:
        assert all(part in words for part in names[id].split())
        assert str(VALUES[id][0]) in made.labels
    assert set(made.labels) <= set(labels_of(made.svg))


def test_a_unit_without_a_value_has_a_name_but_no_number():
    values = {id: value for id, value in VALUES.items() if id != "MU-FL"}
    made = drawn(values)
    assert ("MU-FL", "name") in made.boxes and ("MU-FL", "number") not in made.boxes
    assert "not documented" in labels_of(made.svg)
    assert "not documented" not in labels_of(drawn().svg)


def test_a_zero_is_a_number():
    assert ("MU-BL", "number") in drawn().boxes


def test_what_cannot_be_drawn_is_told_and_the_disclaimer_and_the_credit_stand_below():
    words = " ".join(labels_of(drawn().svg))
    assert TEXTS.not_drawn in words and TEXTS.disclaimer in words and maps.NATURAL_EARTH in words


def test_each_class_is_in_the_legend():
    assert set(COLOURS) | {"Bodies"} <= set(labels_of(drawn().svg))


def test_the_outer_island_stands_in_a_frame_of_its_own():
    made = drawn()
    *districts, rodrigues = outlines_of(made)
    assert len(districts) == 9
    frame = re.search(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="3"', made.svg)
    left, top, width, height = (float(value) for value in frame.groups())
    assert all(left < x < left + width and top < y < top + height for x, y in rodrigues)
    assert not any(left < x and top < y for ring in districts for x, y in ring)


def test_the_outer_island_has_the_scale_of_the_main_island_where_it_fits():
    *districts, rodrigues = outlines_of(drawn())
    shapes = {f["properties"]["iso_3166_2"]: f["geometry"] for f in OUTLINES["features"]}
    degrees = {id: shape["coordinates"][0] for id, shape in shapes.items() if shape["type"] == "Polygon"}

    def scale(points, ring) -> float:
        return (max(y for _, y in points) - min(y for _, y in points)) / (
            max(p[1] for p in ring) - min(p[1] for p in ring)
        )

    assert scale(rodrigues, degrees["MU-RO"]) == pytest.approx(scale(districts[1], degrees["MU-FL"]), rel=0.01)


def test_the_whole_map_lies_on_its_canvas():
    made = drawn()
    assert all(0 <= x <= made.size[0] and 0 <= y <= made.size[1] for ring in outlines_of(made) for x, y in ring)
    for words in ElementTree.fromstring(made.svg).iter("{http://www.w3.org/2000/svg}text"):
        wide = text_width(words.text or "", float(words.get("font-size", "0")))
        x = float(words.get("x", "0")) - (wide / 2 if words.get("text-anchor") == "middle" else 0)
        assert x >= -0.5 and x + wide <= made.size[0] + 0.5
        assert float(words.get("y", "0")) <= made.size[1]


def test_words_on_dark_ground_are_white():
    made = drawn(dict.fromkeys(MAIN, (9, "4 or more")))
    assert made.svg.count('fill="#ffffff" text-anchor="middle" font-weight="600">9<') >= 8


def test_the_same_input_gives_the_same_map():
    assert drawn() == drawn()


def test_a_map_needs_no_outer_island():
    made = drawn(insets=[])
    assert ("MU-RO", "name") not in made.boxes


def test_a_unit_that_is_not_in_the_outlines_is_refused():
    with pytest.raises(ValueError, match="MU-XX"):
        drawn(main=[*MAIN, "MU-XX"])


def test_a_class_without_a_colour_is_refused():
    with pytest.raises(ValueError, match="many"):
        drawn({"MU-FL": (3, "many")})
