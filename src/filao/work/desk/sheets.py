"""Sheets for checking: sent out to bodies, keyed in when they come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from filao.core import desk as core
from filao.core.problems import Problem
from filao.core.register import Claim, Register, veiled
from filao.store import register as store
from filao.store.desk import SheetRow
from filao.store.people import Workspace
from filao.work import access, links
from filao.work.access import Actor
from filao.work.desk.meetings import note
from filao.work.register import edit

PURPOSE = "sheet"
"""What a link to a body's own sheet is made for."""


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
            note(workspace, actor, "desk.send_sheets", ", ".join(new), language=language, bodies=new)
    return len(new)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a body says of its own sheet.

    `facts` are fields of the body's row, as ticked right or as corrected (empty ones are left alone); `right` and `wrong`
    are ties ticked, `states` the state of actions, `new_ties` (other body, kind, formality) what the body adds.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    right: Sequence[str] = ()
    wrong: Sequence[str] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    new_ties: Sequence[tuple[str, str, str]] = ()


def return_sheet(
    actor: Actor, workspace: Workspace, organisation: str, reply: Reply, *, on: date, how: str, read_by_person: bool = False
) -> list[str]:  # fmt: skip
    """Key in a sheet that came back, as proposed claims of the body itself. Returns their ids.

    The return becomes a source "SHEET-<body>-<date>". Raises Problem no_such_record and the faults of single fields.
    """
    access.require(actor, "desk.edit", workspace)
    return _take(actor, workspace, organisation, reply, on, how, read_by_person=read_by_person)


def own_register(workspace: Workspace, token: str, browser: str) -> tuple[Register, str]:
    """Public, for whoever holds the link to a body's own sheet: the register as it may leave, and the body.

    Raises Problem link_dead, link_elsewhere.
    """
    found = links.opened(workspace, token, browser, PURPOSE)
    register = veiled(store.reading(workspace))
    if found.subject not in register.organisations:
        raise Problem("link_dead")
    return register, found.subject


def return_own_sheet(workspace: Workspace, token: str, browser: str, reply: Reply) -> list[str]:
    """Public, for whoever holds the link: what the body says of its own sheet, as proposed claims. Returns their ids.

    Ties and actions of others are left alone. Raises Problem link_dead, link_elsewhere, held (words that may identify a
    person), and the faults of single fields.
    """
    register, body = own_register(workspace, token, browser)
    ties = {r.id for r in register.relations.values() if body in r.ends}
    actions = {a.id for a in register.actions.values() if body in (a.organisation_id, *a.partner_ids)}
    own = replace(
        reply,
        right=[id for id in reply.right if id in ties],
        wrong=[id for id in reply.wrong if id in ties],
        states={id: state for id, state in reply.states.items() if id in actions},
    )
    by = Actor("", f"{register.organisations[body].short_name}, by its link")
    with transaction.atomic():
        ids = _take(by, workspace, body, own, timezone.localdate(), "link")
        links.use(workspace, token, browser, PURPOSE)
    return ids


def _take(
    actor: Actor, workspace: Workspace, organisation: str, said: Reply, on: date, how: str, *, read_by_person: bool = False
) -> list[str]:  # fmt: skip
    register = store.reading(workspace)
    body = register.organisations.get(organisation)
    if body is None:
        raise Problem("no_such_record", kind="organisation", value=organisation)
    edit.not_ahead(on.isoformat(), "on")
    source = f"SHEET-{organisation}-{on.isoformat()}"
    with transaction.atomic():
        _sheet_source(actor, workspace, source, organisation, body.name, on)
        base = Claim("", "organisation", organisation, "", "", source, on.isoformat(), "C")
        claims = []
        for name, text in said.facts.items():
            if text.strip():
                value = edit.read_value(
                    workspace, "organisation", organisation, name, text, read_by_person=read_by_person
                )
                claims.append(replace(base, field=name, value=value))
        about = replace(base, kind="relation", field="state")
        ticks = ((said.right, "existing"), (said.wrong, "absent"))
        claims += [
            replace(about, record=id, value=state) for ids, state in ticks for id in ids if id in register.relations
        ]
        for id, state in said.states.items():
            if id in register.actions and state in register.vocabulary.codes("action_status"):
                claims.append(replace(base, kind="action", record=id, field="status", value=state))
        for other, kind, formality in said.new_ties:
            claims += _new_tie(about, register, organisation, other, kind, formality)
        proposed = [replace(claim, status="proposed") for claim in claims]
        ids = edit.write_claims(actor, workspace, proposed, "register.propose", source) if proposed else []
        row = SheetRow.objects.filter(workspace_id=workspace.id, organisation=organisation, returned_on=None).first()
        row = row or SheetRow(workspace=workspace, organisation=organisation, language="", sent_on=on)
        row.returned_on, row.how = on, how
        row.save()
        note(workspace, actor, "desk.return_sheet", organisation, how=how, claims=len(ids))
    return ids


def _new_tie(about: Claim, register: Register, organisation: str, other: str, kind: str, formality: str) -> list[Claim]:
    """A tie that the body adds; one that is on record already is confirmed."""
    if other not in register.organisations:
        raise Problem("no_such_record", kind="organisation", value=other)
    if other == organisation:
        raise Problem("self_tie", value=other)
    known = [r.id for r in register.relations.values() if r.ends == (organisation, other) and r.kind == kind]
    id = known[0] if known else f"SHEET-{organisation}-{other}-{kind}"
    values: dict[str, str | int] = {"state": "existing", "year": int(about.dated[:4]), "formality": formality}
    if not known:
        values |= {"source_org": organisation, "target_org": other, "kind": kind, "direction": "directed"}
    return [replace(about, record=id, field=name, value=value) for name, value in values.items() if value]


def _sheet_source(actor: Actor, workspace: Workspace, id: str, organisation: str, name: str, on: date) -> None:
    values: dict[str, str | int] = {
        "title": f"Sheet returned by {name}", "short": f"Sheet of {organisation}", "publisher": name, "kind": "own_sheet",
        "date": on.isoformat(), "year": on.year, "organisation_id": organisation,
    }  # fmt: skip
    record = store.reading(workspace).record("source", id)
    new = [Claim("", "source", id, key, value) for key, value in values.items() if record is None]
    if new:
        edit.write_claims(actor, workspace, new, "register.source", id)
