"""People of a workspace: who holds which role, who may give it, how it is taken, and the invitations that are out.

An invitation is a code to print or a link to mail; either opens once, within days, and is kept as a hash.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.store import journal, register
from filao.store.links import AccountInvitation, SignedLink
from filao.store.people import Membership, User, Workspace
from filao.work import access, links
from filao.work.access import GIVES, OPENS, ROLES, Actor
from filao.work.accounts import LOCAL_EMAIL

FACTORS = ("totp", "webauthn")
DAYS = 7
"""Days for which an invitation opens."""
PURPOSE = "invitation"
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O or U: none is taken for another, and none makes words (after Crockford, base 32)."""
_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Member:
    """A person with the roles held here, whether a second factor is set up, the last time of signing in, and the institution
    that the person sits for."""

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    second_factor: bool
    seen: datetime | None
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An account and a role offered. `state` is open, accepted, revoked or expired; no role: an account renewed."""

    id: str
    email: str
    name: str
    role: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    state: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the invited person holds: a code, or a link in the browser that opened it first."""

    code: str = ""
    token: str = ""
    browser: str = ""


def _note(workspace: Workspace, actor: str, act: str, subject: str, reason: str = "", **facts: object) -> None:
    journal.write(workspace, at=timezone.now(), actor=actor, act=act, subject=subject, reason=reason, facts=facts)


# --- who is here


def members(actor: Actor, workspace: Workspace) -> list[Member]:
    """People with a role here, by name."""
    access.require(actor, "people.read", workspace)
    roles: dict[str, list[str]] = {}
    sits: dict[str, str] = {}
    for row in Membership.objects.filter(workspace_id=workspace.id).order_by("role"):
        roles.setdefault(row.user_id, []).append(row.role)
        sits[row.user_id] = row.organisation
    strong = set(Authenticator.objects.filter(user_id__in=roles, type__in=FACTORS).values_list("user_id", flat=True))
    found = [
        Member(
            u.id, u.name, u.email, tuple(sorted(roles[u.id], key=ROLES.index)), u.id in strong, u.last_login, sits[u.id]
        )
        for u in User.objects.filter(id__in=roles)
    ]  # fmt: skip
    return sorted(found, key=lambda member: (member.name or member.email).casefold())


def gives(actor: Actor, workspace: Workspace) -> tuple[str, ...]:
    """The roles that the actor may give here now."""
    access.require(actor, "people.read", workspace)
    held = access.roles_of(actor, workspace)
    found = {role for mine in held for role in GIVES.get(mine, ())}
    if "administrator" in held:
        taken = set(Membership.objects.filter(workspace_id=workspace.id).values_list("role", flat=True))
        found |= OPENS - taken
    return tuple(role for role in ROLES if role in found or actor.local)


def remove(actor: Actor, workspace: Workspace, user_id: str, role: str, reason: str) -> None:
    """Take a role from a person, from the next page on. An administrator may take every role.

    Raises Problem reason_missing, no_such_member, role_above, last_administrator.
    """
    access.require(actor, "people.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing")
    held = access.roles_of(actor, workspace)
    if "administrator" not in held and role not in gives(actor, workspace):
        raise Problem("role_above", role=role)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        rows = Membership.objects.filter(workspace_id=workspace.id, role=role)
        row = rows.filter(user_id=user_id).select_related("user").first()
        if row is None:
            raise Problem("no_such_member")
        if role == "administrator" and rows.count() == 1:
            raise Problem("last_administrator")
        row.delete()
        _note(workspace, actor.name, "people.remove", f"{row.user}: {role}", reason)


