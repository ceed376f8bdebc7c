"""The interview desk: meetings logged, answers that become claims and ties, sheets out and back, contacts kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from filao.core import desk as core
from filao.core.problems import Problem
from filao.core.questions import Question
from filao.core.register import Claim, Register
from filao.core.register.fields import KINDS
from filao.store import journal
from filao.store import register as store
from filao.store.desk import AnswerRow, ContactRow, InterviewRow, QuestionState, SheetRow
from filao.store.people import Workspace
from filao.work import access, analysis
from filao.work.access import Actor
from filao.work.register import edit


def _journal(actor: Actor, workspace: Workspace, act: str, subject: str, reason: str = "", **facts: object) -> None:
    journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, subject=subject, reason=reason, facts=facts)


# --- meetings


def interviews(actor: Actor, workspace: Workspace) -> list[core.Interview]:
    """Meetings logged, by code."""
    access.require(actor, "desk.read", workspace)
    return [row.as_core() for row in InterviewRow.objects.filter(workspace_id=workspace.id).order_by("code")]


def interviews_for_documents(actor: Actor, workspace: Workspace) -> tuple[core.Interview, ...]:
    """Meetings without the function met: what a document may know."""
    access.require(actor, "documents.read", workspace)
    rows = InterviewRow.objects.filter(workspace_id=workspace.id).order_by("code")
    return tuple(replace(row.as_core(), function="") for row in rows)


def find(actor: Actor, workspace: Workspace, code: str) -> core.Interview:
    """One meeting by its code. Raises Problem no_such_interview."""
    access.require(actor, "desk.read", workspace)
    return _interview(workspace, code).as_core()


def _interview(workspace: Workspace, code: str) -> InterviewRow:
    row = InterviewRow.objects.filter(workspace_id=workspace.id, code=code).first()
    if row is None:
        raise Problem("no_such_interview", code=code)
    return row


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is entered of a meeting."""

    organisation: str
    function: str = ""
    channel: str = ""
    status: str = "to_invite"
    consent: bool | None = None
    attribution: str = ""
    language: str = ""
    sex: str = ""
    held_on: date | None = None
    next_call: date | None = None
    named: tuple[str, ...] = ()
    new_bodies: int = 0


def log(actor: Actor, workspace: Workspace, meeting: Meeting, code: str = "") -> core.Interview:
    """Enter or renew a meeting; without a code a new one is given (INT-01, INT-02 ...).

    A meeting that was held becomes a source of the register, under its code. Raises Problem no_such_record,
    consent_missing (held without the consent that was asked), date_missing, no_such_interview.
    """
    access.require(actor, "desk.edit", workspace)
    register = store.reading(workspace)
    if meeting.organisation not in register.organisations:
        raise Problem("no_such_record", kind="organisation", value=meeting.organisation)
    if meeting.status == "held":
        if meeting.consent is not True:
            raise Problem("consent_missing")
        if meeting.held_on is None:
            raise Problem("date_missing")
    with transaction.atomic():
        if code:
            row = _interview(workspace, code)
        else:
            Workspace.objects.select_for_update().get(id=workspace.id)
            taken = InterviewRow.objects.filter(workspace_id=workspace.id).count()
            row = InterviewRow(workspace=workspace, code=f"INT-{taken + 1:02d}")
        for name, value in (
            ("organisation", meeting.organisation), ("function", meeting.function), ("channel", meeting.channel),
            ("status", meeting.status), ("consent", meeting.consent), ("attribution", meeting.attribution),
            ("language", meeting.language), ("sex", meeting.sex), ("held_on", meeting.held_on),
            ("next_call", meeting.next_call), ("named", list(meeting.named)), ("new_bodies", meeting.new_bodies),
        ):  # fmt: skip
            setattr(row, name, value)
        row.save()
        _journal(actor, workspace, "desk.log", row.code, status=row.status)
        logged = row.as_core()
        if logged.status == "held":
            _as_source(actor, workspace, logged, register)
    return logged


def _as_source(actor: Actor, workspace: Workspace, interview: core.Interview, register: Register) -> None:
    """The meeting as a source: named by institution only where the interviewee allows it."""
    body = register.organisations[interview.organisation_id]
    shown = body.name if interview.attribution == "institution" else register.vocabulary.label("org_kind", body.kind)
    values: dict[str, str | int] = {
        "title": f"Interview {interview.code}, {shown}",
        "short": f"Interview {interview.code}",
        "publisher": shown,
        "kind": "interview",
        "date": interview.held_on,
        "year": int(interview.held_on[:4]),
        "organisation_id": interview.organisation_id,
    }
    record = register.record("source", interview.source_id)
    new = [
        Claim("", "source", interview.source_id, name, value)
        for name, value in values.items()
        if record is None or record.value(name) != value
    ]
    if new:
        edit.write_claims(
            actor, workspace, [replace(claim, chosen="now") for claim in new], "register.source", interview.code
        )


