"""Opening a workspace from a folder: its setting, its register sheets and its engagements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from filao.core import privacy
from filao.core.register import Register
from filao.core.register.imports import ImportPlan, Table
from filao.exchange import sheets, terms
from filao.store.people import Workspace
from filao.work import engagements, workspaces
from filao.work.access import Actor
from filao.work.register import accept_import
from filao.work.register.importing import screen_of

SETTING = "engagements.json"
TERMS = "terms_of_reference.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """The workspace, what the import did, and how many engagements were opened."""

    workspace: Workspace
    plan: ImportPlan
    engagements: int


def screen(tables: Sequence[Table]) -> privacy.Screen:
    """The detector as it stands before the workspace of a folder exists."""
    return screen_of(Register({}, ""), tables)


def open_folder(actor: Actor, folder: Path, *, today: date | None = None) -> Opened:
    """Open the workspace that a folder describes, or bring it up to date; doing it twice changes nothing.

    Raises the problems of reading and importing; engagements that exist are left as they are.
    """
    now = today or timezone.localdate()
    setting, plans = terms.read_plans(folder / SETTING, now)
    texts = terms.read_terms(folder / TERMS)
    tables = sheets.read_path(folder)
    workspace = Workspace.objects.filter(slug=setting.slug).first()
    if workspace is None:
        workspace = workspaces.create(
            actor, setting.slug, setting.name, setting.country, setting.data_date, notice=setting.notice,
            notice_fr=setting.notice_fr, simulated=setting.simulated,
        )  # fmt: skip
    elif setting.data_date > workspace.data_date:
        workspaces.set_data_date(actor, workspace, setting.data_date, f"folder {folder.name}")
    plan = accept_import(actor, workspace, tables, reason=f"folder {folder.name}")
    known = {e.id for e in engagements.listing(actor, workspace)}
    new = [p for p in plans if p.id not in known]
    for item in new:
        engagements.open_engagement(actor, workspace, texts[item.terms], item)
    return Opened(workspace, plan, len(new))
