"""Drafts that came back: read, placed and shown before anything is kept; then taken into the comment matrix, whole.

Of a reviewer the body alone is kept; the file itself, which may name its authors, is not.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from filao.core import returns as core
from filao.core.comments import Comment, fresh
from filao.core.problems import Problem
from filao.core.reviews import same_as
from filao.documents import comment_matrix, reviewing
from filao.exchange import comments as matrix
from filao.exchange import returned_docx
from filao.store import register as store
from filao.store.narrative import CommentRow, SectionText
from filao.store.people import Workspace
from filao.store.reviews import ReturnRow, ReviewRound
from filao.work import access, narrative, reviews
from filao.work.access import Actor
from filao.work.register import edit

_FEW = ("remark", "changed", "inserted", "deleted", "moved")


@dataclass(frozen=True, slots=True)
class Waiting:
    """The dry run of a file: its lines as comments, in the order of the draft. `held` are the places in `comments` whose
    words may name a person; `known` counts lines that stand in the matrix already; `other` is the draft that the file says
    it is, where that is not the round's."""

    id: str
    round: str
    organisation: str
    comments: tuple[Comment, ...]
    held: tuple[int, ...]
    known: int
    other: str

    @property
    def counts(self) -> dict[str, int]:
        """Remarks and proposals by kind; those that fit nowhere as "unplaced"."""
        kinds = [c.change or "remark" for c in self.comments]
        return {**{kind: kinds.count(kind) for kind in _FEW}, "unplaced": sum(c.unplaced for c in self.comments)}


def read(actor: Actor, workspace: Workspace, round: str, organisation: str, data: bytes, name: str) -> str:
    """Read a file that came back and keep its lines for a decision. Returns the id of the dry run.

    Raises Problem no_such_page, review_closed, not_a_reviewer, nothing_said, and those of `exchange.returned_docx.read`.
    """
    row, originals = _asked(actor, workspace, round, organisation)
    return _wait(actor, workspace, row, organisation, originals, returned_docx.read(data, name), data, name)


def is_sheet(data: bytes) -> bool:
    """Whether a file that came back is a workbook."""
    return matrix.is_workbook(data)


def read_sheet(
    actor: Actor, workspace: Workspace, round: str, organisation: str, data: bytes, name: str
) -> tuple[str, tuple[matrix.Refused, ...]]:
    """As `read`, for the workbook of a body. Returns the id of the dry run, "" where rows cannot be taken, and those rows.

    Raises Problem no_such_page, review_closed, not_a_reviewer, nothing_said, and those of `exchange.comments.read_of_body`.
    """
    row, originals = _asked(actor, workspace, round, organisation)
    rows, refused, above = matrix.read_of_body(data, name, comment_matrix.codes())
    if refused:
        return "", refused
    found = core.of_rows(originals, rows, above)
    return _wait(actor, workspace, row, organisation, originals, found, data, name, "xlsx"), ()


def _asked(
    actor: Actor, workspace: Workspace, round: str, organisation: str
) -> tuple[ReviewRound, tuple[core.Original, ...]]:
    access.require(actor, "comments.edit", workspace)
    row = reviews.open_row(workspace, round)
    if organisation not in {r.organisation for r in reviews.find(actor, workspace, round).reviewers}:
        raise Problem("not_a_reviewer", organisation=organisation)
    return row, reviews.originals_of(row)


def _wait(
    actor: Actor, workspace: Workspace, row: ReviewRound, organisation: str, originals: Sequence[core.Original],
    found: core.Returned, data: bytes, name: str, channel: str = "docx",
) -> str:  # fmt: skip
    lines = core.lines(originals, found)
    if not lines:
        raise Problem("nothing_said", name=name)
    said = f"{found.code} {found.margin}"
    other = "" if all(_named(name, said) for name in (row.code, row.version)) else found.code or found.margin
    with transaction.atomic():
        made = ReturnRow.objects.create(
            workspace=workspace, round=row, organisation=organisation, digest=hashlib.sha256(data).hexdigest(),
            lines=[_kept(row, originals, line) for line in lines], version=other[:120], at=timezone.now(), channel=channel,
        )  # fmt: skip
        reviews.note(workspace, actor, "review.read", organisation, digest=made.digest, lines=len(lines))
    return str(made.id)


