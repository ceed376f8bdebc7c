"""The drawing of a network: what a reader of the printed page may rely on."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filao.core.register import Register
from filao.core.vocabulary import STANDARD
from filao.documents import graph
from filao.documents.chart import labels_of
from filao.documents.graph.drawing import footing, group_order, relation_order
from filao.documents.graph.legend import Item, legend
from filao.documents.graph.marks import signs, strokes
from filao.documents.graph.metrics import REGULAR, SEMIBOLD, text_width, wrap
from filao.documents.tokens import FONTS

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = graph.Texts(
    note="Position has no meaning.", seed="Seed 1", isolates="No standing tie on record", highlighted="Stands between",
    sectors="Bodies", relations="Ties", other="Other ties",
)  # fmt: skip
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz éÉ’-&/"


def node(id: str, label: str = "", group: str = "government", *, highlighted: bool = False) -> graph.Node:
    return graph.Node(id, label or id, group, group.capitalize(), highlighted)


def tie(source: str, target: str, relation: str = "funds", *, mutual: bool = False, strength: float | None = None):
    return graph.Tie(source, target, relation, relation.capitalize(), mutual, strength)


@st.composite
def networks(draw: st.DrawFn, most: int = 120, ties: int = 150) -> tuple[list[graph.Node], list[graph.Tie]]:
    count = draw(st.integers(0, most))
    source = random.Random(draw(st.integers(0, 10_000)))
    longest = draw(st.sampled_from((4, 9, 18)))
    nodes = [
        node(
            f"n{n}", "".join(source.choice(LETTERS) for _ in range(source.randint(1, longest))),
            f"sector{source.randrange(10)}", highlighted=source.random() < 0.1,
        )
        for n in range(count)
    ]  # fmt: skip
    many = draw(st.integers(0, ties)) if count > 1 else 0
    ends = [source.sample(range(count), 2) for _ in range(many)]
    made = [
        tie(f"n{a}", f"n{b}", f"kind{source.randrange(6)}", mutual=source.random() < 0.3, strength=source.choice((None, 1, 3)))
        for a, b in ends
    ]  # fmt: skip
    return nodes, made


some_networks = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def structural(register: Register) -> tuple[list[graph.Node], list[graph.Tie]]:
    label = STANDARD.label
    nodes = [
        graph.Node(o.id, o.short_name, o.kind, label("org_kind", o.kind), o.id in ("IOM", "PMO", "MIEUX"))
        for o in register.organisations.values()
    ]
    ties = [
        graph.Tie(r.source, r.target, r.kind, label("relation_kind", r.kind), r.mutual, r.strength)
        for r in register.relations.values()
        if r.structural
    ]
    return nodes, ties


@pytest.fixture(scope="module")
def standing(mauritius) -> tuple[list[graph.Node], list[graph.Tie]]:
    return structural(mauritius)


@pytest.fixture(scope="module", params=[graph.PORTRAIT, graph.LANDSCAPE], ids=["portrait", "landscape"])
def page(request, standing) -> graph.Drawing:
    return graph.draw(*standing, size=request.param, texts=TEXTS)


@pytest.fixture(scope="module")
def multiples(standing) -> graph.Drawing:
    return graph.panels(*standing, texts=TEXTS)


def apart(boxes: list[tuple[float, float, float, float]]) -> bool:
    placed = np.array(boxes).reshape(-1, 4)
    distance = np.abs(placed[:, None, :2] - placed[None, :, :2])
    room = (placed[:, None, 2:] + placed[None, :, 2:]) / 2
    return bool((~(distance < room - 0.02).all(axis=-1) | np.eye(len(placed), dtype=bool)).all())


def extents(svg: str) -> list[tuple[float, float]]:
    """Corners of everything drawn: boxes, signs, words as wide as their type sets them, points along every curve."""
    root = ElementTree.fromstring(svg)
    found: list[tuple[float, float]] = []

    def walk(element: ElementTree.Element, dx: float, dy: float) -> None:
        if move := re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", "")):
            dx, dy = dx + float(move[1]), dy + float(move[2])
        found.extend((x + dx, y + dy) for x, y in corners(element))
        for child in element:
            walk(child, dx, dy)

    walk(root, 0, 0)
    return found


def corners(element: ElementTree.Element) -> list[tuple[float, float]]:
    def at(name: str) -> float:
        return float(element.get(name, "0"))

    tag = element.tag.removeprefix(SVG)
    if tag == "rect":
        return [(at("x"), at("y")), (at("x") + at("width"), at("y") + at("height"))]
    if tag == "circle":
        return [(at("cx") - at("r"), at("cy") - at("r")), (at("cx") + at("r"), at("cy") + at("r"))]
    if tag == "text":
        size, words = at("font-size"), element.text or ""
        wide = text_width(words, size, SEMIBOLD if element.get("font-weight") else REGULAR)
        left = at("x") - wide * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
        return [(left, at("y") - size * 0.75), (left + wide, at("y") + size * 0.22)]
    return path_points(element.get("d", "")) if tag == "path" else []


def path_points(path: str) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for letter, words in re.findall(r"([MLQHZ])([^MLQHZ]*)", path):
        values = [float(value) for value in words.split()]
        if letter in "ML":
            points.append((values[0], values[1]))
        elif letter == "H":
            points.append((values[0], points[-1][1]))
        elif letter == "Q":
            (a, b), (c, d, e, f) = points[-1], values
            points += [
                ((1 - t) ** 2 * a + 2 * t * (1 - t) * c + t * t * e, (1 - t) ** 2 * b + 2 * t * (1 - t) * d + t * t * f)
                for t in np.linspace(0, 1, 21)
            ]
    return points


def panel_groups(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in root.findall(f"{SVG}g") if group.get("transform")]


def outside(drawing: graph.Drawing) -> list[tuple[float, float]]:
    w, h = drawing.size
    return [(x, y) for x, y in extents(drawing.svg) if not (-0.05 <= x <= w + 0.05 and -0.05 <= y <= h + 0.05)]


# --- labels ---------------------------------------------------------------------------------------------------------


@given(networks())
@some_networks
def test_no_two_labels_overlap_and_nothing_leaves_the_canvas(network):
    nodes, ties = network
    drawing = graph.draw(nodes, ties, texts=TEXTS)
    assert drawing.overlaps == 0
    assert apart(list(drawing.positions.values()))
    assert set(drawing.positions) == {n.id for n in nodes}
    assert not outside(drawing)


def test_even_long_names_in_a_crowd_do_not_overlap():
    source = random.Random(5)
    nodes = [node(f"n{n}", "W" * 18, f"sector{n % 9}") for n in range(120)]
    ties = [tie(f"n{a}", f"n{b}") for a, b in (source.sample(range(120), 2) for _ in range(260))]
    drawing = graph.draw(nodes, ties, texts=TEXTS)
    assert drawing.overlaps == 0 and apart(list(drawing.positions.values())) and not outside(drawing)
    assert drawing.crowded and not drawing.legible


@given(networks(most=40, ties=50))
@some_networks
def test_every_label_is_text(network):
    nodes, ties = network
    words = labels_of(graph.draw(nodes, ties, texts=TEXTS).svg)
    assert {n.label.strip() for n in nodes if n.label.strip()} <= {word.strip() for word in words}
    assert {t.relation for t in ties} <= {w.split(" (")[0].lower() for w in words}
    assert "Position has no meaning." in words and "Seed 1" in words


def test_the_text_layer_of_a_pdf_holds_every_label(standing, page):
    import pypdfium2

    from filao.documents.chart import _engine

    printed = pypdfium2.PdfDocument(_engine().svg_to_pdf(page.svg))[0]
    held = re.sub(r"\s", "", printed.get_textpage().get_text_bounded())
    assert not [n.label for n in standing[0] if re.sub(r"\s", "", n.label) not in held]


def test_words_are_as_wide_as_the_type_sets_them():
    from fontTools.ttLib import TTFont

    for style in (REGULAR, SEMIBOLD):
        font = TTFont(FONTS / f"SourceSansPro-{style}.ttf")
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        for words in ("Plaines Wilhems", "Réduit & Île d’Ambre", "WWWiii—€"):
            wide = sum(widths[glyphs[ord(sign)]][0] for sign in words) / font["head"].unitsPerEm
            assert text_width(words, 7.2, style) == pytest.approx(7.2 * wide)


def test_a_sign_that_the_type_lacks_takes_room_all_the_same():
    assert text_width("漢", 10) > 0


def test_words_wrap_between_words_only():
    lines = wrap("Rivière du Rempart", 7, 30)
    assert " ".join(lines) == "Rivière du Rempart" and len(lines) > 1
    assert wrap("Pamplemousses", 7, 3) == ("Pamplemousses",)


# --- the same drawing again -----------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_drawing(standing):
    nodes, ties = standing
    one, two = (graph.draw(nodes, ties, seed=3, texts=TEXTS) for _ in range(2))
    assert one == two
    assert graph.draw(nodes, ties, seed=4, texts=TEXTS).positions != one.positions


def test_drawing_leaves_the_common_source_of_chance_alone():
    nodes, ties = [node("a"), node("b"), node("c"), node("d")], [tie("a", "b"), tie("b", "c"), tie("c", "d")]
    random.seed(1)
    expected = random.random()
    random.seed(1)
    graph.draw(nodes, ties)
    assert random.random() == expected


# --- ties -----------------------------------------------------------------------------------------------------------


def strokes_of(drawing: graph.Drawing) -> list[list[tuple[float, float]]]:
    found = re.findall(r'<path d="(M[^"]*Q[^"]*)"', drawing.svg)
    return [path_points(path) for path in found]


def test_a_parallel_tie_is_visible_beside_the_other():
    nodes = [node("a"), node("b")]
    ties = [
        tie("a", "b", "funds", mutual=True),
        tie("b", "a", "trains", mutual=True),
        tie("a", "b", "advises", mutual=True),
    ]
    middles = sorted((line[10] for line in strokes_of(graph.draw(nodes, ties, size=(300, 200)))), key=lambda p: p)
    assert len(middles) == 3
    assert all(np.hypot(a - c, b - d) >= 6 for (a, b), (c, d) in pairwise(middles))


def test_only_a_tie_with_a_direction_has_an_arrowhead():
    nodes = [node("a"), node("b")]

    def heads(mutual: bool) -> int:
        drawn = graph.draw(nodes, [tie("a", "b", mutual=mutual)]).svg.split("<rect")
        return drawn[1].count('" fill="#')

    assert heads(mutual=False) - heads(mutual=True) == 1


def test_an_arrowhead_ends_at_the_edge_of_its_target():
    drawing = graph.draw([node("a"), node("b")], [tie("a", "b")], size=(300, 200))
    x, y, w, h = drawing.positions["b"]
    tips = [path_points(p)[0] for p in re.findall(r'<path d="(M[^"Q]*Z)" fill="#8a5aa5"', drawing.svg)]
    assert any(max(abs(tx - x) - w / 2, abs(ty - y) - h / 2) == pytest.approx(1.0, abs=0.6) for tx, ty in tips)


def test_the_weakest_relation_is_drawn_first_and_referrals_last():
    ties = [
        tie("a", "b", "refers_to", strength=0.5),
        tie("a", "b", "supervises", strength=3),
        tie("b", "c", "trains", strength=0.5),
    ]
    assert relation_order(ties) == ["trains", "supervises", "refers_to"]


def test_relations_and_sectors_differ_in_a_grey_copy():
    codes = STANDARD.codes("relation_kind")
    lines = strokes(codes)
    assert max(Counter((line.dash, line.width) for line in lines.values()).values()) == 1
    assert max(Counter(line.dash for line in lines.values() if line.dash).values()) == 1
    shapes = signs(STANDARD.codes("org_kind"))
    assert len({sign.shape for sign in shapes.values()}) == len(shapes)


def test_unknown_codes_get_signs_of_their_own():
    shapes = signs(["government", "church", "clan"])
    assert len({sign.shape for sign in shapes.values()}) == 3


def test_a_tie_of_a_body_to_itself_is_left_out():
    drawing = graph.draw([node("a"), node("b")], [tie("a", "a")])
    assert drawing.ties == 0 and set(drawing.isolates) == {"a", "b"}


def test_a_tie_to_nobody_is_refused():
    with pytest.raises(ValueError, match="zz"):
        graph.draw([node("a")], [tie("a", "zz")])
    with pytest.raises(ValueError, match="twice"):
        graph.draw([node("a"), node("a")], [])


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_standing_network_of_mauritius_reads_on_one_page(page):
    assert page.overlaps == 0 and not outside(page)
    assert page.font_size == 7.2 and not page.crowded
    assert page.crossings <= 20 and page.edges_under_labels <= 4


def shown(drawing: graph.Drawing, tie: graph.Tie) -> float:
    """Distance between the boxes of a tie's two bodies."""
    (x, y, w, h), (a, b, c, d) = drawing.positions[tie.source], drawing.positions[tie.target]
    return max(abs(x - a) - (w + c) / 2, abs(y - b) - (h + d) / 2)


