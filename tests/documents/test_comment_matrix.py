"""The comment matrix: every comment with its decision, the same in every format, and ready to come back."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from tests.documents.conftest import Press
from tests.documents.reading import body_text, lost

from filao.core.comments import DECISIONS, SEVERITIES, Comment
from filao.documents import catalogue, comment_matrix, gate
from filao.documents.composing import Material
from filao.exchange import comments as reading

KIND = "comment-matrix"
COMMENTS = tuple(
    Comment(f"c{n}", n, "mapping-report" if n < 5 else "inception-report", "draft 1", f"Ministry {n}", place, text,
            severity=severity, decision=decision, response=f"Answer {n}", changed=f"Section {n}")
    for n, (place, text, severity, decision) in enumerate(
        (
            ("coverage", "Rodrigues is missing — why?", "substance", "open"),
            ("ties", "=HYPERLINK(\"http://a.example\")", "wording", "accepted"),
            ("who", "<b>Wrong</b> & old", "fact", "partly"),
            ("group", "Who chairs?\nAnd who writes?", "question", "declined"),
            ("method", "Noted in the other report", "substance", "noted"),
        ),
        start=1,
    )
)  # fmt: skip


def material(press: Press, language: str = "en", **more: Any) -> Material:
    return replace(press.reading(language), comments=COMMENTS, **more)


def rows(data: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["comments"]
    return [row for row in sheet.iter_rows(min_row=6, values_only=True) if any(row)]


@pytest.mark.parametrize("language", comment_matrix.LANGUAGES)
def test_every_comment_stands_in_the_pdf(press: Press, language: str) -> None:
    made = catalogue.build(KIND, "pdf", material(press, language))

    wanted = [part for x in COMMENTS for part in (x.institution, x.place, *x.text.split("\n"), x.response, x.changed)]
    assert lost(wanted, body_text(made.data)) == []


def test_the_caption_counts_what_is_open(press: Press) -> None:
    (table,) = comment_matrix.compose(material(press), "Mapping report").blocks()

    assert table.caption == "5 comments, 1 open"  # type: ignore[attr-defined]


def test_a_matrix_of_one_deliverable_holds_its_comments_alone(press: Press) -> None:
    whole = rows(catalogue.build(KIND, "xlsx", material(press)).data)
    one = rows(catalogue.build(KIND, "xlsx", material(press), "inception-report").data)

    assert len(whole) == 5
    assert [row[1] for row in one] == ["Ministry 5"]
    document = catalogue.composed(KIND, material(press), "inception-report")
    assert document.meta.subtitle == "Inception report"


def test_the_printed_matrix_names_a_body_of_the_register_in_its_language(press: Press) -> None:
    c = material(press, "fr")
    body = next(o for o in c.register.organisations.values() if o.names.get("fr"))
    said = (replace(COMMENTS[0], institution=body.name), COMMENTS[1])

    table = comment_matrix.table(replace(c, comments=said))
    filled_in = rows(catalogue.build(KIND, "xlsx", replace(c, comments=said)).data)

    assert [row[1][0].text for row in table.rows] == [body.names["fr"], "Ministry 2"]
    assert [row[1] for row in filled_in] == [body.name, "Ministry 2"]


@pytest.mark.parametrize("language", comment_matrix.LANGUAGES)
def test_the_workbook_comes_back_as_it_went_out(press: Press, language: str) -> None:
    """What Filao writes, Filao reads: decisions and kinds by their words in either language."""
    made = catalogue.build(KIND, "xlsx", material(press, language))

    back = reading.read(made.data, made.name, "mapping-report", "draft 1", comment_matrix.codes())

    assert back.refused == ()
    fields = ("institution", "place", "text", "severity", "decision", "response", "changed")
    assert [[getattr(x, f) for f in fields] for x in back.comments] == [
        [getattr(x, f) for f in fields] for x in COMMENTS
    ]


def test_every_decision_and_kind_has_a_word_in_each_language() -> None:
    codes = comment_matrix.codes()

    assert set(codes.values()) == set(DECISIONS) | set(SEVERITIES)
    assert {"open", "accepted in part", "substance"} <= set(codes)


def test_no_comment_becomes_a_formula(press: Press) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(catalogue.build(KIND, "xlsx", material(press)).data))["comments"]

    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)


def test_a_matrix_without_comments_is_built(press: Press) -> None:
    c = replace(press.reading(), comments=())

    assert rows(catalogue.build(KIND, "xlsx", c).data) == []
    assert catalogue.build(KIND, "docx", c).data


def test_a_decided_matrix_can_be_final(press: Press) -> None:
    decided = tuple(replace(x, decision="accepted") for x in COMMENTS)
    c = replace(material(press), comments=decided, findings=(), final=True)

    faults = gate.faults(comment_matrix.compose(c, "Mapping report"), c)

    assert [fault.code for fault in faults] == ["no_interview"]


def test_the_report_carries_the_comments_on_its_drafts_as_an_annex_for_the_working_group(press: Press) -> None:
    group = catalogue.composed("mapping-report", material(press))
    public = catalogue.composed("mapping-report", material(press, audience="public"))

    (annex,) = [a for a in group.annexes if a.id == "annex-comments"]
    assert "Ministry 1" in str(annex)
    assert "Ministry 5" not in str(annex), "a comment on another deliverable"
    assert not [a for a in public.annexes if a.id == "annex-comments"]
