"""Meetings that validate: a list of findings or recommendations goes to paper, phone and projector, and comes back as a record.

The list becomes a form of its own, published and opened as a round: a code on the wall, a link on a phone, a sheet of paper
keyed in. Answers are counted once answering has ended, all at once, so that nobody who watches sees what the last one said;
they are told where five people or more have answered, by sector and never by person. What too few take as it is goes to the
plenary with the objections; closing the meeting keeps the outcome and moves findings to validated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal, cast

from django.db import transaction
from django.utils import timezone

from filao.core.forms.variables import below_root
from filao.core.privacy import WORKING_GROUP_MINIMUM
from filao.core.problems import Problem
from filao.core.validation import (
    WAYS,
    Ballot,
    Concordance,
    Outcome,
    Position,
    Spread,
    Way,
    concordance,
    outcomes,
    spreads,
)
from filao.documents import pdf, validation_record
from filao.documents.composing import Material
from filao.documents.model import plain
from filao.documents.words.en import findings as sentences
from filao.documents.words.en import mapping_report as report
from filao.documents.words.instruments import validation as words
from filao.documents.words.instruments.validation import SECTOR, Asked, question_of, why_of
from filao.exchange import xlsform
from filao.store import journal
from filao.store import register as store
from filao.store.collection import InstrumentRow, ResponseRow, RoundRow
from filao.store.narrative import FindingState
from filao.store.people import Workspace
from filao.store.validation import ValidationRow
from filao.work import access, documents, narrative, validated, vault, worker
from filao.work.access import Actor
from filao.work.collection import instruments, responses, rounds
from filao.work.register import edit

Verdict = Literal["stands", "changed", "not_validated"]
VERDICTS: tuple[Verdict, ...] = ("stands", "changed", "not_validated")
MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class Decision:
    """What the plenary said of an item: `text` are the changed words, `note` who disagrees on what, by institution."""

    verdict: Verdict
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it stands. `answers` have come, and may come while it is `asking`; `told` says that answering has ended
    and that they are enough to be told. `link` is the token to answer by, "" where none is open."""

    id: str
    engagement: str
    title: str
    way: Way
    items: tuple[Asked, ...]
    held_on: date
    code: str
    round: str
    link: str
    answers: int
    asking: bool
    told: bool
    simulated: bool
    closed: bool
    before: str
    outcomes: tuple[Outcome, ...] = ()
    spreads: tuple[Spread, ...] = ()
    concordance: Concordance | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)

    @property
    def to_plenary(self) -> tuple[str, ...]:
        """Ids of items that the meeting has to speak of and has not decided."""
        return tuple(one.item for one in self.outcomes if one.to_plenary and one.item not in self.decisions)


def offered(actor: Actor, workspace: Workspace, c: Material) -> dict[str, str]:
    """Findings and recommendations that a working group may read, by id, in plain words of the report."""
    access.require(actor, "findings.read", workspace)
    found = {
        f"finding:{one.id}": plain(c.inline(report.finding_text(c, one)))
        for one in narrative.findings(actor, workspace, c)
        if narrative.audience_of(c, one) != "restricted"
    }
    return found | {f"advice:{one.id}": plain(c.inline(sentences.advise(c, one))) for one in c.advice}