def test_no_tie_is_hidden_between_two_boxes(standing, page, multiples):
    assert min(shown(page, t) for t in standing[1]) > 10
    assert min(shown(multiples, t) for t in standing[1]) > 10


def test_isolates_stand_in_their_own_row(standing, page):
    nodes, ties = standing
    joined = {end for t in ties for end in (t.source, t.target)}
    assert set(page.isolates) == {n.id for n in nodes} - joined
    lowest = max(y + h / 2 for id, (_, y, _, h) in page.positions.items() if id in joined)
    assert all(page.positions[id][1] - page.positions[id][3] / 2 > lowest for id in page.isolates)
    assert len({page.positions[id][1] for id in page.isolates}) <= 5
    assert TEXTS.isolates in labels_of(page.svg)


def test_isolates_are_ordered_by_sector_and_name():
    nodes = [node("x", "Zeta", "ngo"), node("y", "Alpha", "union"), node("z", "Beta", "ngo")]
    assert graph.draw(nodes, []).isolates == ("z", "x", "y")


def test_legends_take_two_lines_each_at_most_and_stand_under_the_network(standing, page):
    foot = footing(*standing, TEXTS, page.size[0])
    assert all(len(made.lines) <= 2 for made in foot.legends) and len(foot.legends) == 2
    assert max(y + h / 2 for _, y, _, h in page.positions.values()) < page.size[1] - foot.height


