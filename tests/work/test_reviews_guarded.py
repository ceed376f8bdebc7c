"""What comes back from reviewers stays with those it is for, is written once, and names nobody unread."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from tests.work.test_reviews import PROSE, REPORT, back, engagement, round, sent

from filao.core.problems import Problem
from filao.documents import comment_matrix
from filao.documents.model import plain
from filao.store.journal import JournalLine
from filao.store.people import Membership, User, Workspace
from filao.work import documents, narrative, returns, reviews
from filao.work.access import Actor

__all__ = ["engagement", "round"]
pytestmark = pytest.mark.database


@pytest.fixture
def observer(workspace: Workspace) -> Actor:
    user = User.objects.create(email="observer@filao.example", name="Observer")
    Membership.objects.create(workspace=workspace, user=user, role="observer")
    return Actor(user.id, user.name, strong=True)


@pytest.fixture
def restricted(actor: Actor, workspace: Workspace, engagement: str) -> str:
    """A round on the restricted edition, with a proposal and a file that waits."""
    due = timezone.localdate() + timedelta(14)
    made = reviews.open_round(actor, workspace, engagement, REPORT, ["IOM"], due, audience="restricted")
    draft = sent(actor, workspace, made)
    draft.replace(draft.paragraph(lambda anchor, text: bool(anchor) and len(text) > 60), "A weak point in other words.")
    back(actor, workspace, made, "IOM", draft)
    return made


def test_comments_on_a_restricted_edition_are_for_who_may_see_weak_points(
    actor: Actor, observer: Actor, workspace: Workspace, engagement: str, restricted: str
) -> None:
    assert [c.review for c in narrative.comments(actor, workspace, engagement)] == [restricted]
    assert narrative.comments(observer, workspace, engagement) == ()
    with pytest.raises(Problem, match="not_allowed"):
        returns.undecided(observer, workspace, restricted)


def test_comments_on_a_restricted_edition_are_printed_in_no_other(
    actor: Actor, workspace: Workspace, engagement: str, restricted: str
) -> None:
    group = documents.material(actor, workspace, engagement)
    own = documents.material(actor, workspace, engagement, audience="restricted")

    assert (group.comments, [c.review for c in own.comments]) == ((), [restricted])


def test_a_proposal_is_written_into_the_text_once(
    actor: Actor, workspace: Workspace, engagement: str, round: str
) -> None:
    draft = sent(actor, workspace, round)
    draft.add_behind(draft.paragraph(lambda _anchor, text: text == PROSE), "Two more were late.")
    back(actor, workspace, round, "IOM", draft)
    (comment,) = reviews.comments(actor, workspace, round)
    returns.apply(actor, workspace, engagement, REPORT, comment.number)

    with pytest.raises(Problem, match="comment_decided"):
        returns.apply(actor, workspace, engagement, REPORT, comment.number)
    narrative.decide_comment(actor, workspace, engagement, REPORT, comment.number, decision="declined", response="No.")
    with pytest.raises(Problem, match="comment_decided"):
        returns.apply(actor, workspace, engagement, REPORT, comment.number)
    assert narrative.texts(actor, workspace, engagement, "en")[REPORT, "summary"].text.count("Two more were late.") == 1


def test_a_name_typed_into_the_draft_itself_is_held(actor: Actor, workspace: Workspace, round: str) -> None:
    draft = sent(actor, workspace, round)
    paragraph = draft.paragraph(lambda _anchor, text: text == PROSE)
    next(iter(paragraph.iter(f"{{{draft.root.nsmap['w']}}}t"))).text = "Ask Mrs Devi Ramgoolam, tel. 5712 3456."
    draft.remark(paragraph, "Who?")
    waiting = returns.read(actor, workspace, round, "IOM", draft.saved(), "draft.docx")

    assert returns.waiting(actor, workspace, waiting).held == (0,)
    with pytest.raises(Problem, match="held"):
        returns.take(actor, workspace, waiting)


def test_a_file_that_came_back_leaves_a_line_when_it_is_read(actor: Actor, workspace: Workspace, round: str) -> None:
    draft = sent(actor, workspace, round)
    draft.remark(draft.paragraph(lambda _anchor, text: text == PROSE), "Who?")
    returns.read(actor, workspace, round, "IOM", draft.saved(), "draft.docx")

    line = JournalLine.objects.get(workspace=workspace, act="review.read")
    assert (line.subject, line.facts["lines"]) == ("IOM", 1)


def test_the_matrix_tells_by_which_role_a_comment_was_decided_and_its_words_before_and_after(
    actor: Actor, workspace: Workspace, engagement: str, round: str
) -> None:
    user = User.objects.create(email="consultant@filao.example", name="Consultant")
    Membership.objects.create(workspace=workspace, user=user, role="consultant")
    consultant = Actor(user.id, user.name, strong=True)
    draft = sent(actor, workspace, round)
    draft.replace(draft.paragraph(lambda _anchor, text: text == PROSE), "One sentence, in other words.")
    back(actor, workspace, round, "IOM", draft)
    narrative.decide_comment(consultant, workspace, engagement, REPORT, 1, decision="noted", response="")

    c = documents.material(actor, workspace, engagement)
    (row,) = comment_matrix.table(c).rows
    sheet = load_workbook(BytesIO(comment_matrix.workbook(c, "Report"))).worksheets[-1]

    assert c.comments[0].decided_by == "consultant"
    assert "noted (Consultant)" in [plain(cell) for cell in row]
    written = [str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell]
    assert {"Consultant", PROSE, "One sentence, in other words."} <= set(written)
