"""A draft that comes back from Word: nothing a reviewer wrote is lost, and no hostile file is opened."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.exchange.drafts import SPACES, a_draft, comment, docx, gone, ins, marked, p, r

from filao.core.problems import Problem
from filao.core.returns import Returned, lines
from filao.documents import reviewing
from filao.documents.words import problems
from filao.exchange import returned_docx
from filao.exchange.packages import zipped


def read(data: bytes) -> Returned:
    return returned_docx.read(data, "draft.docx")


def told(data: bytes) -> list[tuple[str, str, str]]:
    return [(c.kind, c.before, c.after) for c in read(data).changes]


def test_a_remark_has_its_words_and_its_paragraph() -> None:
    found = read(
        docx(p(r("One.")), p(r("Two "), marked("and three", 4), anchor="_fl_b"), comments=comment(4, "Name it."))
    )

    (remark,) = found.remarks
    assert (remark.text, remark.quote, remark.paragraph) == ("Name it.", "and three", 1)
    assert [x.anchor for x in found.paragraphs] == ["", "_fl_b"]


@pytest.mark.parametrize(
    "by", ["", 'w:author="" w:date="1970-01-01T00:00:00Z"', 'w:author="A. Lafleur" w:date="2024-19-39T00:00:00Z"']
)
def test_whoever_wrote_and_whenever_words_are_read_and_no_name_and_no_date(by: str) -> None:
    found = read(docx(p(marked("x", 1), ins("more", by), gone("less", by)), comments=comment(1, "Why?", by=by)))

    assert [x.text for x in found.remarks] == ["Why?"]
    assert [(c.before, c.after) for c in found.changes] == [("xless", "xmore")]
    assert "Lafleur" not in repr(found)
    assert "-19-39" not in repr(found)


def test_an_answer_knows_what_it_answers_and_a_thread_that_it_is_resolved() -> None:
    rows = comment(1, "Why?", para="0A") + comment(2, "Because.", para="0B")
    threads = '<w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="1"/>'

    first, answer = read(docx(p(marked("x", 1)), comments=rows, threads=threads)).remarks

    assert (first.parent, first.resolved) == ("", True)
    assert (answer.parent, answer.resolved, answer.paragraph) == ("1", True, 0)


def test_a_remark_that_hangs_nowhere_is_kept() -> None:
    (remark,) = read(docx(p(r("x")), comments=comment(7, "On the whole."))).remarks

    assert (remark.text, remark.paragraph) == ("On the whole.", -1)


def test_a_replacement_is_one_change_with_before_and_after() -> None:
    assert told(docx(p(r("We count "), gone("nine"), ins("ten"), r(" bodies.")))) == [
        ("changed", "We count nine bodies.", "We count ten bodies.")
    ]


def test_a_new_paragraph_leaves_the_one_before_it_as_it_was() -> None:
    body = p(r("First."), mark="ins"), p(ins("New.")), p(r("Last."))

    assert told(docx(*body)) == [("inserted", "", "New.")]


def test_a_paragraph_taken_out_leaves_the_one_behind_it_as_it_was() -> None:
    assert told(docx(p(gone("Out."), mark="del"), p(r("Stays.")))) == [("deleted", "Out.", "")]


def test_a_paragraph_cut_in_two_and_two_joined_are_one_change_each() -> None:
    assert told(docx(p(r("One. "), mark="ins"), p(r("Two.")))) == [("changed", "One. Two.", "One. \nTwo.")]
    assert told(docx(p(r("One. "), mark="del"), p(r("Two.")))) == [("changed", "One. \nTwo.", "One. Two.")]


def test_a_paragraph_that_moved_is_told_once_with_where_it_went() -> None:
    left = '<w:moveFromRangeStart w:id="1" w:name="m"/><w:moveFrom w:id="2">' + r("Goes.") + "</w:moveFrom>"
    came = '<w:moveToRangeStart w:id="3" w:name="m"/><w:moveTo w:id="4">' + r("Goes.") + "</w:moveTo>"
    body = (
        p(left, '<w:moveFromRangeEnd w:id="1"/>', mark="del"),
        p(r("Stays.")),
        p(came, '<w:moveToRangeEnd w:id="3"/>', mark="ins"),
        p(r("End.")),
    )

    (change,) = read(docx(*body)).changes

    assert (change.kind, change.before, change.paragraph, change.to) == ("moved", "Goes.", 0, 2)


def test_what_one_reviewer_put_in_and_another_took_out_is_neither_before_nor_after() -> None:
    twice = f'<w:ins w:id="1">{gone("both")}</w:ins>'

    assert told(docx(p(r("Text."), twice))) == []


def test_cells_headings_notes_and_boxes_are_read_too() -> None:
    box = (
        "<mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        + p(marked("boxed", 1))
        + "</w:txbxContent></wps:txbx></mc:Choice>"
        "<mc:Fallback><w:txbxContent>" + p(r("boxed")) + "</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    )
    body = (
        "<w:tbl><w:tr><w:tc>" + p(gone("9"), ins("10"), anchor="_fl_t") + "</w:tc></w:tr></w:tbl>",
        p(r("Noted"), '<w:r><w:footnoteReference w:id="5"/></w:r>'),
        p(f"<w:r>{box}</w:r>"),
    )
    notes = f'<w:footnote w:type="separator" w:id="0">{p()}</w:footnote><w:footnote w:id="5">{p(ins("See page 4."))}</w:footnote>'

    found = read(docx(*body, notes=notes, comments=comment(1, "Which?")))

    assert [(x.part, x.host) for x in found.paragraphs] == [
        ("cell", -1),
        ("body", -1),
        ("body", -1),
        ("box", 2),
        ("footnote", 1),
    ]
    assert [(c.kind, c.paragraph) for c in found.changes] == [("changed", 0), ("inserted", 4)]
    assert found.remarks[0].paragraph == 3


def test_a_paragraph_keeps_no_word_of_a_field_or_of_a_deleted_text() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText></w:r>'

    (seen,) = read(docx(p(field, r("Page 1"), gone(" of 9")))).paragraphs

    assert (seen.original, seen.text) == ("Page 1 of 9", "Page 1")


def test_the_draft_is_told_by_its_property_and_by_its_footer() -> None:
    found = read(docx(p(r("x")), code="FILAO-MU-1 draft 2", footer="FILAO-MU-1 · draft 2 · 3 / 9"))

    assert (found.code, found.margin) == ("FILAO-MU-1 draft 2", "FILAO-MU-1 · draft 2 · 3 / 9")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"just words", "not_a_docx"),
        (b"\xd0\xcf\x11\xe0 an old Word file", "docx_wanted"),
        (zipped({"content.xml": b"<office/>", "mimetype": b"application/vnd.oasis.opendocument.text"}), "docx_wanted"),
        (zipped({"xl/workbook.xml": b"<workbook/>"}), "not_a_docx"),
        (zipped({"word/document.xml": b"<w:document"}), "not_a_docx"),
        (zipped({"word/document.xml": b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}), "xml_entities"),
        (zipped({"word/document.xml": b"<d>" + b"<a/>" * 2_100_000 + b"</d>"}), "docx_too_large"),
        (zipped({"word/document.xml": b" " * (9 * 2**20)}), "zip_bomb"),
    ],
)  # fmt: skip
def test_what_is_no_sound_draft_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as refused:
        read(data)

    assert refused.value.code in (code, "zip_bomb")
    assert problems.sentence(refused.value.fault)
    assert problems.mend(refused.value.fault)


def test_deep_nesting_is_refused_and_never_followed() -> None:
    deep = b"<w:p>" * 5_000 + b"</w:p>" * 5_000

    with pytest.raises(Problem):
        read(zipped({"word/document.xml": b"<d xmlns:w='x'>" + deep + b"</d>"}))


def test_every_remark_and_change_of_a_draft_of_45_paragraphs_is_read() -> None:
    found = read(a_draft(45))

    assert (len(found.remarks), len(found.changes)) == (45, 45)


# --- files as programs and people leave them: everything said in them is read, each thing once


def test_two_remarks_that_a_file_gives_one_number_are_two_each_at_its_own_words() -> None:
    body = p(marked("One", 4)), p(r("Two.")), p(marked("three", 4), marked("four", 5))
    rows = comment(4, "First.") + comment(4, "Second.") + comment(5, "Third.")

    found = read(docx(*body, comments=rows)).remarks

    assert [(x.text, x.quote, x.paragraph) for x in found] == [
        ("First.", "One", 0),
        ("Second.", "three", 2),
        ("Third.", "four", 2),
    ]
    assert len({x.id for x in found}) == 3


def test_an_answer_to_the_second_of_two_remarks_with_one_number_answers_that_one() -> None:
    rows = comment(4, "First.", para="0A") + comment(4, "Second.", para="0B") + comment(5, "Yes.", para="0C")
    threads = '<w15:commentEx w15:paraId="0C" w15:paraIdParent="0B" w15:done="0"/>'

    first, second, answer = read(docx(p(marked("x", 4)), p(marked("y", 4)), comments=rows, threads=threads)).remarks

    assert (answer.parent, answer.paragraph) == (second.id, 1)
    assert first.id != second.id


def test_remarks_without_a_number_and_with_odd_ones_are_all_kept() -> None:
    rows = "".join(
        f"<w:comment{id}>{p(r(text))}</w:comment>"
        for id, text in (("", "A"), ("", "B"), (' w:id="4/2"', "C"), (' w:id="4"', "D"), (' w:id="4"', "E"))
    )

    found = read(docx(p(marked("x", 4)), comments=rows)).remarks

    assert [x.text for x in found] == ["A", "B", "C", "D", "E"]
    assert len({x.id for x in found}) == 5


def test_a_remark_over_several_paragraphs_begins_at_the_first_and_keeps_its_words_apart() -> None:
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    sign = '<w:r><w:commentReference w:id="1"/></w:r>'
    cells = "<w:tbl><w:tr><w:tc>" + p(r("cell")) + "</w:tc></w:tr></w:tbl>"

    (remark,) = read(
        docx(p(r("x")), p(start, r("End.")), cells, p(r("Begin"), end, sign), comments=comment(1, "?"))
    ).remarks

    assert (remark.paragraph, remark.quote) == (1, "End. cell Begin")


def test_a_remark_on_no_words_on_words_that_came_and_on_words_that_went_has_its_paragraph() -> None:
    empty = '<w:commentRangeStart w:id="1"/><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    body = (
        p(empty),
        p(f'<w:ins w:id="9">{marked("new", 2)}</w:ins>'),
        p(f'<w:moveTo w:id="8"><w:ins w:id="7">{marked("both new", 3)}</w:ins></w:moveTo>'),
        p('<w:r><w:commentReference w:id="4"/></w:r>'),
    )

    found = read(docx(*body, comments="".join(comment(n, f"Remark {n}") for n in range(1, 5)))).remarks

    assert [(x.text, x.paragraph, x.quote) for x in found] == [
        ("Remark 1", 0, ""),
        ("Remark 2", 1, "new"),
        ("Remark 3", 2, "both new"),
        ("Remark 4", 3, ""),
    ]


def move(side: str, name: str, *inside: str, id: int = 1) -> str:
    """The inside of a paragraph that left ("From") or came ("To") under a name."""
    text = "".join(f'<w:move{side} w:id="{id}5">{one}</w:move{side}>' for one in inside)
    return f'<w:move{side}RangeStart w:id="{id}" w:name="{name}"/>{text}<w:move{side}RangeEnd w:id="{id}"/>'


def test_several_paragraphs_that_moved_together_are_told_each_with_its_own_place() -> None:
    def span(side: str, id: int) -> tuple[str, str]:
        open_, end = f'<w:move{side}RangeStart w:id="{id}" w:name="m"/>', f'<w:move{side}RangeEnd w:id="{id}"/>'
        one, two = (f'<w:move{side} w:id="9">{r(text)}</w:move{side}>' for text in ("First.", "Second."))
        mark = "del" if side == "From" else "ins"
        return p(open_, one, mark=mark), p(two, end, mark=mark)

    changes = read(docx(*span("From", 1), p(r("Stays.")), *span("To", 2), p(r("End.")))).changes

    assert [(c.kind, c.before, c.after, c.paragraph, c.to) for c in changes] == [
        ("moved", "First.", "First.", 0, 3),
        ("moved", "Second.", "Second.", 1, 4),
    ]


def test_a_sentence_that_moved_into_a_paragraph_of_its_own_is_told_where_it_left_and_where_it_came() -> None:
    body = p(r("A. "), move("From", "m", r("B."))), p(r("C.")), p(move("To", "m", r("B."), id=2))

    assert told(docx(*body)) == [("changed", "A. B.", "A."), ("inserted", "", "B.")]


def test_a_paragraph_put_in_by_one_and_moved_by_another_is_told_where_it_came() -> None:
    body = (
        p(move("From", "m", f'<w:ins w:id="7">{r("New.")}</w:ins>'), mark="del"),
        p(r("Stays.")),
        p(move("To", "m", r("New."), id=2), mark="ins"),
        p(r("End.")),
    )

    assert told(docx(*body)) == [("inserted", "", "New.")]


def test_a_paragraph_that_moved_between_two_that_were_joined_is_told_on_both_sides() -> None:
    body = (
        p(move("From", "m", r("Goes.")), mark="del"),
        p(r("Stays.")),
        p(r("One. "), mark="del"),
        p(move("To", "m", r("Goes."), id=2), mark="ins"),
        p(r("Two.")),
    )

    found = told(docx(*body))

    assert found[0] == ("deleted", "Goes.", "")
    assert "Goes." in found[1][2]


def test_a_paragraph_that_moved_and_was_written_anew_there_is_told_with_its_new_words() -> None:
    body = p(move("From", "m", r("Goes."))), p(r("Stays.")), p(move("To", "m", r("Goes."), id=2), ins(" And more."))

    assert told(docx(*body)) == [("deleted", "Goes.", ""), ("inserted", "", "Goes. And more.")]


def test_a_move_without_its_other_side_is_told_as_what_is_seen_of_it() -> None:
    assert told(docx(p(move("From", "m", r("Goes."))), p(r("x")))) == [("deleted", "Goes.", "")]
    assert told(docx(p(r("x")), p(move("To", "m", r("Came."))))) == [("inserted", "", "Came.")]


def test_a_row_a_cell_a_box_and_a_note_that_came_or_went_as_a_whole_are_changes() -> None:
    def row(text: str, sign: str) -> str:
        return f"<w:tr><w:trPr><w:{sign} w:id='7'/></w:trPr><w:tc>{p(r(text))}</w:tc></w:tr>"

    cell = "<w:tr><w:tc><w:tcPr><w:cellDel w:id='7'/></w:tcPr>" + p(r("Old cell.")) + "</w:tc></w:tr>"
    box = "<w:r><w:txbxContent>" + p(r("Boxed.")) + "</w:txbxContent></w:r>"
    body = (
        "<w:tbl>" + row("New row.", "ins") + row("Old row.", "del") + cell + "</w:tbl>",
        p(r("Text."), f'<w:ins w:id="8">{box}<w:r><w:footnoteReference w:id="5"/></w:r></w:ins>'),
    )

    found = told(docx(*body, notes=f'<w:footnote w:id="5">{p(r("See page 4."))}</w:footnote>'))

    assert found == [
        ("inserted", "", "New row."),
        ("deleted", "Old row.", ""),
        ("deleted", "Old cell.", ""),
        ("inserted", "", "Boxed."),
        ("inserted", "", "See page 4."),
    ]


def test_a_change_in_a_running_line_is_a_change() -> None:
    parts = docx(p(r("x")), footer="Draft")
    with zipfile.ZipFile(io.BytesIO(parts)) as package:
        texts = {name: package.read(name) for name in package.namelist()}
    line = f"<w:ftr {SPACES}>{p(gone('Draft'), ins('Report'))}</w:ftr>"

    assert told(zipped(texts | {"word/footer1.xml": line.encode()})) == [("changed", "Draft", "Report")]


def test_what_came_and_went_stays_neither_however_deep_it_stands() -> None:
    deep = f'<w:ins w:id="1"><w:del w:id="2">{gone("never")}</w:del></w:ins>'

    assert told(docx(p(r("Text."), deep))) == []


def test_a_remark_that_is_a_picture_or_a_formula_is_not_taken_for_an_empty_one() -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    rows = (
        f'<w:comment w:id="1">{p("<w:r><w:drawing/></w:r>")}</w:comment><w:comment w:id="2">{p()}</w:comment>'
        f'<w:comment w:id="3">{p(f"""<m:oMath xmlns:m="{math}"><m:r><m:t>n=9</m:t></m:r></m:oMath>""")}</w:comment>'
    )

    found = read(docx(p(r("x")), comments=rows))
    said = [(line.key, reviewing.said("en", line)) for line in lines((), found)]

    assert said == [
        ("r1", "With a picture, which is not kept here: ask the institution for it."),
        ("r3", "n=9"),
    ]


def test_parts_that_a_web_office_numbers_are_read_like_the_others() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(p(marked("x", 1)), comments=comment(1, "Why?")))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    numbered = {name.replace("document.xml", "document2.xml").replace("comments.xml", "comments2.xml"): data
                for name, data in parts.items()}  # fmt: skip

    assert [(x.text, x.paragraph) for x in read(zipped(numbered)).remarks] == [("Why?", 0)]