def test_a_legend_without_entries_takes_no_room():
    assert legend("Ties", [], 400).height == 0
    assert legend("Ties", [Item("One", None)], 400).height > 0


def test_brokers_are_tinted_and_bold():
    drawing = graph.draw([node("a", highlighted=True), node("b")], [tie("a", "b")], texts=TEXTS)
    assert drawing.svg.count('font-weight="600">a<') == 1 and 'font-weight="600">b<' not in drawing.svg
    assert TEXTS.highlighted in labels_of(drawing.svg)
    plain = graph.draw([node("a"), node("b")], [tie("a", "b")], texts=TEXTS)
    assert TEXTS.highlighted not in labels_of(plain.svg)


def test_a_sector_keeps_its_place_in_the_legend():
    assert list(group_order([node("a", group="ngo"), node("b", group="union"), node("c", group="ngo")])) == [
        "ngo",
        "union",
    ]


def test_an_empty_network_is_an_empty_page():
    drawing = graph.draw([], [])
    assert drawing.positions == {} and drawing.overlaps == 0
    ElementTree.fromstring(drawing.svg)
    assert graph.panels([], []).panels == ()


# --- panels ---------------------------------------------------------------------------------------------------------


@given(networks(most=80, ties=120))
@some_networks
def test_no_two_names_overlap_in_any_panel(network):
    nodes, ties = network
    drawing = graph.panels(nodes, ties, texts=TEXTS)
    assert drawing.overlaps == 0 and not outside(drawing)
    assert all(apart([drawing.positions[id] for id in panel.nodes]) for panel in drawing.panels)
    assert sum(panel.ties for panel in drawing.panels) == len(ties)


