"""Contacts: how a body is reached. Kept closed, and apart from interviews and answers; no export and no document reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction

from filao.core.problems import Problem
from filao.store import register as store
from filao.store.desk import ContactRow
from filao.store.people import Workspace
from filao.work import access, vault
from filao.work.access import Actor
from filao.work.desk.meetings import note as journal_note
from filao.work.register import edit


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
    """How bodies are reached, by body; reading them leaves a line in the journal. Raises Problem words_locked."""
    access.require(actor, "contacts.read", workspace)
    rows = ContactRow.objects.filter(workspace_id=workspace.id).order_by("organisation", "function")
    if organisation:
        rows = rows.filter(organisation=organisation)
    if not rows:
        return []
    leave = vault.reading(actor, workspace, "contacts", organisation)
    return [
        Contact(r.id, r.organisation, r.function, **json.loads(leave.open(bytes(r.sealed), r.context))) for r in rows
    ]


def save_contact(
    actor: Actor, workspace: Workspace, organisation: str, *, function: str, email: str = "", phone: str = "", note: str = "",
    id: str = "", read_by_person: bool = False,
) -> str:  # fmt: skip
    """Enter or renew a contact. Raises Problem function_missing, no_such_record, no_such_page, held (it names a person)."""
    access.require(actor, "contacts.read", workspace)
    if not function.strip():
        raise Problem("function_missing")
    if organisation not in store.reading(workspace).organisations:
        raise Problem("no_such_record", kind="organisation", value=organisation)
    if not read_by_person:
        edit.screen_words(workspace, function, "function")
    with transaction.atomic():
        row = (
            ContactRow.objects.filter(workspace_id=workspace.id, id=id).first()
            if id
            else ContactRow(workspace=workspace)
        )
        if row is None:
            raise Problem("no_such_page")
        row.organisation, row.function = organisation, function
        values = json.dumps({"email": email, "phone": phone, "note": note}).encode()
        row.sealed = vault.seal(workspace, None, values, row.context)
        row.save()
        journal_note(workspace, actor, "desk.contact", organisation)
    return str(row.id)


def remove_contact(actor: Actor, workspace: Workspace, id: str) -> None:
    """Erase a contact; nothing of it is kept."""
    access.require(actor, "contacts.read", workspace)
    with transaction.atomic():
        row = ContactRow.objects.filter(workspace_id=workspace.id, id=id).first()
        if row is None:
            raise Problem("no_such_page")
        organisation = row.organisation
        row.delete()
        journal_note(workspace, actor, "desk.contact_removed", organisation)
