"""Answers typed against the questions of a meeting, and the claims that they amount to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC

from django.db import transaction

from filao.core import desk as core
from filao.core.analysis import Analysis
from filao.core.problems import Problem
from filao.core.questions import SEAT_FACTS, Question
from filao.core.register import Claim, ExpectedLink, Register, Relation, Value
from filao.core.register.fields import KINDS
from filao.core.register.values import ahead
from filao.store import register as store
from filao.store.desk import AnswerRow
from filao.store.people import Workspace
from filao.work import access, analysis, vault
from filao.work.access import Actor
from filao.work.desk.meetings import note, row_of
from filao.work.desk.questions import GUIDE, question
from filao.work.register import edit

TIE_RULES = ("confirm_ties", "stale_ties", "undated_ties")
SERVICE_FIELDS = ("services", "languages", "opening")

_Say = Callable[[str, str, str, str | int | tuple[str, ...]], Claim]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is entered.

    `outcome` is confirmed, absent, other or unknown. `body` is the body named (the one referred to, the one that did it,
    the one that holds a role), `formality` the text named, `value` a value chosen (a state, one of two statements),
    `ties` the ties ticked right and `wrong` those ticked wrong; `facts` are further values: by field of the seat or the
    body, by training (people reached), by tie (the year since when it holds).
    """

    outcome: core.Outcome
    words: str = ""
    body: str = ""
    formality: str = ""
    value: str = ""
    ties: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


def answer(
    actor: Actor, workspace: Workspace, code: str, question_id: str, given: Given, *, read_by_person: bool = False
) -> core.Answer:
    """Enter what was answered to a question in a meeting that was held. The claims it amounts to are proposed.

    No words entered means that there are none; words that the person could not read stay as they were.
    Raises Problem not_held, no_such_question, no_such_record, held (words that may identify a person).
    """
    access.require(actor, "desk.edit", workspace)
    with transaction.atomic():
        row = row_of(workspace, code)
        if row.status != "held":
            raise Problem("not_held", code=code)
        if given.words and not read_by_person:
            edit.screen_words(workspace, given.words)
        q = question(actor, workspace, question_id)
        claims = claims_of(q, given, row.as_core(), store.reading(workspace))
        kept = AnswerRow.objects.filter(workspace_id=workspace.id, interview=row, question=question_id).first()
        if kept and kept.claims:
            _withdraw_proposals(actor, workspace, kept.claims)
        kept = kept or AnswerRow(workspace=workspace, interview=row, question=question_id)
        ids = edit.propose(actor, workspace, claims, reason=f"{code}: {q.rule}") if claims else []
        kept.outcome, kept.claims = given.outcome, ids
        if given.words:
            kept.sealed = vault.seal(workspace, None, given.words.encode(), kept.context)
        elif kept.sealed and vault.may_read(actor, workspace):
            kept.sealed = b""
        kept.save()
        note(workspace, actor, "desk.answer", f"{code} {q.rule}", outcome=given.outcome, claims=len(ids))
    return kept.as_core(given.words or None)


def _withdraw_proposals(actor: Actor, workspace: Workspace, ids: Sequence[str]) -> None:
    """A renewed answer takes back what the earlier one proposed and nobody has accepted yet."""
    waiting = {c.id for c in store.claims(workspace) if c.status == "proposed"}
    stale = [id for id in ids if id in waiting]
    if stale:
        edit.decline_proposals(actor, workspace, stale, reason="answer renewed")


def answers(actor: Actor, workspace: Workspace, code: str) -> dict[str, core.Answer]:
    """Answers of a meeting by question, the latest last; reading their words leaves a line in the journal."""
    access.require(actor, "desk.read", workspace)
    row = row_of(workspace, code)
    rows = list(AnswerRow.objects.filter(workspace_id=workspace.id, interview=row).order_by("updated_at", "id"))
    return {a.question: answer for a, answer in _opened(actor, workspace, rows, code)}


def answers_to(actor: Actor, workspace: Workspace, question_id: str) -> list[tuple[core.Interview, core.Answer]]:
    """What meetings have answered to a question, by code of the meeting; reading words leaves a line in the journal."""
    access.require(actor, "desk.read", workspace)
    rows = AnswerRow.objects.filter(workspace_id=workspace.id, question=question_id).select_related("interview")
    found = list(rows.order_by("interview__code"))
    return [(row.interview.as_core(), answer) for row, answer in _opened(actor, workspace, found, question_id)]


