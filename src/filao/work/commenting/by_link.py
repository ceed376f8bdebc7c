"""A round of comments behind a signed link: a body reads the frozen draft and comments on its paragraphs, without account.

A link opens one round for one body. Who sits before the page is not asked and not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from filao.core import passages
from filao.core import reviews as core
from filao.core.comments import SEVERITIES, Comment
from filao.core.problems import Problem
from filao.core.returns import UNPLACED, Line, Original, plain
from filao.documents import reviewing
from filao.store import blobs
from filao.store import register as store
from filao.store.documents import BuildRow
from filao.store.narrative import CommentRow
from filao.store.people import Workspace
from filao.store.reviews import ReviewerRow, ReviewRound
from filao.work import links, narrative, returns, reviews
from filao.work.access import Actor
from filao.work.links import Link
from filao.work.register.importing import screen_of

PURPOSE = "review"
LIMIT = 4000
"""Signs of one comment, or of one wording proposed."""
GRACE = 30
"""Days that a link opens after the last day: a round takes comments until it is closed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a body writes on one paragraph, "" for the draft as a whole: words, another wording, or both."""

    anchor: str
    text: str = ""
    wording: str = ""
    severity: str = "substance"


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The round as one body sees it: the draft by sections, its own comments, its files (format -> hash).

    Of a closed round only the body's own comments are left.
    """

    round: core.Round
    organisation: str
    state: core.ReviewerState
    parts: tuple[passages.Part, ...]
    own: tuple[Comment, ...]
    files: dict[str, str]


def _subject(round: str, organisation: str) -> str:
    return f"{round} {organisation}"


def make_link(
    actor: Actor, workspace: Workspace, round: str, organisation: str, label: str = "", *, mail: bool = False
) -> str:
    """A link to the round for one of the bodies asked. Returns its token, which is told only now.

    With `mail`, the body's earlier links that nobody has opened are taken back; else they stay, one for each reader.
    Raises Problem no_such_page, review_closed, not_a_reviewer, no_server_here (on a laptop).
    """
    if actor.local:
        raise Problem("no_server_here")
    found = reviews.find(actor, workspace, round)
    row = reviews.open_row(workspace, round)
    if organisation not in {r.organisation for r in found.reviewers}:
        raise Problem("not_a_reviewer", organisation=organisation)
    days = max((row.due_on - timezone.localdate()).days, 0) + GRACE
    make = links.fresh if mail else links.make
    return make(actor, workspace, PURPOSE, _subject(round, organisation), label=label, days=days)


def standing(actor: Actor, workspace: Workspace, round: str) -> list[tuple[str, Link]]:
    """The links of a round with the bodies they are for, the newest first."""
    made = links.made(actor, workspace, PURPOSE)
    parts = [(link.subject.partition(" "), link) for link in made]
    return [(organisation, link) for (of, _, organisation), link in parts if of == round]


# --- public: whoever holds the link


def _round(workspace: Workspace, token: str, browser: str) -> tuple[ReviewRound, ReviewerRow]:
    of, _, organisation = links.opened(workspace, token, browser, PURPOSE).subject.partition(" ")
    asked = ReviewerRow.objects.filter(workspace_id=workspace.id, round_id=of, organisation=organisation).first()
    if asked is None or organisation not in store.reading(workspace).organisations:
        raise Problem("link_dead")
    return reviews.row_of(workspace, of), asked


def opened(workspace: Workspace, token: str, browser: str) -> DraftPage:
    """Public, for whoever holds the link: the frozen draft. Raises Problem link_dead, link_elsewhere."""
    row, asked = _round(workspace, token, browser)
    own = CommentRow.objects.filter(workspace_id=workspace.id, review=row.id, body=asked.organisation).order_by(
        "number"
    )
    reviewers = ReviewerRow.objects.filter(workspace_id=workspace.id, round=row, organisation=asked.organisation)
    return DraftPage(
        row.as_core(reviewers), asked.organisation, asked.as_core().state,
        () if row.closed_on else passages.parts(reviews.originals_of(row)),
        tuple(r.as_core() for r in own), {} if row.closed_on else _files(workspace, row),
    )  # fmt: skip


def _files(workspace: Workspace, row: ReviewRound) -> dict[str, str]:
    found = BuildRow.objects.filter(workspace_id=workspace.id, id__in=[row.pdf_id, row.docx_id]).order_by("-format")
    return {build.format: build.digest for build in found}


def _by(workspace: Workspace, organisation: str) -> Actor:
    return Actor("", f"{store.reading(workspace).organisations[organisation].short_name}, by its link")


