"""Who may do and read what. Every act and reading asks here first; what is not named is refused."""

from __future__ import annotations

from dataclasses import dataclass

from filao.core.problems import Problem
from filao.store.people import Membership, Workspace

ROLES = (
    "owner",
    "coordinator",
    "consultant",
    "trainer",
    "monitoring",
    "member",
    "observer",
    "collector",
    "administrator",
)
"""Prime Minister's Office, IOM, consultant, trainer, M&E officer, working-group member, observer, collector, local
administrator."""

STAFF = frozenset({"owner", "coordinator", "consultant", "trainer", "monitoring", "administrator"})
"""Roles that count only for who has signed in with a second factor."""

_TEAM = frozenset({"coordinator", "consultant"})
_STAFF = _TEAM | {"owner", "trainer", "monitoring"}
_ALL = frozenset(ROLES)

RIGHTS: dict[str, frozenset[str]] = {
    "register.read": _ALL - {"collector", "administrator"},
    "register.edit": _TEAM,
    "register.import": _TEAM,
    "register.propose": _TEAM | {"member", "collector"},
    "register.export": _STAFF,
    "analysis.read": _ALL - {"collector", "administrator"},
    "analysis.restricted": _TEAM | {"owner"},
    "questions.read": _STAFF | {"member"},
    "questions.edit": _TEAM,
    "desk.read": _TEAM,
    "desk.edit": _TEAM | {"collector"},
    "contacts.read": _TEAM,
    "collectors.edit": _TEAM | {"monitoring"},
    "answers.decide": _TEAM,
    "answers.enter": _TEAM | {"trainer", "monitoring", "collector"},
    "responses.read": _STAFF,
    "responses.import": _TEAM,
    "responses.export": _TEAM,
    "words.read": _TEAM,
    "words.lock": _TEAM,
    "words.destroy": frozenset({"owner", "coordinator"}),
    "instruments.read": _STAFF | {"collector"},
    "instruments.edit": _TEAM | {"trainer", "monitoring"},
    "instruments.publish": _TEAM,
    "instruments.publish_test": _TEAM | {"trainer", "monitoring"},
    "fieldwork.read": _STAFF,
    "fieldwork.edit": _TEAM | {"trainer", "monitoring"},
    "group.read": _ALL - {"collector", "administrator"},
    "group.edit": _TEAM | {"owner"},
    "group.adopt": frozenset({"owner", "coordinator"}),
    "findings.read": _STAFF | {"member"},
    "findings.edit": _TEAM,
    "documents.read": _ALL - {"collector", "administrator"},
    "documents.edit": _TEAM,
    "documents.build": _TEAM | {"owner"},
    "comments.edit": _TEAM,
    "engagement.read": _ALL - {"collector", "administrator"},
    "engagement.edit": _TEAM,
    "engagement.accept": frozenset({"coordinator", "owner"}),
    "people.read": frozenset({"owner", "coordinator", "administrator"}),
    "people.edit": frozenset({"owner", "coordinator", "administrator"}),
    "journal.read": _TEAM | {"owner", "administrator"},
    "protection.read": _TEAM | {"owner", "administrator"},
    "protection.edit": frozenset({"owner", "coordinator"}),
    "protection.erase": frozenset({"owner", "coordinator"}),
    "protection.export": _TEAM,
    "breaches.edit": _TEAM | {"owner", "administrator"},
    "approvals.decide": frozenset({"owner", "coordinator"}),
    "workspace.create": frozenset({"administrator"}),
    "workspace.read": _ALL,
    "workspace.edit": _TEAM | {"administrator"},
    "workspace.backup": frozenset({"owner", "administrator", "coordinator"}),
}
"""Right -> roles that hold it. Who said what ("desk.read") is for the team alone: no owner, no supervisor."""


GIVES: dict[str, frozenset[str]] = {
    "coordinator": _ALL - {"owner", "administrator"},
    "owner": frozenset({"owner", "observer"}),
    "administrator": frozenset({"administrator"}),
}
"""Role -> roles that it may give and take: none with a right that it does not hold itself."""

OPENS = frozenset({"owner", "coordinator"})
"""Roles that an administrator, who holds no right to the evidence, gives only while nobody in the workspace holds them."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the person's id and name, whether this is the one local user of a laptop, and whether the person has
    shown a second factor (`strong`)."""

    id: str
    name: str
    local: bool = False
    strong: bool = False


NOBODY = Actor("", "")
"""Whoever has not signed in."""


def roles_held(actor: Actor, workspace: Workspace) -> frozenset[str]:
    """Roles that were given to the actor, whether or not they count now."""
    if actor.local:
        return _ALL
    found = Membership.objects.filter(workspace_id=workspace.id, user_id=actor.id)
    return frozenset(found.values_list("role", flat=True))


def roles_of(actor: Actor, workspace: Workspace) -> frozenset[str]:
    """Roles that count: none at all for who holds a role of the staff and has shown no second factor."""
    held = roles_held(actor, workspace)
    return frozenset() if held & STAFF and not (actor.strong or actor.local) else held


def role_for(actor: Actor, right: str, workspace: Workspace) -> str:
    """The role by which an actor holds a right, the first where several do; "" for who works on a machine of their own."""
    held = frozenset() if actor.local else RIGHTS[right] & roles_of(actor, workspace)
    return next((role for role in ROLES if role in held), "")


def institution_of(actor: Actor, workspace: Workspace) -> str:
    """The institution that the actor sits for here, "" where there is none."""
    rows = Membership.objects.filter(workspace_id=workspace.id, user_id=actor.id).order_by("role")
    return rows.values_list("organisation", flat=True).first() or ""


def may(actor: Actor, right: str, workspace: Workspace) -> bool:
    return bool(RIGHTS[right] & roles_of(actor, workspace))


def may_one(actor: Actor, rights: str, workspace: Workspace) -> bool:
    """Whether the actor holds one of the rights, parted by "|"; without a right, any role will do."""
    held = roles_of(actor, workspace)
    return bool(held) and (not rights or any(RIGHTS[right] & held for right in rights.split("|")))


def require(actor: Actor, right: str, workspace: Workspace) -> None:
    """Raise Problem "not_allowed" unless the actor holds the right in the workspace."""
    if not may(actor, right, workspace):
        raise Problem("not_allowed", right=right)


def require_local(actor: Actor, right: str) -> None:
    """For acts that belong to no workspace: allowed to the one user of a laptop."""
    if right not in RIGHTS or not actor.local:
        raise Problem("not_allowed", right=right)