def _opened(
    actor: Actor, workspace: Workspace, rows: Sequence[AnswerRow], subject: str
) -> list[tuple[AnswerRow, core.Answer]]:
    """Answers with their words, where the person may open them now."""
    if not any(row.sealed for row in rows) or not vault.may_read(actor, workspace):
        return [(row, row.as_core()) for row in rows]
    leave = vault.reading(actor, workspace, "desk", subject)
    words = [leave.open(bytes(row.sealed), row.context).decode() if row.sealed else None for row in rows]
    return [(row, row.as_core(said)) for row, said in zip(rows, words, strict=True)]


def asked(actor: Actor, workspace: Workspace, *, code: str = "", question_id: str = "") -> dict[str, Question]:
    """The questions that a meeting answered (or one that any meeting answered), by id; notes of a guide answer none.

    A question that the register no longer raises is read as the register raised it when it was answered.
    """
    access.require(actor, "desk.read", workspace)
    rows = AnswerRow.objects.filter(workspace_id=workspace.id).order_by("updated_at")
    rows = rows.filter(interview=row_of(workspace, code)) if code else rows.filter(question=question_id)
    rows = rows.exclude(question__startswith=GUIDE)
    raised = {q.id: q for q in analysis.read(actor, workspace).questions}
    found: dict[str, Question] = {}
    for row in rows:
        if row.question not in raised:
            then = row.updated_at.astimezone(UTC).isoformat(timespec="microseconds")
            past = Analysis(store.reading_at(workspace, recorded_to=then))
            raised = {q.id: q for q in past.questions} | raised
        if row.question in raised:
            found[row.question] = raised[row.question]
    return found


def statements(actor: Actor, workspace: Workspace, ids: Iterable[str]) -> dict[str, Claim]:
    """Claims by id, whatever has become of them."""
    access.require(actor, "desk.read", workspace)
    wanted = set(ids)
    return {claim.id: claim for claim in store.claims(workspace) if claim.id in wanted} if wanted else {}


def proposals(actor: Actor, workspace: Workspace) -> list[Claim]:
    """Claims that wait for a person, by record."""
    access.require(actor, "register.edit", workspace)
    waiting = [claim for claim in store.claims(workspace) if claim.status == "proposed"]
    return sorted(waiting, key=lambda c: (c.kind, c.record, c.field, c.id))


# --- from answers to claims, and back


def claims_of(q: Question, given: Given, interview: core.Interview, register: Register) -> list[Claim]:
    """What an answer says of the register, as claims of the interview.

    Raises Problem no_such_record where a body named is not on record, self_tie where it is the one asked, future_date
    where a tie is said to exist since a year after the meeting, and the faults of numbers and years.
    """
    base = Claim("", "", "", "", "", interview.source_id, interview.held_on, "C")
    if given.body and given.body not in register.organisations:
        raise Problem("no_such_record", kind="organisation", value=given.body)

    def say(kind: str, record: str, name: str, value: str | int | tuple[str, ...]) -> Claim:
        return replace(base, kind=kind, record=record, field=name, value=value)

    match q.rule:
        case "expected_link":
            return _link(q, given, register, say, int(interview.held_on[:4]))
        case "confirm_ties" | "stale_ties" | "undated_ties":
            right = [
                c
                for id in given.ties
                for c in (
                    say("relation", id, "state", "existing"),
                    say("relation", id, "year", _since(given.facts.get(id, ""), interview, register)),
                )
            ]
            return right + [say("relation", id, "state", "absent") for id in given.wrong]
        case "unknown_status" if given.value in register.vocabulary.codes("action_status"):
            return [say("action", str(q.facts["action"]), "status", given.value)]
        case "unattributed" if given.body:
            return [say("action", str(q.facts["action"]), "organisation_id", given.body)]
        case "role_without_body" if given.body:
            role = register.roles[str(q.facts["role"])]
            return [say("role", role.id, "organisation_ids", (*role.organisation_ids, given.body))]
        case "conflict" if given.value:
            kind, field_ = str(q.facts["kind"]), str(q.facts["field"])
            spec = KINDS[kind].field(field_)
            counted = spec is not None and spec.type in ("year", "number")
            value: Value = _number(kind, field_, given.value, register) if counted else given.value
            if spec is not None and spec.many:
                value = tuple(given.value.split(";"))
            return [say(kind, str(q.facts["record"]), field_, value)]
        case "seat_facts":
            return [
                say("seat", about(q, "seat"), name, _seat_value(name, given.facts[name]))
                for name in SEAT_FACTS
                if given.facts.get(name)
            ]
        case "service_details":
            return [
                say("organisation", q.organisation_id, name, _codes(name, given.facts[name]))
                for name in SERVICE_FIELDS
                if given.facts.get(name)
            ]
        case "training_numbers":
            return [
                say("training", id, "participants", _number("training", "participants", given.facts[id], register))
                for kind, id in q.about
                if kind == "training" and given.facts.get(id)
            ]
    return []


