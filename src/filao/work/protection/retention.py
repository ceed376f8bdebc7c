"""How long each kind of personal data is kept: the rule, what people decided instead, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from filao.core.problems import Problem
from filao.core.protection import Account, Decision, Holding
from filao.store import journal
from filao.store.engagement import EngagementRow
from filao.store.people import Workspace
from filao.store.protection import BreachRow, DestructionRow, RetentionRow, SafeguardRow
from filao.store.vault import KeyRow, LockRow
from filao.work import access
from filao.work.access import Actor
from filao.work.protection.kinds import KINDS, Kind, Scope

LONGEST_DAYS = 3650


def holdings(actor: Actor, workspace: Workspace, today: date | None = None) -> list[Holding]:
    """What the workspace holds of each kind, by engagement, with the day until which it is kept."""
    access.require(actor, "protection.read", workspace)
    return held(workspace, today or timezone.localdate())


def held(workspace: Workspace, today: date) -> list[Holding]:
    """The same, for acts that have asked for their right."""
    decisions = {
        (row.kind, row.engagement.slug if row.engagement else ""): row.as_core()
        for row in RetentionRow.objects.filter(workspace_id=workspace.id).select_related("engagement")
    }
    return [
        _holding(kind, scope, decisions.get((kind.about.code, _slug(scope))), today)
        for kind in KINDS.values()
        for scope in scopes(workspace, kind)
    ]


def scopes(workspace: Workspace, kind: Kind) -> Iterator[Scope]:
    """Where a kind may hold data: in each engagement and beside them, or in the workspace as a whole."""
    if kind.by_engagement:
        for row in EngagementRow.objects.filter(workspace_id=workspace.id).order_by("position"):
            yield Scope(workspace, row)
        if not kind.rows(Scope(workspace)).exists():
            return
    yield Scope(workspace)


def scope_of(workspace: Workspace, engagement: str) -> Scope:
    """The scope of an engagement by its address, "" for none. Raises Problem no_such_engagement."""
    if not engagement:
        return Scope(workspace)
    row = EngagementRow.objects.filter(workspace_id=workspace.id, slug=engagement).first()
    if row is None:
        raise Problem("no_such_engagement", slug=engagement)
    return Scope(workspace, row)


def kind_of(code: str) -> Kind:
    """Raises Problem no_such_kind_of_data."""
    if code not in KINDS:
        raise Problem("no_such_kind_of_data", value=code, codes=tuple(KINDS))
    return KINDS[code]


def _slug(scope: Scope) -> str:
    return scope.engagement.slug if scope.engagement else ""


def _holding(kind: Kind, scope: Scope, decision: Decision | None, today: date) -> Holding:
    about, count = kind.about, kind.rows(scope).count()
    until = (decision.until if decision else None) or about.rule.until(_end(scope))
    days = (decision.days if decision else None) or about.rule.days
    over = count if until and until <= today else 0
    past = kind.count(scope, today - timedelta(days=days)) if days else over
    title = scope.engagement.title if scope.engagement else ""
    return Holding(about, _slug(scope), title, count, past, until, kind.oldest(scope), decision)


def _end(scope: Scope) -> date | None:
    """The end of the engagement; for what belongs to none, the end of the last one."""
    if scope.engagement:
        return scope.engagement.end
    last = EngagementRow.objects.filter(workspace_id=scope.workspace.id).aggregate(end=Max("end"))["end"]
    return last if isinstance(last, date) else None


def decide(
    actor: Actor, workspace: Workspace, code: str, engagement: str, *, reason: str, until: date | None = None,
    days: int | None = None,
) -> None:  # fmt: skip
    """Keep a kind until another day than its rule says, or for another number of days.

    Raises Problem not_allowed, no_such_kind_of_data, no_such_engagement, reason_missing, kind_is_kept (with the
    workspace), until_missing, days_missing.
    """
    access.require(actor, "protection.edit", workspace)
    kind, scope = kind_of(code), scope_of(workspace, engagement)
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    if kind.about.held:
        raise Problem("kind_is_kept")
    if kind.about.rule.days and not 0 < (days or 0) <= LONGEST_DAYS:
        raise Problem("days_missing", field="days", most=LONGEST_DAYS)
    if kind.about.rule.months and until is None:
        raise Problem("until_missing", field="until")
    values = {"until": until} if kind.about.rule.months else {"days": days}
    with transaction.atomic():
        RetentionRow.objects.update_or_create(
            workspace_id=workspace.id, engagement=scope.engagement, kind=code,
            defaults={**values, "reason": reason, "by": actor.name, "on": timezone.localdate()},
        )  # fmt: skip
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act="retention.decide", subject=f"{code} {engagement}".strip(),
            reason=reason, facts={name: str(value) for name, value in values.items()},
        )  # fmt: skip


def set_backup_days(actor: Actor, workspace: Workspace, days: int, reason: str) -> None:
    """Say for how many days backups are kept: certificates tell by when older ones are gone.

    Raises Problem not_allowed, reason_missing, days_missing.
    """
    access.require(actor, "protection.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    if not 0 < days <= LONGEST_DAYS:
        raise Problem("days_missing", field="days", most=LONGEST_DAYS)
    with transaction.atomic():
        SafeguardRow.objects.update_or_create(
            workspace_id=workspace.id, defaults={"backup_days": days, "reason": reason, "changed_at": timezone.now()}
        )
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act="retention.backups", reason=reason, facts={"days": days}
        )


def backup_days(workspace: Workspace) -> int:
    """For how many days the workspace keeps backups."""
    row = SafeguardRow.objects.filter(workspace_id=workspace.id).first()
    return row.backup_days if row else 90


def account(actor: Actor, workspace: Workspace, today: date | None = None) -> Account:
    """What documents on data protection tell of the workspace; breaches and destructions for those who may read them."""
    if not access.may_one(actor, "documents.read|protection.read", workspace):
        raise Problem("not_allowed", right="protection.read")
    guarded = access.may(actor, "protection.read", workspace)
    of = {"workspace_id": workspace.id}
    safeguards = SafeguardRow.objects.filter(**of).first()
    lock = LockRow.objects.filter(**of).first()
    return Account(
        holdings=tuple(_uncounted(holding) for holding in held(workspace, today or timezone.localdate())),
        readers={code: readers_of(code) for code in KINDS},
        breaches=tuple(r.as_core() for r in BreachRow.objects.filter(**of).order_by("number")) if guarded else (),
        destructions=tuple(r.as_core() for r in DestructionRow.objects.filter(**of).order_by("number"))
        if guarded
        else (),
        second_person=bool(safeguards and safeguards.second_person),
        backup_days=safeguards.backup_days if safeguards else 90,
        lock=lock.kind if lock and KeyRow.objects.filter(**of, destroyed_at=None).exists() else "",
    )


def _uncounted(holding: Holding) -> Holding:
    """What is kept with the workspace grows with every file that is built: documents tell that it is there, not how much."""
    return replace(holding, count=min(holding.count, 1)) if holding.kind.held else holding


def readers_of(code: str) -> tuple[str, ...]:
    """Roles that hold every right that opens a kind; none where it is open to nobody."""
    rights = KINDS[code].about.reads
    return tuple(role for role in access.ROLES if rights and all(role in access.RIGHTS[right] for right in rights))