def prepare(
    actor: Actor, workspace: Workspace, engagement: str, *, title: str, way: str, items: Sequence[Asked], held_on: date,
    before: str = "", simulated: bool = False, read_by_person: bool = False,
) -> str:  # fmt: skip
    """Put a list of items before a meeting: its form is published and a round with an open link begins. Returns its id.

    `before` is the id of the Delphi round of the engagement that this one follows. Raises Problem title_missing,
    no_such_state, no_items, too_many_items, no_such_validation, round_title_taken, held.
    """
    access.require(actor, "findings.edit", workspace)
    title = title.strip()[:160]
    if not title:
        raise Problem("title_missing", field="title")
    if way not in WAYS:
        raise Problem("no_such_state", value=way, codes=WAYS)
    if not items:
        raise Problem("no_items", field="items")
    if len(items) > MOST_ITEMS:
        raise Problem("too_many_items", limit=MOST_ITEMS, field="items")
    earlier = _row(workspace, before) if before else None
    if earlier and (earlier.way != way or earlier.engagement != engagement):
        raise Problem("no_such_validation")
    for one in () if read_by_person else items:
        edit.screen_words(workspace, f"{one.text}\n{one.text_fr}", "items")
    with transaction.atomic():
        made = instruments.create(actor, workspace, title=title, anonymous=True, engagement=engagement)
        form = InstrumentRow.objects.get(workspace_id=workspace.id, code=made.code)
        authored = words.form(store.reading(workspace), way, form.form_id, title, items, "1")
        instruments.stage(
            actor, workspace, made.code, f"{made.code}.xlsx", xlsform.write(authored), xlsform.attachments(authored)
        )
        instruments.publish(actor, workspace, made.code, reason=title)
        round = rounds.create(
            actor, workspace, made.code, rounds.Plan(title, "open", simulated=simulated, told_at_end=True)
        )
        row = ValidationRow.objects.create(
            workspace=workspace, engagement=engagement, title=title, way=way, items=[asdict(one) for one in items],
            instrument=form, round_id=round, before=earlier, held_on=held_on, made_at=timezone.now(),
        )  # fmt: skip
        _note(actor, workspace, "validation.prepare", row, items=[one.id for one in items], way=way)
    return str(row.id)


def listing(actor: Actor, workspace: Workspace, engagement: str) -> list[Meeting]:
    """Meetings of an engagement, the newest first."""
    access.require(actor, "findings.read", workspace)
    rows = ValidationRow.objects.filter(workspace_id=workspace.id, engagement=engagement).select_related("instrument")
    return [_meeting(workspace, row) for row in rows.order_by("-held_on", "-made_at")]


def find(actor: Actor, workspace: Workspace, id: str) -> Meeting:
    """One meeting with what it said so far. Raises Problem no_such_validation."""
    access.require(actor, "findings.read", workspace)
    return _meeting(workspace, _row(workspace, id))


def objections(actor: Actor, workspace: Workspace, id: str) -> dict[str, list[str]]:
    """What people wrote about each item, in no order that tells who wrote; nothing before five have answered.

    Opens words: the journal notes it. Raises Problem no_such_validation, not_allowed, words_locked.
    """
    access.require(actor, "findings.read", workspace)
    row = _row(workspace, id)
    if not _meeting(workspace, row).told:
        return {}
    leave = vault.reading(actor, workspace, "validation", row.title)
    found: dict[str, list[str]] = {}
    names = {why_of(number): item["id"] for number, item in enumerate(row.items, start=1)}
    for response in _responses(workspace, row).select_related("version"):
        for path, text in responses.values_of(response, leave).items():
            item = names.get(below_root(path).rpartition("/")[2])
            if item and text.strip():
                found.setdefault(item, []).append(text.strip())
    return {item: sorted(texts) for item, texts in found.items()}


def count(actor: Actor, workspace: Workspace, id: str) -> None:
    """End answering, so that the answers are counted. Raises Problem no_such_validation, validation_closed."""
    access.require(actor, "findings.edit", workspace)
    row = _still_open(_row(workspace, id))
    if row.round_id:
        rounds.stop(actor, workspace, row.round_id, row.title)


def decide(
    actor: Actor, workspace: Workspace, id: str, item: str, decision: Decision, *, read_by_person: bool = False
) -> None:
    """Note what the plenary said of an item, once answering has ended.

    Raises Problem no_such_validation, no_such_state, validation_closed, still_answering, new_words_missing, held.
    """
    access.require(actor, "findings.edit", workspace)
    if decision.verdict not in VERDICTS:
        raise Problem("no_such_state", value=decision.verdict, codes=VERDICTS)
    if decision.verdict == "changed" and not decision.text.strip():
        raise Problem("new_words_missing", field="text")
    if not read_by_person:
        edit.screen_words(workspace, f"{decision.text}\n{decision.note}", "text")
    with transaction.atomic():
        row = _open_row(workspace, id)
        if _is_asking(_round(workspace, row)):
            raise Problem("still_answering")
        if item not in {one["id"] for one in row.items}:
            raise Problem("no_such_state", value=item, codes=tuple(one["id"] for one in row.items))
        row.decisions = {**row.decisions, item: asdict(decision)}
        row.save(update_fields=["decisions"])
        _note(actor, workspace, "validation.decide", row, item=item, verdict=decision.verdict)