def _named(name: str, text: str) -> bool:
    """Whether a text names a draft by its code or version: "draft 1" is not named by "draft 12"."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _kept(row: ReviewRound, originals: Sequence[core.Original], line: core.Line) -> dict[str, Any]:
    """A line as it will stand in the matrix."""
    at = originals[line.placed.original] if line.placed.how else None
    to = originals[line.to.original].where if line.to.how else ""
    return {
        "key": line.key, "text": reviewing.said(row.language, line, to), "place": at.block[:80] if at else "",
        "anchor": at.anchor if at else "", "where": at.where[:300] if at else "", "quote": line.quote[:2000],
        "change": line.change, "before": line.before, "after": line.after, "answers": line.answers,
        "resolved": line.resolved, "unplaced": at is None, "how": line.placed.how,
        "severity": line.severity,
    }  # fmt: skip


def _comment(row: ReturnRow, name: str, line: dict[str, Any]) -> Comment:
    return Comment(
        "", 0, row.round.document, row.round.version, name, line["place"], line["text"],
        line.get("severity") or ("wording" if line["change"] else "substance"), review=row.round_id,
        channel=row.channel, anchor=line["anchor"],
        where=line["where"], quote=line["quote"], change=line["change"], before=line["before"], after=line["after"],
        unplaced=line["unplaced"], resolved=line["resolved"], body=row.organisation,
    )  # fmt: skip


def _row(workspace: Workspace, id: str) -> ReturnRow:
    row = ReturnRow.objects.filter(workspace_id=workspace.id, id=id).select_related("round").first()
    if row is None:
        raise Problem("no_such_page")
    return row


def institution(workspace: Workspace, organisation: str) -> str:
    """The name under which a body's comments stand in the matrix."""
    body = store.reading(workspace).organisations.get(organisation)
    return body.name[:160] if body else organisation


def waiting(actor: Actor, workspace: Workspace, id: str) -> Waiting:
    """The dry run of a file. Raises Problem no_such_page."""
    access.require(actor, "comments.edit", workspace)
    row = _row(workspace, id)
    name = institution(workspace, row.organisation)
    made = tuple(_comment(row, name, line) for line in row.lines)
    held = tuple(n for n, comment in enumerate(made) if not _fit(workspace, comment))
    there = [r.as_core() for r in CommentRow.objects.filter(workspace_id=workspace.id, review=row.round_id)]
    known = fresh(made, there).count(False)
    return Waiting(row.id, row.round_id, row.organisation, made, held, known, row.version)


def _fit(workspace: Workspace, comment: Comment) -> bool:
    try:
        edit.screen_words(workspace, narrative.words_of(comment), "text")
    except Problem:
        return False
    return True


def undecided(actor: Actor, workspace: Workspace, round: str) -> list[tuple[str, str, int]]:
    """Files of a round that wait for a decision: (id, body, lines). Raises Problem no_such_page."""
    reviews.find(actor, workspace, round)
    rows = ReturnRow.objects.filter(workspace_id=workspace.id, round_id=round).order_by("-at")
    return [(row.id, row.organisation, len(row.lines)) for row in rows]


def drop(actor: Actor, workspace: Workspace, id: str) -> None:
    """Leave a file that came back: nothing of it is kept. Raises Problem no_such_page."""
    access.require(actor, "comments.edit", workspace)
    with transaction.atomic():
        row = _row(workspace, id)
        reviews.note(workspace, actor, "review.drop", row.organisation, digest=row.digest, lines=len(row.lines))
        row.delete()


