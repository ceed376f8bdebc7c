"""The shelf of forms as its pages need it: a new form with its workbook in one act, answers counted, a link to try it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from filao.core.instruments import Instrument
from filao.store.collection import ResponseRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import doors, instruments


def upload(
    actor: Actor, workspace: Workspace, title: str, name: str, data: bytes, *, media: Mapping[str, bytes] | None = None,
    purpose: str = "survey", anonymous: bool = False, engagement: str = "",
) -> Instrument:  # fmt: skip
    """A form of its own from a workbook; nothing stays where the workbook is refused. Raises Problem: those of
    `instruments.create` and `instruments.stage`."""
    access.require(actor, "instruments.edit", workspace)
    with transaction.atomic():
        made = instruments.create(
            actor, workspace, title=title, purpose=purpose, anonymous=anonymous, engagement=engagement
        )  # fmt: skip
        instruments.stage(actor, workspace, made.code, name, data, media)
    return instruments.find(actor, workspace, made.code)


@dataclass(frozen=True, slots=True)
class Answered:
    """How many answers a form has, and how many of them are simulated."""

    total: int = 0
    simulated: int = 0


def answered(actor: Actor, workspace: Workspace) -> dict[str, Answered]:
    """Answers that count, by the code of their form; trials and refusals are not counted."""
    access.require(actor, "instruments.read", workspace)
    rows = ResponseRow.objects.filter(workspace_id=workspace.id, current=True).exclude(channel="test")
    rows = rows.exclude(state__in=("refused", "withdrawn"))
    counted = rows.values("version__instrument__code").annotate(n=Count("id"), made_up=Count("id", Q(simulated=True)))
    return {one["version__instrument__code"]: Answered(one["n"], one["made_up"]) for one in counted}


def trial(actor: Actor, workspace: Workspace, code: str) -> str:
    """The token under which the newest version is tried out, "" where none is published or the form is closed.

    Raises Problem no_such_instrument.
    """
    access.require(actor, "instruments.edit", workspace)
    found = instruments.find(actor, workspace, code)
    return doors.trial(found.newest.id) if found.newest and found.state in ("open", "closing") else ""