def close(actor: Actor, workspace: Workspace, id: str, reason: str = "") -> None:
    """End the meeting: its outcome is kept, findings that stand become validated with their words, and those that the
    plenary refused are drafts again.

    A finding that was dropped or reworded since it was put to the meeting is left as it is: the meeting has not seen it. A
    rehearsal validates nothing, and where too few have answered only what the plenary decided counts.

    Raises Problem no_such_validation, validation_closed, still_answering, plenary_open.
    """
    access.require(actor, "findings.edit", workspace)
    with transaction.atomic():
        row = _open_row(workspace, id)
        meeting = _meeting(workspace, row)
        if meeting.asking:
            raise Problem("still_answering")
        if meeting.to_plenary:
            raise Problem("plenary_open", count=len(meeting.to_plenary))
        row.outcome, row.closed_at = _kept(meeting), timezone.now()
        row.save(update_fields=["outcome", "closed_at"])
        if meeting.way == "validation" and (workspace.simulated or not meeting.simulated):
            _move_findings(actor, workspace, row, meeting)
        _note(actor, workspace, "validation.close", row, reason=reason, answers=meeting.answers)


def _move_findings(actor: Actor, workspace: Workspace, row: ValidationRow, meeting: Meeting) -> None:
    of = FindingState.objects.filter(workspace_id=workspace.id, engagement=row.engagement)
    standing = {state.finding: state for state in of}
    taken = {one.item: Decision("stands") for one in meeting.outcomes if not one.to_plenary} | dict(meeting.decisions)
    now = offered(actor, workspace, documents.material(actor, workspace, row.engagement))
    unseen = []
    for one in meeting.items:
        kind, _, finding = one.id.partition(":")
        decision, known = taken.get(one.id), standing.get(finding)
        if kind != "finding" or decision is None:
            continue
        status, text = "validated", known.text if known else ""
        if decision.verdict == "not_validated":
            if known is None or known.status != "validated":
                continue
            status = "draft"
        elif (known and known.status == "dropped") or now.get(one.id) != one.text:
            unseen.append(finding)
            continue
        elif decision.verdict == "changed":
            text = decision.text
        narrative.decide_finding(
            actor, workspace, row.engagement, finding, status=status, text=text,
            audience=known.audience if known else "", reason=row.title, read_by_person=True,
        )  # fmt: skip
    if unseen:
        _note(actor, workspace, "validation.left", row, findings=unseen)


def record(actor: Actor, workspace: Workspace, id: str, language: str = "en") -> tuple[str, bytes]:
    """The record of a closed meeting: file name and PDF. Raises Problem no_such_validation, meeting_not_closed,
    not_in_language."""
    access.require(actor, "findings.read", workspace)
    if language not in validation_record.LANGUAGES:
        raise Problem(
            "not_in_language", kind=validation_record.KIND, language=language, codes=validation_record.LANGUAGES
        )
    row = _row(workspace, id)
    if not row.closed_at:
        raise Problem("meeting_not_closed")
    c = documents.material(actor, workspace, row.engagement, language=language)
    built = worker.run(pdf.build, validation_record.compose(c, validated.record_of(row, language)))
    return f"{validation_record.KIND}-{row.held_on.isoformat()}-{language}.pdf", built.data


# --- inside


def _row(workspace: Workspace, id: str) -> ValidationRow:
    row = ValidationRow.objects.filter(workspace_id=workspace.id, id=id).select_related("instrument").first()
    if row is None:
        raise Problem("no_such_validation")
    return row


def _open_row(workspace: Workspace, id: str) -> ValidationRow:
    row = ValidationRow.objects.select_for_update(of=("self",)).filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("no_such_validation")
    return _still_open(row)


def _still_open(row: ValidationRow) -> ValidationRow:
    if row.closed_at:
        raise Problem("validation_closed")
    return row