# --- answers


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is entered.

    `outcome` is confirmed, absent, other or unknown. `body` is the body named (the one referred to, the one that did it,
    the one that holds a role), `formality` the text named, `value` a value chosen (a state, one of two statements),
    `ties` the ties ticked right and `wrong` those ticked wrong.
    """

    outcome: core.Outcome
    words: str = ""
    body: str = ""
    formality: str = ""
    value: str = ""
    ties: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


def question(actor: Actor, workspace: Workspace, id: str) -> Question:
    """A question by its id. Raises Problem no_such_question."""
    access.require(actor, "questions.read", workspace)
    found = next((q for q in analysis.read(actor, workspace).questions if q.id == id), None)
    if found is None:
        raise Problem("no_such_question", id=id)
    return found


def answer(
    actor: Actor, workspace: Workspace, code: str, question_id: str, given: Given, *, read_by_person: bool = False
) -> core.Answer:
    """Enter what was answered to a question in a meeting that was held. The claims it amounts to are proposed.

    Raises Problem not_held, no_such_question, no_such_record, held (words that may identify a person).
    """
    access.require(actor, "desk.edit", workspace)
    with transaction.atomic():
        row = _interview(workspace, code)
        if row.status != "held":
            raise Problem("not_held", code=code)
        if given.words and not read_by_person:
            edit.screen_words(workspace, given.words)
        asked = question(actor, workspace, question_id)
        claims = claims_of(asked, given, row.as_core(), store.reading(workspace))
        kept = AnswerRow.objects.filter(workspace_id=workspace.id, interview=row, question=question_id).first()
        if kept and kept.claims:
            _withdraw_proposals(actor, workspace, kept.claims)
        ids = edit.propose(actor, workspace, claims, reason=f"{code}: {asked.rule}") if claims else []
        kept, _ = AnswerRow.objects.update_or_create(
            workspace_id=workspace.id, interview=row, question=question_id,
            defaults={"outcome": given.outcome, "words": given.words, "claims": ids},
        )  # fmt: skip
        _journal(actor, workspace, "desk.answer", f"{code} {asked.rule}", outcome=given.outcome, claims=len(ids))
    return kept.as_core()


def _withdraw_proposals(actor: Actor, workspace: Workspace, ids: Sequence[str]) -> None:
    """A renewed answer takes back what the earlier one proposed and nobody has accepted yet."""
    waiting = {c.id for c in store.claims(workspace) if c.status == "proposed"}
    stale = [id for id in ids if id in waiting]
    if stale:
        edit.decline_proposals(actor, workspace, stale, reason="answer renewed")


def answers(actor: Actor, workspace: Workspace, code: str) -> dict[str, core.Answer]:
    """Answers of a meeting by question; reading them leaves a line in the journal once the words are kept closed."""
    access.require(actor, "desk.read", workspace)
    row = _interview(workspace, code)
    found = AnswerRow.objects.filter(workspace_id=workspace.id, interview=row)
    return {a.question: a.as_core() for a in found}


def claims_of(q: Question, given: Given, interview: core.Interview, register: Register) -> list[Claim]:
    """What an answer says of the register, as claims of the interview.

    Raises Problem no_such_record where a body named is not on record.
    """
    base = Claim("", "", "", "", "", interview.source_id, interview.held_on, "C")
    if given.body and given.body not in register.organisations:
        raise Problem("no_such_record", kind="organisation", value=given.body)

    def say(kind: str, record: str, name: str, value: str | int | tuple[str, ...]) -> Claim:
        return replace(base, kind=kind, record=record, field=name, value=value)

    match q.rule:
        case "expected_link":
            return _link(q, given, register, say, interview)
        case "confirm_ties" | "stale_ties" | "undated_ties":
            year = int(interview.held_on[:4])
            right = [
                c
                for id in given.ties
                for c in (say("relation", id, "state", "existing"), say("relation", id, "year", year))
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
            value: str | int = int(given.value) if spec and spec.type in ("year", "number") else given.value
            return [say(kind, str(q.facts["record"]), field_, value)]
        case "seat_facts":
            seat = next(id for kind, id in q.about if kind == "seat")
            return [
                say("seat", seat, name, given.facts[name])
                for name in ("focal_point_sex", "alternate_sex", "survivor_informed", "disability_voice")
                if given.facts.get(name)
            ]
        case "service_details":
            return [
                say("organisation", q.organisation_id, name, _codes(name, given.facts[name]))
                for name in ("services", "languages", "opening")
                if given.facts.get(name)
            ]
    return []


def _codes(name: str, text: str) -> str | tuple[str, ...]:
    return text if name == "opening" else tuple(part for part in text.split(";") if part)


def _link(q: Question, given: Given, register: Register, say: object, interview: core.Interview) -> list[Claim]:
    """An expected link confirmed (a tie to the body named) or confirmed absent (to every body of the role)."""
    from collections.abc import Callable
    from typing import cast

    speak = cast("Callable[[str, str, str, str | int], Claim]", say)
    link = register.expected_links[next(id for kind, id in q.about if kind == "expected_link")]
    kind = link.relation_kinds[0]
    role = register.roles[link.to_role]
    targets: tuple[str, ...]
    if given.outcome == "confirmed" and given.body:
        targets, state = (given.body,), "existing"
    elif given.outcome == "absent":
        targets, state = tuple(id for id in role.organisation_ids if id != q.organisation_id), "absent"
    else:
        return []
    claims = []
    for target in targets:
        known = next(
            (
                r
                for r in register.relations.values()
                if r.kind in link.relation_kinds and r.ends == (q.organisation_id, target)
            ),
            None,
        )
        id = known.id if known else f"{link.id}-{q.organisation_id}-{target}"
        claims.append(speak("relation", id, "state", state))
        if known is None:
            for name, value in (
                ("source_org", q.organisation_id),
                ("target_org", target),
                ("kind", kind),
                ("direction", "directed"),
            ):
                claims.append(speak("relation", id, name, value))
        if state == "existing":
            claims.append(speak("relation", id, "year", int(interview.held_on[:4])))
            if given.formality:
                claims.append(speak("relation", id, "formality", given.formality))
    return claims


# --- sheets


def sheets(actor: Actor, workspace: Workspace) -> list[core.SheetOut]:
    """Sheets sent out, the newest first."""
    access.require(actor, "documents.read", workspace)
    rows = SheetRow.objects.filter(workspace_id=workspace.id).order_by("-sent_on", "organisation")
    return [row.as_core() for row in rows]


def send_sheets(actor: Actor, workspace: Workspace, organisations: Sequence[str], language: str, on: date) -> int:
    """Note that sheets went out. A body whose sheet is still out is not sent a second one. Returns how many went."""
    access.require(actor, "desk.edit", workspace)
    register = store.reading(workspace)
    with transaction.atomic():
        out = set(
            SheetRow.objects.filter(workspace_id=workspace.id, returned_on=None).values_list("organisation", flat=True)
        )
        new = [id for id in dict.fromkeys(organisations) if id in register.organisations and id not in out]
        SheetRow.objects.bulk_create(
            SheetRow(workspace=workspace, organisation=id, language=language, sent_on=on) for id in new
        )
        if new:
            _journal(actor, workspace, "desk.send_sheets", ", ".join(new), language=language)
    return len(new)


def return_sheet(
    actor: Actor,
    workspace: Workspace,
    organisation: str,
    *,
    on: date,
    how: str,
    facts: dict[str, str],
    right: Sequence[str] = (),
    wrong: Sequence[str] = (),
    read_by_person: bool = False,
) -> list[str]:
    """Key in a sheet that came back, as proposed claims of the body itself. Returns their ids.

    `facts` are corrected fields of the body's row (empty ones are left alone); `right` and `wrong` are ties (R...) and
    actions (A...) ticked. The return becomes a source "SHEET-<body>-<date>". Raises Problem no_such_record and the
    faults of single fields.
    """
    access.require(actor, "desk.edit", workspace)
    register = store.reading(workspace)
    body = register.organisations.get(organisation)
    if body is None:
        raise Problem("no_such_record", kind="organisation", value=organisation)
    source = f"SHEET-{organisation}-{on.isoformat()}"
    with transaction.atomic():
        _sheet_source(actor, workspace, source, organisation, body.name, on)
        base = Claim("", "organisation", organisation, "", "", source, on.isoformat(), "C")
        claims = []
        for name, text in facts.items():
            if text.strip():
                value = edit.read_value(workspace, "organisation", name, text, read_by_person=read_by_person)
                claims.append(replace(base, field=name, value=value))
        for ids, state in ((right, "existing"), (wrong, "absent")):
            for id in ids:
                if id in register.relations:
                    claims.append(replace(base, kind="relation", record=id, field="state", value=state))
                elif id in register.actions and state == "existing":
                    claims.append(
                        replace(base, kind="action", record=id, field="status", value=register.actions[id].status)
                    )
        ids = edit.propose(actor, workspace, claims, reason=source) if claims else []
        row = SheetRow.objects.filter(workspace_id=workspace.id, organisation=organisation, returned_on=None).first()
        row = row or SheetRow(workspace=workspace, organisation=organisation, language="", sent_on=on)
        row.returned_on, row.how = on, how
        row.save()
        _journal(actor, workspace, "desk.return_sheet", organisation, how=how, claims=len(ids))
    return ids


def _sheet_source(actor: Actor, workspace: Workspace, id: str, organisation: str, name: str, on: date) -> None:
    values: dict[str, str | int] = {
        "title": f"Sheet returned by {name}", "short": f"Sheet of {organisation}", "publisher": name, "kind": "own_sheet",
        "date": on.isoformat(), "year": on.year, "organisation_id": organisation,
    }  # fmt: skip
    record = store.reading(workspace).record("source", id)
    new = [Claim("", "source", id, key, value) for key, value in values.items() if record is None]
    if new:
        edit.write_claims(actor, workspace, new, "register.source", id)


# --- proposals


def proposals(actor: Actor, workspace: Workspace) -> list[Claim]:
    """Claims that wait for a person, by record."""
    access.require(actor, "register.read", workspace)
    waiting = [claim for claim in store.claims(workspace) if claim.status == "proposed"]
    return sorted(waiting, key=lambda c: (c.kind, c.record, c.field, c.id))


# --- questions


def question_states(actor: Actor, workspace: Workspace) -> dict[str, QuestionState]:
    """States of questions that people have closed or dropped, by question."""
    access.require(actor, "questions.read", workspace)
    return {row.question: row for row in QuestionState.objects.filter(workspace_id=workspace.id)}


def close_question(actor: Actor, workspace: Workspace, id: str, state: str, reason: str) -> None:
    """Close, drop or open again a question. Raises Problem no_such_state, reason_missing."""
    access.require(actor, "questions.edit", workspace)
    if state not in ("open", "answered", "dropped"):
        raise Problem("no_such_state", value=state, codes=("open", "answered", "dropped"))
    if state == "dropped" and not reason.strip():
        raise Problem("reason_missing")
    with transaction.atomic():
        if state == "open":
            QuestionState.objects.filter(workspace_id=workspace.id, question=id).delete()
        else:
            QuestionState.objects.update_or_create(
                workspace_id=workspace.id, question=id, defaults={"state": state, "reason": reason}
            )
        _journal(actor, workspace, f"question.{state}", id[:160], reason)


# --- contacts


@dataclass(frozen=True, slots=True)
class Contact:
    """How a body is reached: a function, its e-mail address and telephone. Never in any export."""

    id: str
    organisation: str
    function: str
    email: str
    phone: str
    note: str


def contacts(actor: Actor, workspace: Workspace, organisation: str = "") -> list[Contact]:
    access.require(actor, "contacts.read", workspace)
    rows = ContactRow.objects.filter(workspace_id=workspace.id)
    if organisation:
        rows = rows.filter(organisation=organisation)
    return [
        Contact(r.id, r.organisation, r.function, r.email, r.phone, r.note)
        for r in rows.order_by("organisation", "function")
    ]


def save_contact(
    actor: Actor, workspace: Workspace, organisation: str, *, function: str, email: str = "", phone: str = "", note: str = "",
    id: str = "",
) -> str:  # fmt: skip
    """Enter or renew a contact. Raises Problem function_missing, no_such_record."""
    access.require(actor, "contacts.read", workspace)
    if not function.strip():
        raise Problem("function_missing")
    if organisation not in store.reading(workspace).organisations:
        raise Problem("no_such_record", kind="organisation", value=organisation)
    values = {"organisation": organisation, "function": function, "email": email, "phone": phone, "note": note}
    with transaction.atomic():
        if id:
            ContactRow.objects.filter(workspace_id=workspace.id, id=id).update(**values)
        else:
            id = ContactRow.objects.create(workspace=workspace, **values).id
        _journal(actor, workspace, "desk.contact", organisation)
    return id


def remove_contact(actor: Actor, workspace: Workspace, id: str) -> None:
    """Erase a contact; nothing of it is kept."""
    access.require(actor, "contacts.read", workspace)
    with transaction.atomic():
        row = ContactRow.objects.filter(workspace_id=workspace.id, id=id).first()
        if row is None:
            raise Problem("no_such_page")
        organisation = row.organisation
        row.delete()
        _journal(actor, workspace, "desk.contact_removed", organisation)