def institutions(actor: Actor, workspace: Workspace, language: str) -> dict[str, str]:
    """The bodies of the register that a person may sit for: id -> name in a language, by name."""
    access.require(actor, "people.read", workspace)
    bodies = register.reading(workspace).organisations.values()
    named = {body.id: body.name_in(language) for body in bodies}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def sits_for(actor: Actor, workspace: Workspace, user_id: str, organisation: str) -> None:
    """Say which institution a person sits for, "" for none. Raises Problem no_such_member, no_such_record."""
    access.require(actor, "people.edit", workspace)
    _check_institution(workspace, organisation)
    with transaction.atomic():
        rows = Membership.objects.filter(workspace_id=workspace.id, user_id=user_id)
        if not rows.update(organisation=organisation):
            raise Problem("no_such_member")
        _note(workspace, actor.name, "people.institution", str(User.objects.get(id=user_id)), organisation=organisation)


def _check_institution(workspace: Workspace, organisation: str) -> None:
    if organisation and organisation not in register.reading(workspace).organisations:
        raise Problem("no_such_record", kind="organisation", value=organisation)


# --- invitations


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _plain(code: str) -> str:
    """A code as typed, without spaces and hyphens, and with the signs that are taken for others set right."""
    return "".join(c for c in code.upper().translate(str.maketrans("OIL", "011")) if c in _SIGNS)


def _new_code() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def _grouped(code: str) -> str:
    return " ".join(code[place : place + 4] for place in range(0, _LENGTH, 4))


def _as_invitation(row: AccountInvitation, now: datetime) -> Invitation:
    ended = (("accepted", row.accepted_at), ("revoked", row.revoked_at), ("expired", row.expires_at <= now))
    state = next((name for name, true in ended if true), "open")
    return Invitation(
        row.id, row.email, row.name, row.role, row.made_by, row.made_at, row.expires_at, state, row.organisation
    )


def invitations(actor: Actor, workspace: Workspace) -> list[Invitation]:
    """Invitations that were made here, the newest first."""
    access.require(actor, "people.read", workspace)
    now = timezone.now()
    rows = AccountInvitation.objects.filter(workspace_id=workspace.id).order_by("-made_at")
    return [_as_invitation(row, now) for row in rows]


def invite(
    actor: Actor, workspace: Workspace, email: str, role: str, name: str = "", organisation: str = ""
) -> tuple[Invitation, str]:  # fmt: skip
    """Offer a role to an address, for an institution where the person sits for one. Returns the invitation, and its code in
    groups of four, which is told only now.

    Raises Problem no_such_role, no_such_record, role_above, own_role (nobody gives a role to oneself).
    """
    access.require(actor, "people.edit", workspace)
    if role not in ROLES:
        raise Problem("no_such_role", role=role, codes=ROLES)
    if role not in gives(actor, workspace):
        raise Problem("role_above", role=role)
    _check_institution(workspace, organisation)
    address = email.strip().lower()
    if not actor.local and User.objects.filter(id=actor.id, email=address).exists():
        raise Problem("own_role")
    with transaction.atomic():
        row, code = _made(actor, workspace, address, role, name, organisation)
        _note(workspace, actor.name, "people.invite", f"{name.strip() or address}: {role}")
    return _as_invitation(row, row.made_at), code


def _made(
    actor: Actor, workspace: Workspace, email: str, role: str, name: str, organisation: str = ""
) -> tuple[AccountInvitation, str]:  # fmt: skip
    now, code = timezone.now(), _new_code()
    row = AccountInvitation.objects.create(
        workspace=workspace, email=email, name=name.strip(), role=role, code=_digest(code), made_by=actor.name, made_at=now,
        expires_at=now + timedelta(DAYS), organisation=organisation,
    )  # fmt: skip
    return row, _grouped(code)


def link_of(actor: Actor, workspace: Workspace, invitation: Invitation) -> str:
    """The token of a link that opens an invitation, to be mailed; it is told only now."""
    access.require(actor, "people.edit", workspace)
    return links.make(
        actor, workspace, PURPOSE, invitation.id, label=invitation.name or invitation.email, days=DAYS, once=True
    )