def test_a_body_stands_at_the_same_place_in_every_panel(multiples):
    assert not outside(multiples)
    root = ElementTree.fromstring(multiples.svg)
    places: dict[str, set[tuple[str, str]]] = {}
    for panel in panel_groups(root):
        for words in panel.iter(f"{SVG}text"):
            if words.get("text-anchor") == "middle":
                places.setdefault(words.text or "", set()).add((words.get("x", ""), words.get("y", "")))
    assert all(len(found) == 1 for found in places.values())
    assert sum(label == "IOM" for label in places) == 1


def test_a_panel_names_the_bodies_that_have_a_tie_in_it_and_dots_the_others(standing, multiples):
    _, ties = standing
    joined = {end for t in ties for end in (t.source, t.target)}
    root = ElementTree.fromstring(multiples.svg)
    for panel, drawn in zip(multiples.panels, panel_groups(root), strict=True):
        held = {end for t in ties if t.relation in panel.relations for end in (t.source, t.target)}
        assert set(panel.nodes) == held
        dots = [c for c in drawn.findall(f"{SVG}circle") if c.get("r") == "0.9"]
        assert len(dots) == len(joined - held)


def test_each_panel_has_its_relation_and_number_of_ties_as_title(standing, multiples):
    nodes, ties = standing
    words = labels_of(multiples.svg)
    assert "Refers victims to (7)" in words and "Coordinates with (20)" in words and "Other ties (7)" in words
    every = graph.panels(nodes, ties, texts=TEXTS, rare=0)
    assert len(every.panels) == len({t.relation for t in ties})
    assert len(graph.panels(nodes, ties, texts=replace(TEXTS, other="")).panels) == len(every.panels)


def test_a_crowded_network_says_so():
    quiet = graph.draw([node("a"), node("b")], [tie("a", "b")])
    assert not quiet.crowded and quiet.legible
    assert replace(quiet, ties=201).crowded
    assert replace(quiet, edges_under_labels=3).crowded
    assert not replace(
        quiet, isolates=("a",), positions={str(n): (0, 0, 1, 1) for n in range(70)} | {"a": (0, 0, 1, 1)}
    ).crowded
