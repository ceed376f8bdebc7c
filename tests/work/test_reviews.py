"""A round of comments end to end: a draft frozen and sent, Word files that come back, places, proposals, decisions."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.exchange.drafts import comment, docx, marked, p, r
from tests.returning import Draft, W

from filao.core.problems import Problem
from filao.store.documents import BuildRow
from filao.store.journal import JournalLine
from filao.store.reviews import ReturnRow, ReviewRound
from filao.work import documents, engagements, narrative, returns, reviews
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

REPORT = "mapping-report"
PROSE = "Nine bodies were asked, and seven of them have answered."
WITH_VALUE = "The record holds {organisations.total} bodies."


@pytest.fixture
def engagement(actor: Actor, workspace: Workspace) -> str:
    return engagements.find(actor, workspace).id


@pytest.fixture
def round(actor: Actor, workspace: Workspace, engagement: str) -> str:
    """A round on the real report, with a summary that people have written."""
    narrative.save_section(
        actor, workspace, engagement, REPORT, "summary", "en", f"{PROSE}\n\n{WITH_VALUE}\n\n- One point."
    )
    due = timezone.localdate() + timedelta(14)
    return reviews.open_round(actor, workspace, engagement, REPORT, ["IOM", "CDU", "SET"], due)


def sent(actor: Actor, workspace: Workspace, round: str) -> Draft:
    """The Word file that a reviewer gets."""
    return Draft(documents.file(actor, workspace, reviews.find(actor, workspace, round).docx)[1])


def back(actor: Actor, workspace: Workspace, round: str, body: str, draft: Draft) -> tuple[int, int]:
    """A file that comes back, read and taken in."""
    return returns.take(actor, workspace, returns.read(actor, workspace, round, body, draft.saved(), "back.docx"))


def test_a_round_freezes_pdf_and_docx_and_ends_the_draft(
    actor: Actor, workspace: Workspace, round: str, engagement: str
) -> None:
    found = reviews.find(actor, workspace, round)
    files = [documents.file(actor, workspace, id)[0] for id in (found.pdf, found.docx)]

    assert [(f.format, f.status, f.version) for f in files] == [
        ("pdf", "submitted", "draft 1"),
        ("docx", "submitted", "draft 1"),
    ]
    assert files[1].digest == found.digest
    assert documents.next_number(workspace, engagement) == 2
    assert all(p.where and p.section for p in reviews.paragraphs(actor, workspace, round))


def test_a_round_opened_after_midnight_was_opened_on_the_day_of_the_country(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    ReviewRound.objects.filter(id=round).update(opened_at=datetime(2026, 11, 22, 21, 30, tzinfo=UTC))

    assert reviews.find(actor, workspace, round).opened_on == "2026-11-23"


def test_what_a_reviewer_wrote_stands_in_the_matrix_at_its_paragraph(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    draft = sent(actor, workspace, round)
    draft.remark(draft.paragraph(lambda _a, text: text == PROSE), "Which month?")
    draft.remark(draft.paragraph(lambda anchor, _t: anchor.endswith("r0c0")), "Name the body in full.")
    draft.remark(draft.paragraph(lambda anchor, _t: anchor.endswith("_title")), "A long title.")
    draft.add_behind(draft.paragraph(lambda _a, text: text == "One point."), "Another point.")

    id = returns.read(actor, workspace, round, "IOM", draft.saved(), "back.docx")
    dry = returns.waiting(actor, workspace, id)
    assert dry.counts == {"remark": 3, "changed": 0, "inserted": 1, "deleted": 0, "moved": 0, "unplaced": 0}
    assert (dry.other, dry.known, reviews.comments(actor, workspace, round)) == ("", 0, ())

    assert returns.take(actor, workspace, id) == (4, 0)
    found = {c.text: c for c in reviews.comments(actor, workspace, round)}
    assert "Which month?" in found
    assert found["Which month?"].where.startswith("What the record shows") or found["Which month?"].where.endswith(
        "paragraph 1"
    )
    assert "table" in found["Name the body in full."].where
    assert found["Add after this paragraph: “Another point.”."].after == "Another point."
    assert {c.institution for c in found.values()} == {"International Organization for Migration, Mauritius"}
    assert reviews.find(actor, workspace, round).answered == 1


def test_the_same_file_sent_twice_adds_nothing(actor: Actor, workspace: Workspace, round: str) -> None:
    draft = sent(actor, workspace, round)
    draft.remark(draft.paragraph(lambda _a, text: text == PROSE), "Which month?")

    assert back(actor, workspace, round, "IOM", draft) == (1, 0)
    assert back(actor, workspace, round, "IOM", draft) == (0, 0)


def test_remarks_with_one_number_are_all_taken_from_one_file_from_two_and_from_one_sent_again(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    files = []
    for words in (("Which month?", "Which month?", "Who counted?"), ("Name the source.", "Which year?", "Why nine?")):
        draft = sent(actor, workspace, round)
        for text in words:
            draft.remark(draft.paragraph(lambda _a, text: text == PROSE), text)
        draft.comments = [re.sub(r'w:id="\d+"', 'w:id="1"', kept) for kept in draft.comments]
        for sign in draft.root.iter(*(f"{W}comment{part}" for part in ("RangeStart", "RangeEnd", "Reference"))):
            sign.set(f"{W}id", "1")
        files.append(draft)

    taken = [back(actor, workspace, round, "IOM", draft) for draft in (*files, *files)]

    assert taken == [(3, 0), (3, 0), (0, 0), (0, 0)]
    assert sorted(c.text for c in reviews.comments(actor, workspace, round)) == [
        "Name the source.", "Which month?", "Which month?", "Which year?", "Who counted?", "Why nine?",
    ]  # fmt: skip


def test_an_answer_with_the_words_of_another_remark_is_taken_too_and_names_what_it_answers(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    rows = [
        comment(1, "Agreed.", para="0A"), comment(2, "Which month?", para="0B"), comment(3, "Agreed.", para="0C"),
        comment(4, "Agreed.", para="0D"), comment(5, "Late.", para="0E"),
    ]  # fmt: skip
    tied = (("0C", "0B"), ("0D", "0C"), ("0E", "0E"))
    threads = "".join(f'<w15:commentEx w15:paraId="{a}" w15:paraIdParent="{b}"/>' for a, b in tied)
    data = docx(p(r("Words that nobody sent out.")), comments="".join(rows), threads=threads)

    for added in (5, 0):
        id = returns.read(actor, workspace, round, "IOM", data, "back.docx")
        assert returns.take(actor, workspace, id) == (added, 5)
    found = reviews.comments(actor, workspace, round)
    by_number = {c.number: c for c in found}
    above = sorted((c.text, by_number[c.answers].text) for c in found if c.answers)

    assert sorted(c.text for c in found) == ["Agreed.", "Agreed.", "Agreed.", "Late.", "Which month?"]
    assert above == [("Agreed.", "Agreed."), ("Agreed.", "Which month?")]


def test_a_file_of_another_draft_is_told_by_its_property_or_its_running_line(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    code = reviews.find(actor, workspace, round).code

    def other(**said: str) -> str:
        data = docx(p(marked("x", 1)), comments=comment(1, "Why?"), **said)
        return returns.waiting(actor, workspace, returns.read(actor, workspace, round, "IOM", data, "x.docx")).other

    assert other() == other(code=f"{code} draft 1") == other(footer=f"{code} · draft 1 · 2 / 9") == ""
    assert other(code=f"{code} draft 12") == f"{code} draft 12"
    assert other(footer=f"{code} · draft 2") == f"{code} · draft 2"


def test_without_bookmarks_every_remark_finds_its_paragraph_by_text(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    draft = sent(actor, workspace, round)
    marked = [
        p for p in draft.root.iter(f"{{{draft.root.nsmap['w']}}}p") if draft.anchor(p) and len(draft.text(p)) > 60
    ][:45]
    expected = {f"Remark {n}": draft.anchor(p) for n, p in enumerate(marked)}
    for n, paragraph in enumerate(marked):
        draft.remark(paragraph, f"Remark {n}")
    draft.forget_bookmarks()

    assert back(actor, workspace, round, "IOM", draft) == (45, 0)
    assert {c.text: c.anchor for c in reviews.comments(actor, workspace, round)} == expected


def test_what_fits_nowhere_is_kept_until_a_person_places_it(actor: Actor, workspace: Workspace, round: str) -> None:
    draft = sent(actor, workspace, round)
    paragraph = draft.paragraph(lambda _a, text: text == PROSE)
    draft.remark(paragraph, "On the whole.")
    draft.forget_bookmarks()
    for n, t in enumerate(paragraph.iter(f"{{{draft.root.nsmap['w']}}}t")):
        t.text = f"Wholly other words {n} about something else that nobody wrote before."

    assert back(actor, workspace, round, "IOM", draft) == (1, 1)
    (comment,) = reviews.comments(actor, workspace, round)
    assert comment.unplaced
    anchor = next(p.anchor for p in reviews.paragraphs(actor, workspace, round) if p.text == PROSE)
    returns.put(actor, workspace, round, comment.number, anchor)
    (comment,) = reviews.comments(actor, workspace, round)
    assert (comment.unplaced, comment.anchor) == (False, anchor)
    assert comment.where


def test_a_comment_placed_by_hand_is_known_when_its_file_comes_again(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    draft = sent(actor, workspace, round)
    stray = draft.paragraph(lambda anchor, text: not anchor and bool(text.strip()))
    draft.remark(stray, "Nobody knows where this belongs.")
    draft.remark(draft.paragraph(lambda _a, text: text == PROSE), "Which month?")
    back(actor, workspace, round, "IOM", draft)
    anchors = [p.anchor for p in reviews.paragraphs(actor, workspace, round)]
    for number in (1, 2):
        returns.put(actor, workspace, round, number, anchors[5])
        returns.put(actor, workspace, round, number, anchors[7])

    assert back(actor, workspace, round, "IOM", draft)[0] == 0
    assert [c.anchor for c in reviews.comments(actor, workspace, round)] == [anchors[7]] * 2


def test_a_link_between_comments_that_do_not_say_the_same_is_taken_away_for_good(
    actor: Actor, workspace: Workspace, round: str, engagement: str
) -> None:
    for body, words in (
        ("IOM", "Which month was it?"),
        ("CDU", "Which month was it?"),
        ("SET", "Which month was it ?"),
    ):
        draft = sent(actor, workspace, round)
        draft.remark(draft.paragraph(lambda _a, text: text == PROSE), words)
        back(actor, workspace, round, body, draft)
        if body == "CDU":
            narrative.decide_comment(actor, workspace, engagement, REPORT, 1, decision="noted", response="")
            returns.part(actor, workspace, round, 2)
    found = reviews.comments(actor, workspace, round)

    assert [(c.duplicate_of, c.decision) for c in found] == [(0, "noted"), (0, "open"), (1, "open")]
    with pytest.raises(Problem, match="no_such_comment"):
        returns.part(actor, workspace, round, 1)


def test_a_proposal_for_prose_is_written_in_one_act_and_never_by_itself(
    actor: Actor, workspace: Workspace, round: str, engagement: str
) -> None:
    draft = sent(actor, workspace, round)
    draft.replace(draft.paragraph(lambda _a, text: text == PROSE), "Nine bodies were asked; eight have answered.")
    back(actor, workspace, round, "IOM", draft)
    (comment,) = reviews.comments(actor, workspace, round)

    before = narrative.texts(actor, workspace, engagement, "en")[REPORT, "summary"].text
    assert returns.can_apply(actor, workspace, engagement, REPORT, comment.number)
    returns.apply(actor, workspace, engagement, REPORT, comment.number)

    after = narrative.texts(actor, workspace, engagement, "en")[REPORT, "summary"].text
    assert PROSE in before
    assert after == before.replace(PROSE, "Nine bodies were asked; eight have answered.")
    assert [c.decision for c in reviews.comments(actor, workspace, round)] == ["accepted"]


def test_a_proposal_where_a_value_stands_is_for_a_person(
    actor: Actor, workspace: Workspace, round: str, engagement: str
) -> None:
    draft = sent(actor, workspace, round)
    draft.replace(
        draft.paragraph(lambda _a, text: text == "The record holds 90 bodies."), "The record holds 91 bodies."
    )
    back(actor, workspace, round, "IOM", draft)
    (comment,) = reviews.comments(actor, workspace, round)

    assert not returns.can_apply(actor, workspace, engagement, REPORT, comment.number)
    with pytest.raises(Problem, match="proposal_by_hand"):
        returns.apply(actor, workspace, engagement, REPORT, comment.number)
    assert WITH_VALUE in narrative.texts(actor, workspace, engagement, "en")[REPORT, "summary"].text


def test_two_bodies_that_say_the_same_are_decided_together(
    actor: Actor, workspace: Workspace, round: str, engagement: str
) -> None:
    for body in ("IOM", "CDU"):
        draft = sent(actor, workspace, round)
        draft.remark(draft.paragraph(lambda _a, text: text == PROSE), "Which month was it?")
        back(actor, workspace, round, body, draft)
    assert [c.duplicate_of for c in reviews.comments(actor, workspace, round)] == [0, 1]

    narrative.decide_comment(actor, workspace, engagement, REPORT, 1, decision="noted", response="")

    assert [c.decision for c in reviews.comments(actor, workspace, round)] == ["noted", "noted"]


def test_no_name_of_a_reviewer_and_no_file_is_kept(actor: Actor, workspace: Workspace, round: str) -> None:
    draft = sent(actor, workspace, round)
    draft.remark(draft.paragraph(lambda _a, text: text == PROSE), "Which month?")
    back(actor, workspace, round, "IOM", draft)

    kept = repr(reviews.comments(actor, workspace, round)) + repr(
        list(JournalLine.objects.values_list("facts", flat=True))
    )
    assert "Somebody" not in kept
    assert "back.docx" not in kept
    assert ReturnRow.objects.count() == 0


def test_words_that_may_name_a_person_wait_for_a_reader(actor: Actor, workspace: Workspace, round: str) -> None:
    draft = sent(actor, workspace, round)
    draft.remark(draft.paragraph(lambda _a, text: text == PROSE), "Ask Mrs Devi Ramgoolam, tel. 5712 3456")
    id = returns.read(actor, workspace, round, "IOM", draft.saved(), "back.docx")

    assert returns.waiting(actor, workspace, id).held == (0,)
    with pytest.raises(Problem, match="held"):
        returns.take(actor, workspace, id)
    assert returns.take(actor, workspace, id, read_by_person=True) == (1, 0)


def test_a_file_of_a_body_that_was_not_asked_and_of_a_closed_round_is_refused(
    actor: Actor, workspace: Workspace, round: str
) -> None:
    data = sent(actor, workspace, round).saved()
    with pytest.raises(Problem, match="not_a_reviewer"):
        returns.read(actor, workspace, round, "DSD", data, "x.docx")
    with pytest.raises(Problem, match="nothing_said"):
        returns.read(actor, workspace, round, "IOM", data, "x.docx")
    reviews.no_comments(actor, workspace, round, "CDU")
    reviews.close(actor, workspace, round)

    with pytest.raises(Problem, match="review_closed"):
        returns.read(actor, workspace, round, "IOM", data, "x.docx")
    assert BuildRow.objects.filter(status="submitted").count() == 2
