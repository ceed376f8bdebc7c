"""The frozen draft as people read it without its file: headings, paragraphs and tables, and places for comments."""

from __future__ import annotations

from filao.core.passages import folded, parts, place_of
from filao.core.returns import Original

WHERE = "Summary, table or figure"


def at(anchor: str, text: str, block: str = "s-1", section: str = "s", where: str = "Summary, paragraph 1") -> Original:
    return Original(anchor, text, block, section, where)


TABLE = [
    at("_fl_t_caption", "TABLE 1   Bodies", "t", where=WHERE),
    at("_fl_t", "Body", "t", where=WHERE),
    at("", "Task", "t", where=WHERE),
    at("", "Law enforcement", "t", where=WHERE),
    at("_fl_t_r1c0", "Police", "t", where=WHERE),
    at("_fl_t_r1c1", "Investigates", "t", where=WHERE),
    at("_fl_t_r2c0", "Coast guard", "t", where=WHERE),
    at("_fl_t_r2c1", "Patrols", "t", where=WHERE),
    at("_fl_t_source", "Source: register.", "t", where=WHERE),
]
DRAFT = [
    Original("", "A cover"),
    Original("", "1.1  What is asked\t3"),
    at("_fl_s_title", "Summary   Draft text", "s-title", where="Summary"),
    at("_fl_s_1", "What is asked"),
    at("_fl_s_2", "Nine bodies were asked.", "s-2"),
    at("_fl_k", "90", "k"),
    at("", "bodies on record", "k"),
    *TABLE,
    at("_fl_m_title", "Method", "m-title", "m", "Method"),
    at("", "A note.", "m-1", "m", "Method, note"),
]


def test_a_draft_is_read_by_sections_without_cover_and_contents() -> None:
    summary, method = parts(DRAFT)

    assert (summary.id, summary.title, method.title) == ("s", "Summary", "Method")
    assert [(p.kind, p.text) for p in summary.passages] == [
        ("heading", "Summary"), ("heading", "What is asked"), ("paragraph", "Nine bodies were asked."),
        ("paragraph", "90 · bodies on record"), ("paragraph", "TABLE 1   Bodies"), ("table", ""),
        ("paragraph", "Source: register."),
    ]  # fmt: skip
    assert [(p.kind, p.boxes) for p in method.passages] == [("heading", 1), ("note", 0)]


def test_a_table_keeps_its_heads_its_groups_and_its_rows() -> None:
    (table,) = (p for p in parts(DRAFT)[0].passages if p.kind == "table")

    assert table.columns == ("Body", "Task")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Law enforcement"], ["Police", "Investigates"], ["Coast guard", "Patrols"],
    ]  # fmt: skip
    assert [place_of(row) for row in table.rows] == ["", "_fl_t_r1c0", "_fl_t_r2c0"]


def test_every_bookmark_of_the_draft_has_its_box_once_however_short_the_pages_are() -> None:
    marked = {o.anchor for o in DRAFT if o.anchor and o.anchor != "_fl_t"}

    for boxes in (1, 2, 3, 80):
        found = parts(DRAFT, boxes)
        anchors = [a for part in found for a in part.anchors if a != "_fl_t"]
        assert sorted(anchors) == sorted(marked)
        assert len({part.id for part in found}) == len(found)
        assert all(sum(p.boxes for p in part.passages) <= max(boxes, 3) for part in found)


def test_figures_and_heads_of_columns_without_bookmarks_are_one_line_with_what_they_follow() -> None:
    assert [o.text for o in folded(DRAFT[5:10])] == ["90 · bodies on record", "TABLE 1   Bodies", "Body · Task"]
    assert len(folded(DRAFT[-2:])) == 2