def revoke(actor: Actor, workspace: Workspace, id: str) -> None:
    """Take an invitation back, with its links. Raises Problem no_such_page."""
    access.require(actor, "people.edit", workspace)
    now = timezone.now()
    with transaction.atomic():
        row = AccountInvitation.objects.filter(workspace_id=workspace.id, id=id, accepted_at=None).first()
        if row is None:
            raise Problem("no_such_page")
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        mine = SignedLink.objects.filter(workspace_id=workspace.id, purpose=PURPOSE, subject=id, revoked_at=None)
        mine.update(revoked_at=now)
        _note(workspace, actor.name, "people.revoke", f"{row.name or row.email}: {row.role}")


def renew(actor: Actor, email: str) -> tuple[Workspace, str]:
    """For who has lost the second factor or the password: both go, every session ends, and a code sets a new password.

    The command line alone does this: whoever renews an account could enter it. Returns a workspace and the code to enter
    there. Raises Problem not_allowed, no_such_member.
    """
    access.require_local(actor, "people.edit")
    user = User.objects.exclude(email=LOCAL_EMAIL).filter(email=email.strip().lower()).first()
    held = (
        Membership.objects.filter(user_id=user.id).select_related("workspace").order_by("workspace__name")
        if user
        else ()
    )
    if user is None or not held:
        raise Problem("no_such_member")
    with transaction.atomic():
        Authenticator.objects.filter(user_id=user.id).delete()
        user.set_unusable_password()
        user.save()
        for workspace in {m.workspace.id: m.workspace for m in held}.values():
            _note(workspace, actor.name, "people.renew", str(user))
        _row, code = _made(actor, held[0].workspace, user.email, "", user.name)
    return held[0].workspace, code


# --- public: whoever holds the code or the link


def _row(workspace: Workspace, proof: Proof) -> AccountInvitation:
    rows = AccountInvitation.objects.filter(workspace_id=workspace.id, accepted_at=None, revoked_at=None)
    rows = rows.filter(expires_at__gt=timezone.now())
    if proof.token:
        row = rows.filter(id=links.opened(workspace, proof.token, proof.browser, PURPOSE).subject).first()
    else:
        row = rows.filter(code=_digest(_plain(proof.code))).first()
    if row is None:
        raise Problem("code_unknown", field="code")
    return row


def offered(slug: str, proof: Proof) -> tuple[Workspace, Invitation]:
    """Public: the invitation that a code or a link opens, and its workspace. Raises Problem code_unknown, and those of links."""
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise Problem("code_unknown", field="code")
    return workspace, _as_invitation(_row(workspace, proof), timezone.now())


def has_account(invitation: Invitation) -> bool:
    """Public: whether the invited address has an account that can sign in, so that no new password is set."""
    user = User.objects.filter(email=invitation.email).first()
    return user is not None and user.has_usable_password()


def accept(slug: str, proof: Proof, *, name: str = "", password: str = "", actor: Actor = access.NOBODY) -> str:
    """Public: take what is offered. Returns the id of the account, new, renewed, or that of the actor.

    Raises Problem code_unknown, sign_in_first (the address has an account, and the actor is not that person).
    """
    workspace, _offer = offered(slug, proof)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        row = _row(workspace, proof)
        user = User.objects.filter(email=row.email).first()
        if user is not None and user.has_usable_password():
            if user.id != actor.id:
                raise Problem("sign_in_first", email=row.email)
        elif user is not None:
            user.set_password(password)
            user.save()
        else:
            user = User.objects.create_user(row.email, password, name=name.strip() or row.name)
        if row.role:
            mine = Membership.objects.filter(workspace_id=workspace.id, user_id=user.id)
            sits = row.organisation or mine.values_list("organisation", flat=True).first() or ""
            Membership.objects.get_or_create(workspace=workspace, user=user, role=row.role)
            mine.update(organisation=sits)
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])
        if proof.token:
            links.use(workspace, proof.token, proof.browser, PURPOSE)
        _note(workspace, str(user), "people.accept", row.role or "renewed")
    return str(user.id)