def _number(kind: str, name: str, text: str, register: Register) -> int:
    spec = KINDS[kind].field(name)
    assert spec is not None
    return int(str(edit.parsed(spec, text, register, name)))


def _since(text: str, interview: core.Interview, register: Register) -> int:
    """The year since when a tie exists; where none is given, that of the meeting."""
    year = _number("relation", "year", text or interview.held_on[:4], register)
    if ahead(str(year), interview.held_on):
        raise Problem("future_date", field="year", value=year)
    return year


def _seat_value(name: str, code: str) -> Value:
    spec = KINDS["seat"].field(name)
    return code == "yes" if spec and spec.type == "flag" else code


def about(q: Question, kind: str) -> str:
    """The first record of a kind that a question is about."""
    return next(id for found, id in q.about if found == kind)


def _codes(name: str, text: str) -> str | tuple[str, ...]:
    return text if name == "opening" else tuple(part for part in text.split(";") if part)


def _link(q: Question, given: Given, register: Register, say: _Say, year: int) -> list[Claim]:
    """An expected link confirmed (a tie to the body named) or confirmed absent (to every body of the role)."""
    link = register.expected_links[about(q, "expected_link")]
    if given.outcome == "confirmed" and given.body:
        if given.body == q.organisation_id:
            raise Problem("self_tie", value=given.body)
        known = _standing(register, link.relation_kinds, q.organisation_id, given.body)[:1]
        claims = _tie(say, known[0].id if known else "", link, q.organisation_id, given.body, "existing")
        tie = claims[0].record
        claims.append(say("relation", tie, "year", year))
        return [*claims, say("relation", tie, "formality", given.formality)] if given.formality else claims
    if given.outcome == "absent":
        holders = [id for id in register.roles[link.to_role].organisation_ids if id != q.organisation_id]
        return [
            claim
            for target in holders
            for id in [r.id for r in _standing(register, link.relation_kinds, q.organisation_id, target)] or [""]
            for claim in _tie(say, id, link, q.organisation_id, target, "absent")
        ]
    return []


def _tie(say: _Say, known: str, link: ExpectedLink, source: str, target: str, state: str) -> list[Claim]:
    """The state of a tie; one that is not on record yet is described whole."""
    id = known or f"{link.id}-{source}-{target}"
    new = (("source_org", source), ("target_org", target), ("kind", link.relation_kinds[0]), ("direction", "directed"))
    return [say("relation", id, "state", state), *(say("relation", id, *pair) for pair in (() if known else new))]


def _standing(register: Register, kinds: tuple[str, ...], source: str, target: str) -> list[Relation]:
    """Ties on record that fulfil a link, in the order of the kinds asked for; one-off events are left as they are."""
    found = [
        r
        for r in register.relations.values()
        if r.kind in kinds
        and not r.one_off
        and (r.ends == (source, target) or (r.mutual and r.ends == (target, source)))
    ]
    return sorted(found, key=lambda r: kinds.index(r.kind))


def given_of(q: Question, answer: core.Answer, said: Sequence[Claim], register: Register) -> Given:
    """An answer as it was entered, from the answer kept and the claims it proposed."""
    values = {(c.record, c.field): c.value for c in said}
    text = {name: str(value) for (_, name), value in values.items()}
    if q.rule in TIE_RULES:
        states = {record: value for (record, name), value in values.items() if name == "state"}
        return Given(
            answer.outcome, answer.words,
            ties=tuple(id for id, state in states.items() if state == "existing"),
            wrong=tuple(id for id, state in states.items() if state == "absent"),
            facts={record: str(value) for (record, name), value in values.items() if name == "year"},
        )  # fmt: skip
    if q.rule == "expected_link" and answer.outcome == "confirmed" and said:
        tie = register.relations.get(said[0].record)
        ends = tie.ends if tie else (text.get("source_org", ""), text.get("target_org", ""))
        body = next((end for end in ends if end != q.organisation_id), "")
        return Given(answer.outcome, answer.words, body=body, formality=text.get("formality", ""))
    if q.rule in ("unattributed", "role_without_body"):
        named = next((v for v in values.values()), "")
        return Given(answer.outcome, answer.words, body=str(named[-1] if isinstance(named, tuple) else named))
    if q.rule in ("unknown_status", "conflict"):
        return Given(answer.outcome, answer.words, value=next((str(v) for v in values.values()), ""))
    by_record = q.rule == "training_numbers"
    facts = {
        record if by_record else name: ";".join(value) if isinstance(value, tuple) else str(value)
        for (record, name), value in values.items()
    }
    return Given(answer.outcome, answer.words, facts=facts)