def comment(workspace: Workspace, token: str, browser: str, said: Sequence[Said]) -> tuple[int, dict[str, Problem]]:
    """Public, for whoever holds the link: comments on paragraphs of the draft. What was said before is left out.

    Returns how many were new, and by place those that were not taken, each with its problem: held_from_body,
    no_such_paragraph, no_such_state, too_long. Raises Problem link_dead, link_elsewhere, round_over.
    """
    with transaction.atomic():
        row, asked = _round(workspace, token, browser)
        if row.closed_on:
            raise Problem("round_over")
        at = {o.anchor: o for o in reviews.originals_of(row) if o.anchor}
        name = returns.institution(workspace, asked.organisation)
        taken: list[Comment] = []
        refused: dict[str, Problem] = {}
        for one in said:
            try:
                made = _made(workspace, row, asked.organisation, name, one, at)
            except Problem as problem:
                refused[one.anchor] = problem
            else:
                taken += [made] if made else []
        added = _keep(workspace, row, asked.organisation, taken)
        if added:
            reviews.answered(row, asked.organisation, "commented")
        links.use(workspace, token, browser, PURPOSE)
    return added, refused


def _keep(workspace: Workspace, row: ReviewRound, organisation: str, taken: Sequence[Comment]) -> int:
    if not taken:
        return 0
    by = _by(workspace, organisation)
    added, _renewed = narrative.keep_comments(by, workspace, row.engagement, row.document, taken)
    returns.link_duplicates(workspace, row.id)
    reviews.note(workspace, by, "review.comment", f"{row.document} {row.version}", added=added)
    return added


def _made(
    workspace: Workspace, row: ReviewRound, body: str, name: str, said: Said, at: dict[str, Original]
) -> Comment | None:
    """The line of the matrix; None where nothing is said."""
    if said.anchor and said.anchor not in at:
        raise Problem("no_such_paragraph")
    if said.severity not in SEVERITIES:
        raise Problem("no_such_state", value=said.severity, codes=SEVERITIES)
    place = at.get(said.anchor, Original("", ""))
    text, wording = ("\n".join(words.strip().splitlines()) for words in (said.text, said.wording))
    change = "changed" if said.anchor and wording and plain(wording) != plain(place.text) else ""
    if not text and not change:
        return None
    for words in (text, wording if change else ""):
        if len(words) > LIMIT:
            raise Problem("too_long", length=len(words), limit=LIMIT)
    _screen(workspace, text, wording if change else "", place.text)
    before, after = (place.text, wording) if change else ("", "")
    line = Line("", text, UNPLACED, change=change, before=before, after=after)
    return Comment(
        "", 0, row.document, row.version, name, place.block[:80], reviewing.said(row.language, line), said.severity,
        review=row.id, channel="link", anchor=said.anchor, where=place.where[:300], change=change, before=before,
        after=after, body=body,
    )  # fmt: skip


def _screen(workspace: Workspace, text: str, wording: str, original: str) -> None:
    """Raise Problem held_from_body where words may identify a person or a protected place; those that the draft itself has
    at this place are no fault of who proposes another wording."""
    screen = screen_of(store.reading(workspace))
    known = {(hit.code, hit.excerpt) for hit in screen(original)} if wording else set()
    hits = [*screen(text), *(hit for hit in screen(wording) if (hit.code, hit.excerpt) not in known)]
    if hits:
        raise Problem("held_from_body", what=hits[0].code, excerpt=hits[0].excerpt)


def nothing_to_say(workspace: Workspace, token: str, browser: str) -> None:
    """Public, for whoever holds the link: the body has no comment, or no more. Raises Problem link_dead, link_elsewhere,
    round_over."""
    with transaction.atomic():
        row, asked = _round(workspace, token, browser)
        if row.closed_on:
            raise Problem("round_over")
        reviews.answered(row, asked.organisation, "no_comments")
        reviews.note(workspace, _by(workspace, asked.organisation), "review.no_comments", asked.organisation)
        links.use(workspace, token, browser, PURPOSE)


def frozen_file(workspace: Workspace, token: str, browser: str, digest: str) -> tuple[str, bytes]:
    """Public, for whoever holds the link: the draft as PDF or Word file; of an open round, and of this one alone.

    Returns name and bytes. Raises Problem link_dead, link_elsewhere.
    """
    row, _asked = _round(workspace, token, browser)
    if row.closed_on or digest not in _files(workspace, row).values():
        raise Problem("link_dead")
    build = BuildRow.objects.filter(workspace_id=workspace.id, id__in=[row.pdf_id, row.docx_id], digest=digest).first()
    if build is None:
        raise Problem("link_dead")
    return str(build.facts.get("name", f"{build.document}.{build.format}")), blobs.get(digest)