def take(actor: Actor, workspace: Workspace, id: str, *, read_by_person: bool = False) -> tuple[int, int]:
    """Take every line of a dry run into the matrix; what stands there already is left. Returns (added, unplaced).

    A file that was read before its round was closed is still taken. Raises Problem no_such_page, held.
    """
    access.require(actor, "comments.edit", workspace)
    with transaction.atomic():
        row = _row(workspace, id)
        name = institution(workspace, row.organisation)
        made = [_comment(row, name, line) for line in row.lines]
        last = max(_rows(workspace, row.round), default=0)
        added, _ = narrative.add_comments(
            actor, workspace, row.round.engagement, row.round.document, made, read_by_person=read_by_person
        )
        _tie(workspace, row, made, last)
        reviews.answered(row.round, row.organisation, "commented")
        link_duplicates(workspace, row.round_id)
        reviews.note(
            workspace, actor, "review.take", row.organisation, digest=row.digest, lines=len(row.lines), added=added
        )
        row.delete()
    return added, sum(comment.unplaced for comment in made)


def _rows(workspace: Workspace, round: ReviewRound) -> dict[int, CommentRow]:
    rows = CommentRow.objects.filter(workspace_id=workspace.id, review=round.id).order_by("number")
    return {row.number: row for row in rows}


def _tie(workspace: Workspace, row: ReturnRow, made: Sequence[Comment], last: int) -> None:
    """Let the answers of a file that are new, those behind `last`, name the comments they answer."""
    kept = _rows(workspace, row.round)
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, there in kept.items():
        alike[there.as_core().identity].append(number)
    of: dict[str, int] = {}
    own: list[int] = []
    for line, comment in zip(row.lines, made, strict=True):
        own.append(alike[comment.identity].pop(0))
        of.setdefault(line["key"], own[-1])
    for line, number in zip(row.lines, own, strict=True):
        if number > last and (above := of.get(line["answers"], 0)) != number and above:
            kept[number].answers = above
            kept[number].save(update_fields=["answers"])


def link_duplicates(workspace: Workspace, round: str) -> None:
    """Link every new comment to the first on its paragraph that says the same."""
    rows = list(CommentRow.objects.filter(workspace_id=workspace.id, review=round).order_by("number"))
    before: list[Comment] = []
    for row in rows:
        comment = row.as_core()
        if not row.duplicate_of and not row.answers and (number := same_as(comment, before)):
            row.duplicate_of = number
            row.save(update_fields=["duplicate_of"])
            comment = row.as_core()
        before.append(comment)


# --- by hand, and in one click


def put(actor: Actor, workspace: Workspace, round: str, number: int, anchor: str) -> None:
    """Place a comment by hand at a paragraph of the draft; "" for the document as a whole. What says the same is linked
    anew, by where it stands now.

    Raises Problem no_such_page, no_such_comment, no_such_paragraph.
    """
    access.require(actor, "comments.edit", workspace)
    with transaction.atomic():
        row = CommentRow.objects.filter(workspace_id=workspace.id, review=round, number=number).first()
        if row is None:
            raise Problem("no_such_comment", number=number)
        at = next(
            (o for o in reviews.originals_of(reviews.row_of(workspace, round)) if anchor and o.anchor == anchor), None
        )
        if anchor and at is None:
            raise Problem("no_such_paragraph")
        row.came = row.came or f"{row.place}\n{row.anchor}"
        row.anchor, row.place, row.where = (at.anchor, at.block, at.where) if at else ("", "", "")
        row.unplaced, row.duplicate_of = False, 0
        row.save(update_fields=["came", "anchor", "place", "where", "unplaced", "duplicate_of"])
        CommentRow.objects.filter(workspace_id=workspace.id, review=round, duplicate_of=number).update(duplicate_of=0)
        link_duplicates(workspace, round)
        reviews.note(workspace, actor, "review.place", f"{row.deliverable} {number}", where=row.where)


def part(actor: Actor, workspace: Workspace, round: str, number: int) -> None:
    """Say that a comment does not repeat the one it was linked to; what was decided with that one is open again.

    It is not linked by likeness any more. Raises Problem no_such_page, no_such_comment (also for one that is not linked).
    """
    access.require(actor, "comments.edit", workspace)
    with transaction.atomic():
        rows = CommentRow.objects.filter(workspace_id=workspace.id, review=reviews.row_of(workspace, round).id)
        row = rows.filter(number=number).exclude(duplicate_of=0).first()
        if row is None:
            raise Problem("no_such_comment", number=number)
        first = rows.filter(number=row.duplicate_of).first()
        if first and (row.decision, row.response, row.decided_on) == (first.decision, first.response, first.decided_on):
            row.decision, row.response, row.changed, row.decided_on = "open", "", "", None
        row.duplicate_of, row.apart = 0, True
        row.save(update_fields=["decision", "response", "changed", "decided_on", "duplicate_of", "apart"])
        reviews.note(workspace, actor, "review.part", f"{row.deliverable} {number}")