def _round(workspace: Workspace, row: ValidationRow) -> RoundRow | None:
    return RoundRow.objects.filter(workspace_id=workspace.id, id=row.round_id).first() if row.round_id else None


def _is_asking(round: RoundRow | None) -> bool:
    return round is not None and rounds.round_of(round).state != "over"


def _responses(workspace: Workspace, row: ValidationRow) -> Any:
    rows = ResponseRow.objects.filter(workspace_id=workspace.id, round_id=row.round_id, current=True)
    return rows.filter(state__in=("complete", "incomplete")).order_by("id")


def _ballots(workspace: Workspace, row: ValidationRow) -> list[Ballot]:
    """What people answered; who answered no item is not among them."""
    numbers = {question_of(number): item["id"] for number, item in enumerate(row.items, start=1)}
    found = []
    for closed in _responses(workspace, row).values_list("closed", flat=True) if row.round_id else ():
        said = {below_root(path).rpartition("/")[2]: text for path, text in closed.items() if text}
        given = {item: said[name] for name, item in numbers.items() if name in said}
        if not given:
            continue
        if row.way == "validation":
            found.append(Ballot(said.get(SECTOR, ""), positions=cast("dict[str, Position]", given)))
        else:
            found.append(Ballot(said.get(SECTOR, ""), numbers={item: float(text) for item, text in given.items()}))
    return found


def _meeting(workspace: Workspace, row: ValidationRow) -> Meeting:
    items = tuple(Asked(**item) for item in row.items)
    ids = [one.id for one in items]
    round = _round(workspace, row)
    decisions = {item: Decision(**said) for item, said in row.decisions.items()}
    plain: dict[str, Any] = {
        "id": str(row.id), "engagement": row.engagement, "title": row.title, "way": row.way, "items": items,
        "held_on": row.held_on, "code": row.instrument.code if row.instrument else "", "round": str(row.round_id or ""),
        "before": str(row.before_id or ""), "closed": row.closed_at is not None, "decisions": decisions,
    }  # fmt: skip
    if row.closed_at:
        return Meeting(**plain, link="", asking=False, **validated.told_of(row))
    ballots = _ballots(workspace, row)
    asking = _is_asking(round)
    told = not asking and len(ballots) >= WORKING_GROUP_MINIMUM
    made: dict[str, Any] = {}
    if told and row.way == "validation":
        made = {"outcomes": outcomes(ids, ballots, WORKING_GROUP_MINIMUM)}
    elif told:
        made = {
            "spreads": spreads(ids, ballots, WORKING_GROUP_MINIMUM, _before(workspace, row, items)),
            "concordance": concordance(ids, ballots, WORKING_GROUP_MINIMUM),
        }
    return Meeting(
        **plain, link=rounds.link_of(round) if round and asking else "", answers=len(ballots), asking=asking, told=told,
        simulated=bool(round and round.simulated), **made,
    )  # fmt: skip


def _before(workspace: Workspace, row: ValidationRow, items: Sequence[Asked]) -> list[Spread]:
    """Spreads of the round before, under the ids of this one: items are the same where their words are."""
    if not row.before_id:
        return []
    earlier = _meeting(workspace, _row(workspace, str(row.before_id)))
    words = {one.id: one.text for one in earlier.items}
    by_words = {words[spread.item]: spread for spread in earlier.spreads}
    return [replace(by_words[one.text], item=one.id) for one in items if one.text in by_words]


def _kept(meeting: Meeting) -> dict[str, Any]:
    return {
        "answers": meeting.answers, "told": meeting.told, "simulated": meeting.simulated,
        "outcomes": [asdict(one) for one in meeting.outcomes], "spreads": [asdict(one) for one in meeting.spreads],
        "concordance": asdict(meeting.concordance) if meeting.concordance else None,
    }  # fmt: skip


def _note(actor: Actor, workspace: Workspace, act: str, row: ValidationRow, reason: str = "", **facts: object) -> None:
    journal.write(
        workspace, at=timezone.now(), actor=actor.name, act=act, subject=row.title, reason=reason, facts=facts
    )
