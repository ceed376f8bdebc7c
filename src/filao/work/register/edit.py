"""Changing the register by hand: facts set with a reason, proposals accepted, claims chosen and withdrawn, bodies merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Fault, Problem
from filao.core.register import KINDS, Claim, Field, Register, Value
from filao.core.register.claims import Status
from filao.core.register.parts import part_of
from filao.core.register.values import EVIDENCE_DATE, ahead, parse
from filao.core.vocabulary.standard import CONFIDENCE_BY_SOURCE
from filao.store import journal
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.register.importing import screen_of
from filao.work.register.indexing import index_records


def read_value(
    workspace: Workspace, kind: str, id: str, field: str, text: str, *, read_by_person: bool = False
) -> Value:
    """The value a typed text means for a record.

    Raises Problem unknown_field, empty_fact, the faults of `parse`, no_such_record, own_part or held.
    """
    spec = KINDS[kind].field(field) if kind in KINDS else None
    if spec is None:
        raise Problem("unknown_field", field=field, codes=())
    if not text.strip():
        raise Problem("empty_fact", field="value")
    register = store.reading(workspace)
    value = parsed(spec, text, register, field)
    if spec.refs:
        for target in value if isinstance(value, tuple) else (str(value),):
            if register.record(spec.refs, target) is None:
                raise Problem("no_such_record", kind=spec.refs, field=field, value=target)
    if (kind, field) == _PART and part_of(register.merged.get(str(value), str(value)), id, _parents(register)):
        raise Problem("own_part", field="value", value=value)
    if spec.type in ("note", "email") and not read_by_person:
        screen_words(workspace, text, field)
    return value


def parsed(spec: Field, text: str, register: Register, named: str) -> Value:
    """The value that a text means for a field today. Raises the faults of `parse`, naming the field as `named`."""
    value = parse(spec, text, register.vocabulary, timezone.localdate().isoformat())
    if isinstance(value, Fault):
        raise Problem(value.code, field=named, value=text, **value.facts)
    return value


def not_ahead(day: str, field: str) -> None:
    """Raise Problem future_date where a day, month or year (ISO) has not begun."""
    if ahead(day, timezone.localdate().isoformat()):
        raise Problem("future_date", field=field, value=day)


_PART = ("organisation", "parent_id")


def _parents(register: Register) -> dict[str, tuple[str, ...]]:
    return {id: (body.parent_id,) for id, body in register.organisations.items() if body.parent_id}


def _no_circle(workspace: Workspace, claims: Iterable[Claim]) -> None:
    """Raise Problem own_part where the register, as it now reads, has a body of these claims as part of itself."""
    register = store.reading(workspace)
    parents = _parents(register)
    for id in {claim.record for claim in claims if (claim.kind, claim.field) == _PART}:
        for parent in parents.get(id, ()):
            if part_of(parent, id, parents):
                raise Problem("own_part", value=parent)


def screen_words(workspace: Workspace, text: str, field: str = "") -> None:
    """Raise Problem held where a text may identify a person or a protected place."""
    hits = screen_of(store.reading(workspace))(text)
    if hits:
        raise Problem("held", field=field, value=text, what=hits[0].code, excerpt=hits[0].excerpt)


def set_fact(
    actor: Actor,
    workspace: Workspace,
    kind: str,
    id: str,
    field: str,
    text: str,
    *,
    source: str,
    reason: str,
    dated: str = "",
    read_by_person: bool = False,
) -> str:
    """Add a claim and show it. `source` names the source that says it. Returns the claim's id.

    Raises Problem reason_missing, not_a_date, future_date, no_such_source and those of `read_value`.
    """
    access.require(actor, "register.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing")
    if dated:
        parsed(EVIDENCE_DATE, dated, store.reading(workspace), "dated")
    value = read_value(workspace, kind, id, field, text, read_by_person=read_by_person)
    claim = _claim(workspace, kind, id, field, value, source, dated, reason)
    return write_claims(actor, workspace, [replace(claim, chosen="now")], "register.set_fact", reason)[0]


def propose(actor: Actor, workspace: Workspace, proposals: Sequence[Claim], *, reason: str) -> list[str]:
    """Enter claims that a person must accept before they are shown. Returns their ids."""
    access.require(actor, "register.propose", workspace)
    return write_claims(
        actor, workspace, [replace(c, status="proposed") for c in proposals], "register.propose", reason
    )


def _claim(
    workspace: Workspace, kind: str, id: str, field: str, value: Value, source: str, dated: str, note: str
) -> Claim:
    register = store.reading(workspace)
    known = register.sources.get(source)
    if known is None and KINDS[kind].sourced:
        raise Problem("no_such_source", source=source)
    confidence = CONFIDENCE_BY_SOURCE.get(known.kind, "C") if known else ""
    return Claim(
        "", kind, id, field, value, source, dated or (known.dated if known else ""), confidence, note=note[:500]
    )


def write_claims(actor: Actor, workspace: Workspace, claims: Sequence[Claim], act: str, reason: str) -> list[str]:
    """Write claims with a journal line for each record. The right is checked by the act that calls. Returns their ids."""
    with transaction.atomic():
        now, revision = timezone.now(), store.next_revision(workspace)
        ids = store.add(workspace, claims, now, revision)
        for key in dict.fromkeys((claim.kind, claim.record) for claim in claims):
            fields = [claim.field for claim in claims if (claim.kind, claim.record) == key]
            _journal(actor, workspace, now, act, key, reason, {"fields": fields})
        index_records(workspace, {(claim.kind, claim.record) for claim in claims})
    return ids


def _journal(
    actor: Actor,
    workspace: Workspace,
    now: datetime,
    act: str,
    key: tuple[str, str],
    reason: str,
    facts: dict[str, object],
) -> None:
    journal.write(
        workspace, at=now, actor=actor.name, act=act, subject=f"{key[0]} {key[1]}", reason=reason, facts=facts
    )


def _find(workspace: Workspace, ids: Sequence[str]) -> list[Claim]:
    wanted = set(ids)
    found = [claim for claim in store.claims(workspace) if claim.id in wanted]
    if len(found) != len(wanted):
        raise Problem("no_such_claim")
    return found


def _move(actor: Actor, workspace: Workspace, ids: Sequence[str], status: Status, act: str, reason: str) -> None:
    access.require(actor, "register.edit", workspace)
    with transaction.atomic():
        claims = _find(workspace, ids)
        now, revision = timezone.now(), store.next_revision(workspace)
        store.set_status(workspace, ids, status, now, revision)
        for id in ids if status == "accepted" else ():
            store.choose(workspace, id, now, revision)
        if status == "accepted":
            _no_circle(workspace, claims)
        for key in dict.fromkeys((claim.kind, claim.record) for claim in claims):
            fields = [claim.field for claim in claims if (claim.kind, claim.record) == key]
            _journal(actor, workspace, now, act, key, reason, {"fields": fields, "claims": list(ids)})
        index_records(workspace, {(claim.kind, claim.record) for claim in claims})


def accept_proposals(actor: Actor, workspace: Workspace, ids: Sequence[str], *, reason: str = "") -> None:
    """Take proposed claims into the register and show them: the person who accepts has seen what was shown before.

    Raises Problem no_such_claim, own_part.
    """
    _move(actor, workspace, ids, "accepted", "register.accept", reason)


def decline_proposals(actor: Actor, workspace: Workspace, ids: Sequence[str], *, reason: str) -> None:
    """Refuse proposed claims; they are kept as declined."""
    if not reason.strip():
        raise Problem("reason_missing")
    _move(actor, workspace, ids, "declined", "register.decline", reason)


def withdraw_claim(actor: Actor, workspace: Workspace, id: str, *, reason: str) -> None:
    """Take a claim out of the register; it is kept as withdrawn and can be accepted again."""
    if not reason.strip():
        raise Problem("reason_missing")
    _move(actor, workspace, [id], "withdrawn", "register.withdraw", reason)


ERASED = "[erased]"
"""What stands where words were that identified a person."""

_WORDS = frozenset({"text", "note", "email", "url"})


def erase_words(actor: Actor, workspace: Workspace, id: str, *, reason: str) -> None:
    """Take the words of a claim out of the register for good, because they identify a person; the claim stays.

    Text and remark become "[erased]"; codes, years and references say nothing of a person and stay. The journal keeps
    its lines, and the new one holds none of the words. Raises Problem reason_missing, held (the reason may name the
    person), no_such_claim, no_words (there is nothing to erase).
    """
    access.require(actor, "register.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing")
    screen_words(workspace, reason, "reason")
    with transaction.atomic():
        claim = _find(workspace, [id])[0]
        spec = KINDS[claim.kind].field(claim.field)
        written = spec is not None and spec.type in _WORDS and isinstance(claim.value, str)
        value, note = ERASED if written else claim.value, ERASED if claim.note else ""
        if (value, note) == (claim.value, claim.note):
            raise Problem("no_words")
        now, revision = timezone.now(), store.next_revision(workspace)
        store.erase(workspace, id, value, note, revision)
        key = (claim.kind, claim.record)
        _journal(actor, workspace, now, "register.erase", key, reason, {"field": claim.field, "claim": id})
        store.forget_readings()
        index_records(workspace, {key})


def choose_claim(actor: Actor, workspace: Workspace, id: str, *, reason: str) -> None:
    """Show this claim of several that differ. Raises Problem reason_missing, no_such_claim, own_part."""
    access.require(actor, "register.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing")
    with transaction.atomic():
        claim = _find(workspace, [id])[0]
        now, revision = timezone.now(), store.next_revision(workspace)
        store.choose(workspace, id, now, revision)
        _no_circle(workspace, [claim])
        key = (claim.kind, claim.record)
        _journal(actor, workspace, now, "register.choose", key, reason, {"field": claim.field, "claim": id})
        index_records(workspace, {key})


def merge_bodies(actor: Actor, workspace: Workspace, id: str, into: str, *, source: str, reason: str) -> str:
    """Say that two rows are one body: references to `id` are read as `into`. Undone by withdrawing the claim."""
    if id == into:
        raise Problem("same_body")
    return set_fact(actor, workspace, "organisation", id, "merged_into", into, source=source, reason=reason)


def separate_bodies(actor: Actor, workspace: Workspace, one: str, other: str, *, reason: str) -> None:
    """Say that two bodies that look alike are two; they are not suggested again."""
    access.require(actor, "register.edit", workspace)
    with transaction.atomic():
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act="register.separate", subject=f"organisation {one}",
            reason=reason, facts={"bodies": sorted((one, other))},
        )  # fmt: skip