_SIGNS = re.compile(r"[{}\[\]*^#<>`\\_|]")
_LINE = re.compile(r"^(\s*(?:[-*] |\d+[.)] |> ?|#{1,3} )?)(.*?)\s*$")


def _applied(text: str, comment: Comment, original: str) -> str | None:
    """The section's text with the proposal in it; None where only a person can put it there.

    It must change one whole line of prose, in which no value, source or mark stands, and hold none itself.
    """
    wanted = core.plain(original if comment.change == "inserted" else comment.before)
    after = comment.after.strip()
    if comment.change == "moved" or _SIGNS.search(after) or not wanted:
        return None
    lines = text.split("\n")
    fitting = [n for n, line in enumerate(lines) if (m := _LINE.match(line)) and core.plain(m.group(2)) == wanted]
    if len(fitting) != 1:
        return None
    at = fitting[0]
    found = _LINE.match(lines[at])
    lead = found.group(1) if found else ""
    if comment.change == "deleted":
        del lines[at]
    elif comment.change == "inserted":
        lines.insert(at + 1, f"{lead}{after}" if lead.strip() else f"\n{after}")
    else:
        lines[at] = lead + after.replace("\n", "\n\n" if not lead.strip() else " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _target(workspace: Workspace, row: CommentRow) -> tuple[ReviewRound, SectionText, str] | None:
    """The round, the section's newest text and that text with the proposal; None where it is for a person."""
    if not row.change or row.unplaced or not row.review:
        return None
    round = reviews.row_of(workspace, row.review)
    at = next((o for o in reviews.originals_of(round) if row.anchor and o.anchor == row.anchor), None)
    if at is None:
        return None
    last = (
        SectionText.objects.filter(
            workspace_id=workspace.id, engagement=round.engagement, document=round.document, section=at.section,
            language=round.language,
        ).order_by("-version").first()
    )  # fmt: skip
    if last is None or last.status == "draft":
        return None
    changed = _applied(last.text, row.as_core(), at.text)
    return None if changed is None else (round, last, changed)


def can_apply(actor: Actor, workspace: Workspace, engagement: str, deliverable: str, number: int) -> bool:
    """Whether a proposal can go into the text in one click: a paragraph of prose in a section that people have written."""
    if not access.may(actor, "documents.edit", workspace):
        return False
    row = _comment_row(workspace, engagement, deliverable, number)
    return row.decision == "open" and _target(workspace, row) is not None


def _comment_row(workspace: Workspace, engagement: str, deliverable: str, number: int) -> CommentRow:
    rows = CommentRow.objects.filter(workspace_id=workspace.id, engagement=engagement, deliverable=deliverable)
    row = rows.filter(number=number).first()
    if row is None:
        raise Problem("no_such_comment", number=number)
    return row


def apply(
    actor: Actor, workspace: Workspace, engagement: str, deliverable: str, number: int, *, response: str = "",
    read_by_person: bool = False,
) -> None:  # fmt: skip
    """Accept a proposal and write it into its section, as a new version of the text.

    Raises Problem no_such_comment, comment_decided, proposal_by_hand, held, and those of saving a section.
    """
    access.require(actor, "comments.edit", workspace)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        row = _comment_row(workspace, engagement, deliverable, number)
        if row.decision != "open":
            raise Problem("comment_decided", number=number)
        found = _target(workspace, row)
        if found is None:
            raise Problem("proposal_by_hand")
        round, last, text = found
        narrative.save_section(
            actor, workspace, engagement, round.document, last.section, round.language, text, seen=last.version,
            read_by_person=read_by_person,
        )  # fmt: skip
        narrative.decide_comment(
            actor, workspace, engagement, deliverable, number, decision="accepted", response=response,
            changed=row.where[:300], read_by_person=read_by_person,
        )  # fmt: skip
